using Paddock.Contracts.Errors;
using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>What is said of things that are not there, and of those in other projects, which must look the same.</summary>
internal static class Missing
{
    public static Rejection Tool(string id) => Of("tool", id);

    public static Rejection ToolRevision(string toolId, string revisionId) =>
        new(StatusCode.NotFound, $"tool {Show.Text(toolId)} has no revision {Show.Text(revisionId)}; leave revision_id out for the current one");

    public static Rejection Runtime(string id) => Of("runtime", id);

    public static Rejection RevisionOfRuntime(string runtimeId, string revisionId) =>
        new(StatusCode.NotFound, $"runtime {Show.Text(runtimeId)} has no revision {Show.Text(revisionId)}; GET /v1/runtimes/ID/revisions lists those there are");

    public static Rejection RuntimeRevision(string id) => Of("runtime revision", id);

    public static Rejection Secret(string id) => Of("secret", id);

    public static Rejection Execution(string id) => Of("execution", id);

    private static Rejection Of(string kind, string id) => new(StatusCode.NotFound, $"{kind} {Show.Text(id)} was not found");
}
