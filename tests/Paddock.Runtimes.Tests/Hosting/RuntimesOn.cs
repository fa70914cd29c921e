using System.Net;
using System.Text.Json;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Runtimes.Tests.Hosting;

/// <summary>Makes runtimes on a server and runs code on them.</summary>
internal sealed class RuntimesOn(ServerProcess server)
{
    /// <summary>Longer than any build of these tests takes on a busy machine.</summary>
    private static readonly TimeSpan _bound = TimeSpan.FromMinutes(4);

    private PaddockClient Client => server.Client;

    public Task<RevisionReply> BuildPythonAsync(string requirements, CancellationToken cancellationToken, string? imports = null) =>
        BuildAsync("python", "requirements.txt", requirements, imports, cancellationToken);

    public Task<RevisionReply> BuildScriptAsync(string package, CancellationToken cancellationToken) => BuildAsync("javascript", "package.json", package, imports: null, cancellationToken);

    /// <summary>Asks for a revision and does not wait.</summary>
    public async Task<RevisionReply> BeginAsync(string language, string manifestName, string manifest, string? imports, CancellationToken cancellationToken)
    {
        var body = JsonSerializer.Serialize(new { name = "test", language, manifest_file = new { name = manifestName, contents = manifest }, additional_python_imports = imports });
        var made = await Client.PostToAsync("/v1/runtimes", body, cancellationToken);
        made.Status.ShouldBe(HttpStatusCode.OK, made.ToString());
        var json = made.Json();
        return await GetAsync(json.GetProperty("id").GetString()!, json.GetProperty("revision_id").GetString()!, cancellationToken);
    }

    public async Task<RevisionReply> GetAsync(string runtimeId, string revisionId, CancellationToken cancellationToken)
    {
        var reply = await Client.GetAsync($"/v1/runtimes/{runtimeId}/revisions/{revisionId}", cancellationToken);
        reply.Status.ShouldBe(HttpStatusCode.OK, reply.ToString());
        return new RevisionReply(reply.Json());
    }

    public async Task<RevisionReply> UntilAsync(RevisionReply revision, Func<RevisionReply, bool> isThere, CancellationToken cancellationToken)
    {
        var last = revision;
        await Eventually.HoldsAsync(
            async () => isThere(last = await GetAsync(revision.RuntimeId, revision.Id, cancellationToken)),
            _bound,
            () => $"revision {revision.Id} is {last.Status}:\n{last.Log}\n{server.Output.Tail()}",
            cancellationToken);
        return last;
    }

    public Task<ApiReply> CancelAsync(RevisionReply revision, CancellationToken cancellationToken) =>
        Client.PostToAsync($"/v1/runtimes/{revision.RuntimeId}/revisions/{revision.Id}/cancel", "{}", cancellationToken);

    /// <summary>Calls a function, whatever the server says to it.</summary>
    public Task<ApiReply> TryAsync(RevisionReply revision, string code, CancellationToken cancellationToken) =>
        Client.PostAsync(JsonSerializer.Serialize(new { language = "python", code, runtime_revision_id = revision.Id }), cancellationToken);

    public async Task<FunctionAnswer> CallAsync(RevisionReply revision, string language, string code, CancellationToken cancellationToken, object? input = null, int memory = 256)
    {
        var body = JsonSerializer.Serialize(new { language, code, input, runtime_revision_id = revision.Id, limits = new { memory_size = memory } });
        return (await Client.PostAsync(body, cancellationToken)).Answer();
    }

    public async Task<ScriptAnswer> RunAsync(RevisionReply revision, string language, string code, CancellationToken cancellationToken, string? stdin = null)
    {
        var body = JsonSerializer.Serialize(new { language, code, stdin, runtime_revision_id = revision.Id });
        return new ScriptAnswer(await Client.PostScriptAsync(body, cancellationToken));
    }

    private async Task<RevisionReply> BuildAsync(string language, string manifestName, string manifest, string? imports, CancellationToken cancellationToken)
    {
        var revision = await BeginAsync(language, manifestName, manifest, imports, cancellationToken);
        return await UntilAsync(revision, static now => now.IsFinal, cancellationToken);
    }
}
