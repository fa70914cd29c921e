using System.Text.Json;
using Paddock.Contracts.Errors;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Functions;

namespace Paddock.Contracts.Tests;

public sealed class ContractsJsonContextTests
{
    private const string Request = """{"language":"python","code":"def execute(input): return input","input":[1],"env":{"A":"b"},"files":[{"path":"a.txt","contents":"x"}],"http":{"allow":[{"host":"example.com","auth":{"bearer":{"token":"t0ken"}}},{"host":"b.example","auth":{"basic":{"user_id":"u","password":"passw0rd"}}},{"host":"c.example","auth":{"header":{"name":"X-Key","value":"v4lue"}}},{"host":"d.example","auth":{"query":{"key":"k","value":"v4lue"}}}]},"limits":{"execution_timeout":5,"memory_size":64},"runtime_revision_id":"r"}""";

    [Fact]
    public void Request_ReadAndWritten_IsTheSame()
    {
        ExecuteFunctionRequest request = JsonSerializer.Deserialize(Request, ContractsJsonContext.Default.ExecuteFunctionRequest)!;
        JsonSerializer.Serialize(request, ContractsJsonContext.Relaxed.ExecuteFunctionRequest).ShouldBe(Request);
    }

    [Fact]
    public void Request_Minimal_LeavesNullsOut()
    {
        ExecuteFunctionRequest request = new() { Language = "python", Code = "c" };
        JsonSerializer.Serialize(request, ContractsJsonContext.Default.ExecuteFunctionRequest).ShouldBe("""{"language":"python","code":"c"}""");
    }

    [Fact]
    public void Request_Printed_ShowsNoSecret()
    {
        ExecuteFunctionRequest request = JsonSerializer.Deserialize(Request, ContractsJsonContext.Default.ExecuteFunctionRequest)!;
        string printed = string.Join('\n', request.Http!.Allow!.Select(static entry => entry.ToString()));
        printed.ShouldContain("***");
        printed.ShouldNotContain("t0ken");
        printed.ShouldNotContain("passw0rd");
        printed.ShouldNotContain("v4lue");
    }

    [Fact]
    public void Response_OfTheOriginal_IsRead()
    {
        ExecuteFunctionResponse response = JsonSerializer.Deserialize(
            """{"output":{"name":"John"},"output_status":"valid","execution":{"id":"","exit_code":0,"stdout":"","stderr":"","duration":7},"later":1}""",
            ContractsJsonContext.Default.ExecuteFunctionResponse)!;
        response.Execution.Duration.ShouldBe(7);
        response.Execution.TerminationReason.ShouldBeNull();
        response.Output.GetProperty("name").GetString().ShouldBe("John");
    }

    [Fact]
    public void Status_Relaxed_EscapesOnlyWhatJsonWantsEscaped() =>
        JsonSerializer.Serialize(new Status(StatusCode.InvalidArgument, "env[\"ä<\"]"), ContractsJsonContext.Relaxed.Status)
            .ShouldBe("""{"code":3,"message":"env[\"ä<\"]"}""");
}
