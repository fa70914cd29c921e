using System.Text;
using System.Text.Json;
using Paddock.Core.Executions;
using Paddock.Server.Tests.Fakes;

namespace Paddock.Server.Tests;

/// <summary>The wire, pinned: see tests/vectors/http/README.md.</summary>
public sealed class GoldenTests
{
    private static readonly string _folder = Path.Combine(AppContext.BaseDirectory, "vectors", "http");

    public static TheoryData<string> Vectors => [.. Directory.EnumerateDirectories(_folder).Select(static path => Path.GetFileName(path)).Where(static name => name != "flows").Order()];

    [Fact]
    public void Vectors_OfTheRepository_AreFound() => Vectors.Count.ShouldBeGreaterThanOrEqualTo(16);

    [Theory]
    [MemberData(nameof(Vectors))]
    public async Task Vector_Sent_GetsItsAnswer(string name)
    {
        string Read(string file) => File.ReadAllText(Path.Combine(_folder, name, file));
        await using TestServer server = await TestServer.StartAsync();
        string outcomeFile = Path.Combine(_folder, name, "outcome.json");
        string? input = null;
        server.Sandbox.OnRun = (execution, _) =>
        {
            input = Encoding.UTF8.GetString(execution.Input.Span);
            return ValueTask.FromResult(ReadOutcome(outcomeFile));
        };

        (int status, string body) = await server.CallAsync(Read("request.json"));

        string id = server.Sandbox.Executions.SingleOrDefault()?.Id ?? "none";
        body.Replace(id, "EXECUTION_ID", StringComparison.Ordinal).ShouldBe(Read("response.json"));
        status.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(Read("status"));
        if (File.Exists(outcomeFile))
        {
            input.ShouldBe(Read("input.json"));
        }
        else
        {
            server.Sandbox.Executions.ShouldBeEmpty();
        }
    }

    internal static SandboxOutcome ReadOutcome(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement root = document.RootElement;
        byte[] Bytes(string member) => root.TryGetProperty(member, out JsonElement value) ? Encoding.UTF8.GetBytes(value.GetString()!) : [];
        int Number(string member) => root.TryGetProperty(member, out JsonElement value) ? value.GetInt32() : 0;
        return new SandboxOutcome
        {
            Ending = Enum.Parse<Ending>(root.GetProperty("ending").GetString()!),
            HasResult = root.TryGetProperty("status", out JsonElement status),
            OutputStatus = status.ValueKind == JsonValueKind.String ? Enum.Parse<OutputStatus>(status.GetString()!) : OutputStatus.Error,
            ExitCode = Number("exitCode"),
            Signal = Number("signal"),
            Output = Bytes("output"),
            Stdout = new CapturedStream(Bytes("stdout"), 0),
            Stderr = new CapturedStream(Bytes("stderr"), 0),
            Duration = root.TryGetProperty("milliseconds", out JsonElement duration) ? TimeSpan.FromMilliseconds(duration.GetDouble()) : TimeSpan.Zero,
        };
    }
}
