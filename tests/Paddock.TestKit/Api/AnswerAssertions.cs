using System.Text.Json;

namespace Paddock.TestKit.Api;

/// <summary>Expectations that many tests share. Each failure shows the whole answer.</summary>
internal static class AnswerAssertions
{
    /// <summary>Words that can only come from our own files when user code says none of them.</summary>
    private static readonly string[] _ours = ["/opt/paddock", "paddock", "runner", "template"];

    public static FunctionAnswer ShouldBeValid(this FunctionAnswer answer, string outputJson)
    {
        answer.ShouldBeValid();
        JsonElement.DeepEquals(answer.Output, JsonElement.Parse(outputJson, new JsonDocumentOptions { MaxDepth = 4096 }))
            .ShouldBeTrue($"expected {(outputJson.Length > 1000 ? outputJson[..1000] : outputJson)} but got {answer}");
        return answer;
    }

    public static FunctionAnswer ShouldBeValid(this FunctionAnswer answer)
    {
        answer.OutputStatus.ShouldBe("valid", answer.ToString());
        answer.ExitCode.ShouldBe(0, answer.ToString());
        return answer;
    }

    /// <summary>It did not return: no output, and the exit code says so.</summary>
    public static FunctionAnswer ShouldBeError(this FunctionAnswer answer, int exitCode)
    {
        answer.ShouldBeFailed();
        answer.ExitCode.ShouldBe(exitCode, answer.ToString());
        return answer;
    }

    /// <summary>It did not return, with any positive exit code.</summary>
    public static FunctionAnswer ShouldBeError(this FunctionAnswer answer)
    {
        answer.ShouldBeFailed();
        answer.ExitCode.ShouldBeGreaterThan(0, answer.ToString());
        return answer;
    }

    public static FunctionAnswer ShouldBeKilled(this FunctionAnswer answer, int exitCode, string reason)
    {
        answer.ShouldBeError(exitCode);
        answer.TerminationReason.ShouldBe(reason, answer.ToString());
        return answer;
    }

    /// <summary>It returned, but not JSON; stderr says what and where.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="patterns">Regular expressions that stderr has to match, whatever the case.</param>
    public static FunctionAnswer ShouldBeNotJson(this FunctionAnswer answer, params string[] patterns)
    {
        answer.OutputStatus.ShouldBe("json_serialization_error", answer.ToString());
        answer.ExitCode.ShouldBe(0, answer.ToString());
        answer.Output.ValueKind.ShouldBe(JsonValueKind.Null, answer.ToString());
        answer.Stderr.ShouldNotBeNullOrWhiteSpace(answer.ToString());
        foreach (var pattern in patterns)
        {
            answer.Stderr.ShouldMatch($"(?i){pattern}", answer.ToString());
        }

        return answer;
    }

    public static FunctionAnswer ShouldSay(this FunctionAnswer answer, params string[] parts)
    {
        foreach (var part in parts)
        {
            answer.Stderr.ShouldContain(part, Case.Sensitive, answer.ToString());
        }

        return answer;
    }

    public static FunctionAnswer ShouldPrint(this FunctionAnswer answer, string stdout)
    {
        answer.Stdout.ShouldBe(stdout, answer.ToString());
        return answer;
    }

    public static FunctionAnswer ShouldShowNoFrameOfOurs(this FunctionAnswer answer)
    {
        foreach (var word in _ours)
        {
            answer.Stderr.ShouldNotContain(word, Case.Insensitive, answer.ToString());
        }

        return answer;
    }

    private static void ShouldBeFailed(this FunctionAnswer answer)
    {
        answer.OutputStatus.ShouldBe("error", answer.ToString());
        answer.Output.ValueKind.ShouldBe(JsonValueKind.Null, answer.ToString());
    }
}
