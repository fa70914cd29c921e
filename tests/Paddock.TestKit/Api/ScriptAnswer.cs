using System.Net;
using System.Text.Json;

namespace Paddock.TestKit.Api;

/// <summary>The members of a 200 of /v1/execute. Each expectation that fails shows the whole answer.</summary>
internal sealed class ScriptAnswer
{
    /// <summary>Words that can only come from our own files when user code says none of them.</summary>
    private static readonly string[] _ours = ["/opt/paddock", "paddock", "runner", "template"];

    private readonly ApiReply _reply;

    public ScriptAnswer(ApiReply reply)
    {
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.ToString());
        reply.ContentType.ShouldBe("application/json", reply.ToString());
        _reply = reply;
        JsonElement json = reply.Json();
        Members = [.. json.EnumerateObject().Select(member => member.Name)];
        Id = json.GetProperty("id").GetString()!;
        ExitCode = json.GetProperty("exit_code").GetInt32();
        Stdout = json.GetProperty("stdout").GetString()!;
        Stderr = json.GetProperty("stderr").GetString()!;
        Duration = json.GetProperty("duration").GetInt64();
        TerminationReason = json.GetProperty("termination_reason").GetString()!;
    }

    public IReadOnlyList<string> Members { get; }

    public string Id { get; }

    public int ExitCode { get; }

    public string Stdout { get; }

    public string Stderr { get; }

    public long Duration { get; }

    public string TerminationReason { get; }

    public string LastStderrLine => Stderr.TrimEnd('\n').Split('\n')[^1];

    /// <summary>It came to its end and said nothing on stderr.</summary>
    public ScriptAnswer ShouldSucceed(string stdout)
    {
        ShouldExit(0).ShouldPrint(stdout).Stderr.ShouldBeEmpty(ToString());
        return this;
    }

    public ScriptAnswer ShouldExit(int exitCode)
    {
        ExitCode.ShouldBe(exitCode, ToString());
        TerminationReason.ShouldBe("exited", ToString());
        return this;
    }

    public ScriptAnswer ShouldBeKilled(int exitCode, string reason)
    {
        ExitCode.ShouldBe(exitCode, ToString());
        TerminationReason.ShouldBe(reason, ToString());
        LastStderrLine.ShouldStartWith("paddock: killed", Case.Sensitive, ToString());
        return this;
    }

    public ScriptAnswer ShouldPrint(string stdout)
    {
        Stdout.ShouldBe(stdout, ToString());
        return this;
    }

    public ScriptAnswer ShouldSay(params string[] parts)
    {
        foreach (string part in parts)
        {
            Stderr.ShouldContain(part, Case.Sensitive, ToString());
        }

        return this;
    }

    public ScriptAnswer ShouldShowNoFrameOfOurs()
    {
        foreach (string word in _ours)
        {
            Stderr.ShouldNotContain(word, Case.Insensitive, ToString());
        }

        return this;
    }

    public override string ToString() => _reply.ToString();
}
