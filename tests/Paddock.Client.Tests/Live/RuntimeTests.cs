using Paddock.Client.Errors;
using Paddock.Client.Json;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Functions;
using Paddock.Contracts.Runtimes;
using Paddock.TestKit.Hosting;

namespace Paddock.Client.Tests.Live;

/// <summary><c>client.Runtimes</c> against the server, with builds that need no package index.</summary>
public sealed class RuntimeTests(ServerFixture fixture) : IDisposable
{
    private readonly PaddockClient _client = LiveClient.Of(fixture);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Runtime_FromCreateToDelete_IsExecutedOn()
    {
        var runtime = await CreateAsync("life", "# nothing but Python\n");
        (runtime.Name, runtime.Language, runtime.ManifestFile!.Contents, runtime.AdditionalPythonImports).ShouldBe(("life", "python", "# nothing but Python\n", "import decimal"));

        var revision = await _client.Runtimes.Revisions.WaitAsync(runtime.Id, runtime.RevisionId, cancellationToken: Token);
        revision.Status.ShouldBe(RevisionStatuses.Succeeded, revision.BuildLog);
        (await _client.Runtimes.Revisions.GetLogAsync(runtime.Id, revision.Id, cancellationToken: Token)).ShouldBe(revision.BuildLog);
        (await _client.Runtimes.GetAsync(runtime.Id, cancellationToken: Token)).Status.ShouldBe(RevisionStatuses.Succeeded);
        (await ListAsync()).ShouldContain(runtime.Id);
        (await _client.Command.ExecFuncAsync(Request(revision.Id), cancellationToken: Token)).ReadOutputNode()!.GetValue<bool>().ShouldBeTrue();

        var second = await _client.Runtimes.Revisions.CreateAsync(runtime.Id, new CreateRevisionRequest { ManifestFile = Manifest("# still nothing\n") }, cancellationToken: Token);
        (await _client.Runtimes.Revisions.ListAsync(runtime.Id, cancellationToken: Token)).Revisions.Select(static it => it.Id).ShouldBe([second.Id, revision.Id]);
        (await _client.Runtimes.GetAsync(runtime.Id, cancellationToken: Token)).RevisionId.ShouldBe(second.Id);

        (await _client.Runtimes.DeleteAsync(runtime.Id, cancellationToken: Token)).IsDeleted.ShouldBeTrue();
        await Should.ThrowAsync<NotFoundException>(() => _client.Command.ExecFuncAsync(Request(revision.Id), cancellationToken: Token));
        await Should.ThrowAsync<NotFoundException>(() => _client.Runtimes.Revisions.WaitAsync(runtime.Id, second.Id, cancellationToken: Token));
    }

    [Fact]
    public async Task Build_ThatFails_TellsWhyAndIsNotExecutedOn()
    {
        var runtime = await CreateAsync("broken", "this is = no requirement\n");

        var revision = await _client.Runtimes.Revisions.WaitAsync(runtime.Id, runtime.RevisionId, cancellationToken: Token);

        revision.Status.ShouldBe(RevisionStatuses.Failed);
        revision.BuildLog.ShouldNotBeNull().ShouldContain("this is = no requirement");
        (await Should.ThrowAsync<BadRequestException>(() => _client.Command.ExecFuncAsync(Request(revision.Id), cancellationToken: Token))).ServerMessage.ShouldNotBeNull().ShouldContain("failed");
        await Should.ThrowAsync<BadRequestException>(() => _client.Runtimes.Revisions.CancelAsync(runtime.Id, revision.Id, cancellationToken: Token));
        await _client.Runtimes.DeleteAsync(runtime.Id, cancellationToken: Token);
    }

    private static ManifestFile Manifest(string contents) => new() { Name = "requirements.txt", Contents = contents };

    private static ExecuteFunctionRequest Request(string revisionId) => new()
    {
        Language = Languages.Python,
        Code = "import sys\ndef execute(input): return 'decimal' in sys.modules",
        RuntimeRevisionId = revisionId,
    };

    private Task<Runtime> CreateAsync(string name, string manifest) => _client.Runtimes.CreateAsync(
        new CreateRuntimeRequest { Name = name, Language = Languages.Python, ManifestFile = Manifest(manifest), AdditionalPythonImports = "import decimal" }, cancellationToken: Token);

    private async Task<List<string>> ListAsync()
    {
        var ids = new List<string>();
        await foreach (var runtime in _client.Runtimes.ListAsync(cancellationToken: Token))
        {
            ids.Add(runtime.Id);
        }

        return ids;
    }
}
