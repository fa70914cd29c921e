using System.Text.Json;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Contract;

/// <summary>Environment variables, files, and that nothing survives an execution.</summary>
public abstract partial class FunctionContract
{
    /// <summary>Returns all environment variables as an object.</summary>
    protected abstract string ReturnsEnvironment { get; }

    /// <summary>Returns the current directory.</summary>
    protected abstract string ReturnsDirectory { get; }

    /// <summary>Returns the texts of the files whose paths are in the input, a list.</summary>
    protected abstract string ReadsFiles { get; }

    /// <summary>Writes its input, a text, to a new file in the current directory and gives back what it reads from /mnt/req.</summary>
    protected abstract string WritesThenReads { get; }

    /// <summary>
    /// Returns what it finds of an earlier execution, a list of words, and leaves all of it behind: a global, a file in each scratch
    /// directory, an environment variable.
    /// </summary>
    protected abstract string LeavesTraces { get; }

    /// <summary>Returns <c>[names in /mnt/req, names in /tmp]</c>.</summary>
    protected abstract string ListsScratch { get; }

    /// <summary>Returns a list of texts drawn from every random source of the language.</summary>
    protected abstract string DrawsRandom { get; }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Env_OfTheRequest_IsVisible()
    {
        var env = new Dictionary<string, string>
        {
            ["DEBUG"] = "true",
            ["EMPTY"] = "",
            ["TEXT"] = "a=b\nGrüße 👋",
        };

        var answer = (await RunAsync(Call(ReturnsEnvironment) with { Env = env })).ShouldBeValid();

        foreach (var (name, value) in env)
        {
            answer.Output.GetProperty(name).GetString().ShouldBe(value);
        }
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Env_OfTheServer_IsNot()
    {
        var answer = (await RunAsync(ReturnsEnvironment)).ShouldBeValid();

        foreach (var variable in answer.Output.EnumerateObject())
        {
            variable.Name.ShouldNotStartWith("PADDOCK", Case.Insensitive);
            variable.Name.ShouldNotStartWith("DOTNET", Case.Insensitive);
            variable.Value.GetString()!.ShouldNotContain(ServerSettings.Key);
            variable.Value.GetString()!.ShouldNotContain(Server.Server.DataDirectory);
        }
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Directory_AtTheStart_IsMntReq() => (await RunAsync(ReturnsDirectory)).ShouldBeValid("\"/mnt/req\"");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Files_OfTheRequest_AreUnderMntReqAsTheyWereSent()
    {
        var files = new Dictionary<string, string>
        {
            ["a.txt"] = "plain",
            ["data/2026/ü 世界.csv"] = "Grüße\r\n👩‍🚀\n\n\0end",
            ["data/empty"] = "",
            [".hidden"] = "h",
            ["with space/-dash"] = "d",
        };
        var names = files.Keys.Concat(files.Keys.Select(path => "/mnt/req/" + path));

        var answer = await RunAsync(Call(ReadsFiles, JsonSerializer.Serialize(names)) with { Files = files });

        answer.ShouldBeValid(JsonSerializer.Serialize(files.Values.Concat(files.Values)));
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Directory_OfTheRequest_IsWritable() =>
        (await RunAsync(WritesThenReads, "\"written 👋\"")).ShouldBeValid("\"written 👋\"");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execution_AfterAnother_FindsNothingOfIt()
    {
        for (var i = 0; i < 8; i++)
        {
            (await RunAsync(LeavesTraces)).ShouldBeValid("[]");
        }
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Scratch_WithoutFiles_IsEmpty() => (await RunAsync(ListsScratch)).ShouldBeValid("[[],[]]");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Random_InManyExecutions_IsNeverTheSame()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => RunAsync(DrawsRandom)));

        var draws = answers.SelectMany(answer => answer.ShouldBeValid().Output.EnumerateArray().Select(draw => draw.GetString()!)).ToList();
        draws.ShouldBeUnique();
    }
}
