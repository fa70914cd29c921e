using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.OpenApi;
using Paddock.Server.OpenApi;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests.OpenApi;

/// <summary>The OpenAPI document: complete, the same everywhere, and true.</summary>
public sealed class OpenApiTests
{
    /// <summary>Set to 1 to write docs/api/openapi.yaml anew.</summary>
    private const string WriteSwitch = "PADDOCK_WRITE_OPENAPI";

    private static readonly string[] _additions = ["Tools_Delete", "Secrets_Delete", "Runtimes_GetRevisionLog", "Runtimes_CancelRevision", "Server_Metrics"];

    [Fact]
    public async Task Document_OfTheRepository_IsTheServers()
    {
        string made = await ApiDocument.Create().SerializeAsYamlAsync(OpenApiSpecVersion.OpenApi3_0, TestContext.Current.CancellationToken);
        made = $"# Generated from the server; {WriteSwitch}=1 ./paddock test Server.Tests writes it anew.\n" + made.ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
        string file = Path.Combine(Repository.Root, "docs", "api", "openapi.yaml");
        if (Environment.GetEnvironmentVariable(WriteSwitch) == "1")
        {
            await File.WriteAllTextAsync(file, made, TestContext.Current.CancellationToken);
        }

        (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).ShouldBe(made, $"set {WriteSwitch}=1 and run this test to write the file anew");
    }

    [Fact]
    public async Task Endpoints_OfTheServer_AreThoseOfTheDocument()
    {
        await using TestServer server = await TestServer.StartAsync();
        ApiOperations.All.Select(static operation => $"{operation.Method} {operation.Path}").Order()
            .ShouldBe(server.Routes.Select(static route => $"{route.Method} {route.Path}").Order());
    }

    [Fact]
    public async Task Document_AskedForWithoutAKey_IsServed()
    {
        using JsonDocument document = await FetchAsync();
        JsonElement root = document.RootElement;
        root.GetProperty("openapi").GetString()!.ShouldStartWith("3.0.");
        root.GetProperty("paths").EnumerateObject().Sum(static path => path.Value.EnumerateObject().Count()).ShouldBe(ApiOperations.All.Count);
        root.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearerHttpAuthentication").GetProperty("scheme").GetString().ShouldBe("bearer");
    }

    [Fact]
    public async Task References_All_LeadSomewhere()
    {
        using JsonDocument document = await FetchAsync();
        string[] references = [.. References(document.RootElement).Distinct()];
        references.Length.ShouldBeGreaterThan(20);
        foreach (string reference in references)
        {
            JsonElement found = document.RootElement;
            foreach (string name in reference.Split('/').Skip(1))
            {
                found = found.GetProperty(name);
            }
        }
    }

    [Fact]
    public async Task Operations_All_SayWhatCanHappen()
    {
        using JsonDocument document = await FetchAsync();
        foreach (JsonProperty operation in document.RootElement.GetProperty("paths").EnumerateObject().SelectMany(static path => path.Value.EnumerateObject()))
        {
            JsonElement described = operation.Value;
            string id = described.GetProperty("operationId").GetString()!;
            described.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty(id);
            described.GetProperty("responses").TryGetProperty("200", out _).ShouldBeTrue(id);
            bool open = described.TryGetProperty("security", out JsonElement security) && security.GetArrayLength() == 0;
            open.ShouldBe(id.StartsWith("Server_", StringComparison.Ordinal) && id != "Server_Metrics", id);
            described.GetProperty("responses").TryGetProperty("401", out _).ShouldBe(!open, id);
            described.TryGetProperty("requestBody", out _).ShouldBe(described.GetProperty("responses").TryGetProperty("413", out _), id);
            described.TryGetProperty(ContractSchemas.AdditionMark, out _).ShouldBe(open || _additions.Contains(id), id);
        }
    }

    [Fact]
    public void OperationIds_All_AreUnique() => ApiOperations.All.Select(static operation => operation.Id).ShouldBeUnique();

    /// <summary>The names that the original's own document has, so that what was generated from it can be generated from ours.</summary>
    [Theory]
    [InlineData("ExecuteFunctionRequest", "code,env,files,http,input,language,limits,runtime_revision_id", "code,language")]
    [InlineData("ExecuteFunctionResponse", "execution,output,output_status", "execution,output,output_status")]
    [InlineData("Status", "code,message", "")]
    [InlineData("File", "contents,path", "")]
    [InlineData("HTTP", "allow", "")]
    [InlineData("Limits", "execution_timeout,memory_size", "")]
    [InlineData("ExecutionResult", "duration,exit_code,id,stderr,stdout", "duration,exit_code,id,stderr,stdout")]
    [InlineData("HTTPAllow", "auth,host", "")]
    [InlineData("HTTPAuth", "basic,bearer,header,query", "")]
    [InlineData("HTTPBasic", "password,user_id", "")]
    [InlineData("HTTPBearer", "token", "")]
    [InlineData("HTTPHeader", "name,value", "")]
    [InlineData("HTTPQuery", "key,value", "")]
    public async Task Component_OfTheOriginal_HasItsMembers(string name, string members, string required)
    {
        using JsonDocument document = await FetchAsync();
        JsonElement component = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty(name);
        members.Split(',').ShouldBeSubsetOf(component.GetProperty("properties").EnumerateObject().Select(static member => member.Name));
        required.Split(',', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBeSubsetOf(component.TryGetProperty("required", out JsonElement list) ? list.EnumerateArray().Select(static member => member.GetString()!) : []);
    }

    [Fact]
    public void Members_OfWireTypes_AreDescribed()
    {
        IOpenApiSchema tool = ApiDocument.Create().Components!.Schemas!["Tool"];
        tool.Properties!["name"].Description.ShouldBe("What it is called.");
        tool.Properties["language"].Enum!.Select(static value => value.GetValue<string>()).ShouldBe(["python", "javascript", "typescript"]);
    }

    private static async Task<JsonDocument> FetchAsync()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/openapi.json");
        server.Client.DefaultRequestHeaders.Authorization = null;
        using HttpResponseMessage response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode().Content.Headers.ContentType.ShouldBe(new MediaTypeHeaderValue("application/json"));
        return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static IEnumerable<string> References(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member =>
            member.NameEquals("$ref") ? [member.Value.GetString()!] : References(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(References),
        _ => [],
    };
}
