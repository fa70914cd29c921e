using System.Text.Json;

namespace Paddock.Runtimes.Tests.Hosting;

/// <summary>A revision as the server tells of it.</summary>
internal sealed record RevisionReply(JsonElement Json)
{
    public string Id => Json.GetProperty("id").GetString()!;

    public string RuntimeId => Json.GetProperty("runtime_id").GetString()!;

    public string Status => Json.GetProperty("status").GetString()!;

    public bool IsFinal => Status is not ("pending" or "building");

    public string Log => Json.TryGetProperty("build_log", out var log) ? log.GetString() ?? "" : "";

    public string Lock => Json.GetProperty("lock_file").GetProperty("contents").GetString()!;

    public RevisionReply ShouldHaveSucceeded()
    {
        Status.ShouldBe("succeeded", Log);
        return this;
    }

    /// <summary>Checks that the build has failed, and that the end of its log says why.</summary>
    public RevisionReply ShouldHaveFailed(params string[] why)
    {
        Status.ShouldBe("failed", Log);
        var end = string.Join('\n', Log.TrimEnd().Split('\n')[^3..]);
        foreach (var text in why)
        {
            end.ShouldContain(text, Case.Sensitive, Log);
        }

        return this;
    }
}
