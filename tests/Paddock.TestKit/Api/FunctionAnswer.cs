using System.Text.Json;

namespace Paddock.TestKit.Api;

/// <summary>The parts of a 200 of /v1/execute-function.</summary>
internal sealed class FunctionAnswer
{
    private readonly ApiReply _reply;

    public FunctionAnswer(ApiReply reply)
    {
        _reply = reply;
        var json = reply.Json();
        var execution = json.GetProperty("execution");
        Output = json.GetProperty("output");
        OutputStatus = json.GetProperty("output_status").GetString()!;
        Id = execution.GetProperty("id").GetString()!;
        ExitCode = execution.GetProperty("exit_code").GetInt32();
        Stdout = execution.GetProperty("stdout").GetString()!;
        Stderr = execution.GetProperty("stderr").GetString()!;
        Duration = execution.GetProperty("duration").GetInt64();
        TerminationReason = execution.TryGetProperty("termination_reason", out var reason) ? reason.GetString() : null;
    }

    public JsonElement Output { get; }

    public string OutputStatus { get; }

    public string Id { get; }

    public int ExitCode { get; }

    public string Stdout { get; }

    public string Stderr { get; }

    public long Duration { get; }

    public string? TerminationReason { get; }

    public string LastStderrLine => Stderr.TrimEnd('\n').Split('\n')[^1];

    public override string ToString() => _reply.ToString();
}
