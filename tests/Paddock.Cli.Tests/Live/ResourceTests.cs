using System.Text.Json;
using Paddock.Cli.Tests.Fakes;
using Paddock.TestKit.Hosting;

namespace Paddock.Cli.Tests.Live;

/// <summary><c>paddock tools</c>, <c>runtimes</c>, <c>secrets</c> and <c>executions</c> against the server.</summary>
public sealed class ResourceTests(ServerFixture fixture, Scratch scratch) : IClassFixture<Scratch>
{
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(15);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Tool_FromCreateToDelete_IsWhatWasSent()
    {
        var tool = LiveTool.Of(fixture);
        var code = scratch.Write("greet.py", "def execute(input): return 'Hello ' + input['name']");
        var schema = scratch.Write("schema.json", """{"type":"object","required":["name"]}""");

        var id = (await tool.RunAsync("tools", "create", code, "--schema", schema, "--description", "Greets")).ShouldEnd(0).Out.Trim();
        (await tool.RunAsync("tools", "exec", id, "--input", """{"name":"John"}""", "--raw")).ShouldEnd(0).ShouldPrint("Hello John\n");
        (await tool.RunAsync("tools", "exec", id, "--input", "{}")).ShouldEnd(125).ShouldPrint("").ShouldSay("paddock: 400 ", "name");
        (await tool.RunAsync("tools", "update", id, scratch.Write("greet2.py", "def execute(input): return 2"))).ShouldEnd(0).ShouldPrint($"{id}\n");
        (await tool.RunAsync("tools", "exec", id, "--input", """{"name":"John"}""")).ShouldEnd(0).ShouldPrint("2\n");
        (await tool.RunAsync("tools", "get", id)).ShouldEnd(0).Out.ShouldContain("Greets");
        (await tool.RunAsync("tools", "get", id, "--code")).ShouldEnd(0).ShouldPrint("def execute(input): return 2");
        (await tool.RunAsync("tools", "list", "--all")).ShouldEnd(0).Out.ShouldContain(id);
        (await tool.RunAsync("tools", "delete", id)).ShouldEnd(0).ShouldPrint($"{id}\n");
        (await tool.RunAsync("tools", "get", id)).ShouldEnd(125).ShouldSay("paddock: 404 ", id);
    }

    [Fact]
    public async Task Tool_ThatExits_GivesItsExitCode()
    {
        var tool = LiveTool.Of(fixture);
        var id = (await tool.RunAsync("tools", "create", scratch.Write("exit.py", "import sys\ndef execute(input): sys.exit(9)"))).ShouldEnd(0).Out.Trim();

        (await tool.RunAsync("tools", "exec", id)).ShouldEnd(9).ShouldPrint("");
    }

    [Fact]
    public async Task Runtime_FromCreateToDelete_IsRunOn()
    {
        var tool = LiveTool.Of(fixture);
        var manifest = scratch.Write("bare/requirements.txt", "# nothing but Python\n");
        var code = scratch.Write("loaded.py", "import sys\ndef execute(input): return 'decimal' in sys.modules");

        var id = (await tool.RunAsync("runtimes", "create", manifest, "--import", "import decimal", "--wait")).ShouldEnd(0).ShouldSay("succeeded").Out.Trim();
        var revision = (await tool.RunAsync("runtimes", "get", id, "--newest")).ShouldEnd(0).Out.Trim();
        (await tool.RunAsync("run", code, "--runtime-revision", revision)).ShouldEnd(0).ShouldPrint("true\n");
        (await tool.RunAsync("runtimes", "list", "--all")).ShouldEnd(0).Out.Split('\n').ShouldContain(line => line.StartsWith(id, StringComparison.Ordinal) && line.EndsWith("bare", StringComparison.Ordinal));
        var broken = (await tool.RunAsync("runtimes", "revise", id, scratch.Write("broken.txt", "this is = no requirement"), "--wait")).ShouldEnd(1).ShouldSay("is failed").Out.Trim();
        (await tool.RunAsync("runtimes", "log", id)).ShouldEnd(0).Out.ShouldContain("this is = no requirement");
        (await tool.RunAsync("runtimes", "revisions", id)).ShouldEnd(0).Out.ShouldContain($"{broken}  failed");
        (await tool.RunAsync("runtimes", "cancel", id)).ShouldEnd(125).ShouldSay("paddock: 400 ", broken);
        (await tool.RunAsync("run", code, "--runtime-revision", broken)).ShouldEnd(125).ShouldSay("paddock: 400 ", "failed");
        (await tool.RunAsync("runtimes", "delete", id)).ShouldEnd(0).ShouldPrint($"{id}\n");
        (await tool.RunAsync("run", code, "--runtime-revision", revision)).ShouldEnd(125).ShouldSay("paddock: 404 ", revision);
    }

    [Fact]
    public async Task Secret_FromStdin_ReachesAToolAndIsNeverShown()
    {
        var id = (await LiveTool.Of(fixture, "sesame\n").RunAsync("secrets", "create", "opener")).ShouldEnd(0).Out.Trim();
        var tool = LiveTool.Of(fixture);
        var code = scratch.Write("len.py", "import os\ndef execute(input): return len(os.environ['OPENER'])");
        var toolId = (await tool.RunAsync("tools", "create", code)).ShouldEnd(0).Out.Trim();

        (await tool.RunAsync("tools", "exec", toolId, "--env-secret", $"OPENER={id}")).ShouldEnd(0).ShouldPrint("6\n");
        (await tool.RunAsync("secrets", "list", "--all")).ShouldEnd(0).Out.ShouldContain($"{id}  opener");
        (await tool.RunAsync("secrets", "list", "--all", "--json")).ShouldEnd(0).Out.ShouldNotContain("sesame");
        (await tool.RunAsync("secrets", "delete", id)).ShouldEnd(0);
        (await tool.RunAsync("tools", "exec", toolId, "--env-secret", $"OPENER={id}")).ShouldEnd(125).ShouldSay(id);
    }

    [Fact]
    public async Task Execution_ThatFailed_IsListedAndShown()
    {
        var tool = LiveTool.Of(fixture);
        var answer = (await tool.RunAsync("exec", scratch.Write("fail.rb", "puts 'before'; exit 5"), "--json")).ShouldEnd(5);
        using var result = JsonDocument.Parse(answer.Out);
        var id = result.RootElement.GetProperty("id").GetString()!;

        // records are written off the hot path
        await Eventually.HoldsAsync(
            async () => (await tool.RunAsync("executions", "get", id)).ExitCode == 0, _bound, () => $"execution {id} is not kept", Token);

        (await tool.RunAsync("executions", "list", "--failed", "--all")).ShouldEnd(0).Out.Split('\n').ShouldContain(line => line.StartsWith(id, StringComparison.Ordinal) && line.Contains("script", StringComparison.Ordinal));
        var shown = (await tool.RunAsync("executions", "get", id)).ShouldEnd(0).Out;
        shown.ShouldContain("exit 5");
        shown.ShouldContain("before\n");
        (await tool.RunAsync("executions", "list", "--limit", "1", "--json")).ShouldEnd(0).Out.ShouldStartWith("""{"data":[{""");
    }
}
