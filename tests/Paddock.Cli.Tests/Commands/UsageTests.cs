using Paddock.Cli.Tests.Fakes;

namespace Paddock.Cli.Tests.Commands;

/// <summary>What is wrong with a command line is said, and nothing is sent.</summary>
public sealed class UsageTests(Scratch scratch) : IClassFixture<Scratch>
{
    [Theory]
    [InlineData]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_OfTheTool_ShowsEveryCommandAndTheExitCodes(params string[] arguments)
    {
        var result = (await new Tool().RunAsync(arguments)).ShouldEnd(0).ShouldSayNothing();

        foreach (var word in new[] { "paddock run", "paddock exec", "tools create", "runtimes create", "secrets create", "executions list", "--json", "--url", "--key", "PADDOCK_API_KEY", "125" })
        {
            result.Out.ShouldContain(word);
        }

        result.Out.Split('\n').Max(static line => line.Length).ShouldBeLessThanOrEqualTo(150);
    }

    [Theory]
    [InlineData("run", "--input-file")]
    [InlineData("exec", "--stdin")]
    [InlineData("tools create", "--schema")]
    [InlineData("tools update", "--schema")]
    [InlineData("tools list", "--after")]
    [InlineData("tools get", "--code")]
    [InlineData("tools exec", "--env-secret")]
    [InlineData("tools delete", "ID")]
    [InlineData("run", "--runtime-revision")]
    [InlineData("exec", "--runtime-revision")]
    [InlineData("runtimes create", "--wait")]
    [InlineData("runtimes list", "--after")]
    [InlineData("runtimes get", "--lock")]
    [InlineData("runtimes revise", "--import")]
    [InlineData("runtimes revisions", "ID")]
    [InlineData("runtimes log", "--follow")]
    [InlineData("runtimes cancel", "REVISION")]
    [InlineData("runtimes delete", "ID")]
    [InlineData("secrets create", "--value-file")]
    [InlineData("secrets list", "--all")]
    [InlineData("secrets delete", "ID")]
    [InlineData("executions list", "--failed")]
    [InlineData("executions get", "ID")]
    public async Task Help_OfACommand_ShowsItsOptionsAndThoseOfAll(string command, string option)
    {
        var result = (await new Tool().RunAsync([.. command.Split(' '), "--help"])).ShouldEnd(0).ShouldSayNothing();

        result.Out.ShouldContain($"paddock {command}");
        result.Out.ShouldContain(option);
        result.Out.ShouldContain("--json");
    }

    [Theory]
    [InlineData("dance", "there is no command `paddock dance`, but run, exec, tools, runtimes, secrets, executions")]
    [InlineData("tools", "paddock tools needs one of its commands: create, list, get, update, exec, delete")]
    [InlineData("tools dance", "there is no command `paddock tools dance`")]
    [InlineData("run", "'FILE'")]
    [InlineData("run a.py --dance", "--dance")]
    [InlineData("run a.py b.py", "b.py")]
    [InlineData("run a.py --timeout soon", "--timeout is `soon`, but must be whole seconds, such as 30")]
    [InlineData("run a.py --memory -1", "--memory is `-1`, but must be whole MiB, such as 256")]
    [InlineData("run a.py --timeout", "--timeout")]
    [InlineData("exec --dance", "there is no option --dance")]
    [InlineData("tools get", "'ID'")]
    [InlineData("tools list --limit few", "--limit is `few`, but must be a number from 1 to 100")]
    [InlineData("run nowhere.py", "cannot read nowhere.py: there is no such file")]
    [InlineData("run /tmp --language py", "cannot read /tmp: it is a folder")]
    [InlineData("run a.txt", "cannot tell the language of a.txt by its ending: give --language")]
    [InlineData("run -", "code from stdin has no file ending")]
    [InlineData("run a.py --language cobol", "--language is `cobol`, but must be python, javascript, typescript, ruby or php")]
    [InlineData("exec - --language rb --stdin -", "both the script and its stdin")]
    [InlineData("tools update 01K", "nothing is to change")]
    [InlineData("runtimes", "paddock runtimes needs one of its commands: create, list, get, revise, revisions, log, cancel, delete")]
    [InlineData("runtimes create", "'FILE'")]
    [InlineData("runtimes create nowhere/requirements.txt", "cannot read nowhere/requirements.txt: there is no such file")]
    [InlineData("runtimes create --dance", "there is no option --dance")]
    [InlineData("runtimes create Pipfile --name n", "cannot tell the language of Pipfile, which is no requirements.txt and no package.json: give --language python or javascript")]
    [InlineData("runtimes create - --name n", "a manifest from stdin has no name to tell its language by: give --language")]
    [InlineData("runtimes create - --language py", "a manifest from stdin is in no folder to be named after: give --name")]
    [InlineData("runtimes create a.txt --language ruby", "--language is `ruby`, but must be python, or javascript, which serves typescript too")]
    [InlineData("tools create - --language py", "code from stdin has no name: give --name")]
    [InlineData("run a.py --url paddock.test", "--url is `paddock.test`, but must be an address such as http://127.0.0.1:3003/")]
    public async Task CommandLine_ThatIsWrong_IsExplained(string line, string reason)
    {
        FakeApi api = new();

        (await new Tool { Api = api }.RunAsync(line.Split(' '))).ShouldEnd(2).ShouldPrint("").ShouldSay("paddock: ", reason);

        api.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Key_Nowhere_IsAskedForWithThePlacesForIt() =>
        (await new Tool { Api = new FakeApi(), Environment = [] }.RunAsync("tools", "list")).ShouldEnd(2).ShouldSay("there is no API key: set PADDOCK_API_KEY or RIZA_API_KEY, or give --key");

    [Fact]
    public async Task Run_OfARubyFile_IsShownTheWayToExec() =>
        (await new Tool { Api = new FakeApi() }.RunAsync("run", scratch.Write("a.rb", "puts 1"))).ShouldEnd(2).ShouldSay("functions are in python, javascript or typescript", "paddock exec ");

    [Fact]
    public async Task Input_ThatIsNotJson_IsExplainedWithThePlace()
    {
        var file = scratch.Write("f.py", "def execute(input): return 1");
        Tool tool = new() { Api = new FakeApi() };

        (await tool.RunAsync("run", file, "--input", "John")).ShouldEnd(2).ShouldSay("--input is not JSON at line 1, byte 1:", """a text needs quotes: '"John"'""");
        (await tool.RunAsync("run", file, "--input", "[1,\n2,,]")).ShouldEnd(2).ShouldSay("--input is not JSON at line 2, byte 3:");
        (await tool.RunAsync("run", file, "--input", "1", "--input-file", "x")).ShouldEnd(2).ShouldSay("--input and --input-file are both given");
        (await tool.RunAsync("run", "-", "-l", "py", "--input-file", "-")).ShouldEnd(2).ShouldSay("both the code and --input-file");
    }

    [Fact]
    public async Task InputFile_WithAByteOrderMark_IsJsonAllTheSame()
    {
        FakeApi api = new FakeApi().Answers("""{"output":1,"output_status":"valid","execution":{"id":"E","exit_code":0,"stdout":"","stderr":"","duration":1}}""");

        (await new Tool { Api = api }.RunAsync("run", scratch.Write("f.py", "x"), "--input-file", scratch.Write("bom.json", "\uFEFF[1]"))).ShouldEnd(0);

        api.Requests[0].Body.ShouldNotBeNull().ShouldContain("\"input\":[1]");
    }

    [Fact]
    public async Task File_ThatIsNotText_IsRefusedWithTheWayOut() =>
        (await new Tool { Api = new FakeApi() }.RunAsync("run", scratch.Write("f.py", "x"), "--file", scratch.Write("bytes", [0xFF, 0xFE, 0x00])))
            .ShouldEnd(2).ShouldSay("is not UTF-8 text", "base64");

    [Fact]
    public async Task Version_OfTheTool_IsPrinted() => (await new Tool().RunAsync("--version")).ShouldEnd(0).Out.ShouldMatch(@"^\d+\.\d+\.\d+");
}
