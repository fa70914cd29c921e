using System.Collections.Concurrent;
using Paddock.Core.Paging;
using Paddock.Core.Secrets;

namespace Paddock.Core.Tests.Fakes;

/// <summary>Secrets in memory.</summary>
internal sealed class FakeSecretStore : ISecretStore
{
    private readonly ConcurrentDictionary<(string Project, string Id), SealedSecret> _secrets = new();

    /// <summary>What every call throws; null: nothing.</summary>
    public Exception? Failure { get; set; }

    /// <summary>How many secrets were looked for.</summary>
    public int Lookups { get; private set; }

    public ValueTask AddAsync(string projectId, SealedSecret secret, CancellationToken cancellationToken)
    {
        Fail();
        _secrets.TryAdd((projectId, secret.Id), secret).ShouldBeTrue();
        return ValueTask.CompletedTask;
    }

    public ValueTask<SealedSecret?> FindAsync(string projectId, string id, CancellationToken cancellationToken)
    {
        Fail();
        Lookups++;
        return ValueTask.FromResult(_secrets.GetValueOrDefault((projectId, id)));
    }

    public ValueTask<IReadOnlyList<SealedSecret>> ListAsync(string projectId, Page page, CancellationToken cancellationToken)
    {
        Fail();
        return ValueTask.FromResult(Pages.Of(_secrets.Where(pair => pair.Key.Project == projectId).Select(static pair => pair.Value), static secret => secret.Id, page));
    }

    public ValueTask<bool> DeleteAsync(string projectId, string id, CancellationToken cancellationToken)
    {
        Fail();
        return ValueTask.FromResult(_secrets.TryRemove((projectId, id), out _));
    }

    public ValueTask<int> ResealAsync(string newMasterKeyId, Func<string, SealedSecret, SealedSecret> reseal, CancellationToken cancellationToken)
    {
        Fail();
        foreach (((string project, string id), SealedSecret secret) in _secrets.ToArray())
        {
            _secrets[(project, id)] = reseal(project, secret);
        }

        return ValueTask.FromResult(_secrets.Count);
    }

    private void Fail()
    {
        if (Failure is not null)
        {
            throw Failure;
        }
    }
}
