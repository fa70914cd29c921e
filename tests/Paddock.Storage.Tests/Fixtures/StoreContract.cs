using Paddock.Core.Paging;

namespace Paddock.Storage.Tests.Fixtures;

/// <summary>Tests of one store; each engine derives from them. Each test has a database of its own.</summary>
public abstract class StoreContract : IAsyncLifetime
{
    private TestStores? _stores;
    private IEngineFixture? _engine;

    /// <summary>A project, and another one whose things must never be seen from it.</summary>
    private protected string ProjectId { get; private set; } = "";

    private protected string OtherProjectId { get; private set; } = "";

    private protected TestStores Stores => _stores!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _engine = await CreateEngineAsync();
        _stores = _engine.Open();
        ProjectId = (await Stores.Projects.GetOrAddAsync("one", Some.Time, Cancellation)).Id;
        OtherProjectId = (await Stores.Projects.GetOrAddAsync("another", Some.Time, Cancellation)).Id;
    }

    public async ValueTask DisposeAsync()
    {
        if (_stores is not null)
        {
            await _stores.DisposeAsync();
        }

        if (_engine is not null)
        {
            await _engine.DisposeAsync();
        }

        CleanUp();
        GC.SuppressFinalize(this);
    }

    private protected static Page First(int limit = 100) => new(limit, null);

    /// <summary>The other process that has the same database open.</summary>
    private protected TestStores OpenAnother() => _engine!.Open();

    private protected abstract Task<IEngineFixture> CreateEngineAsync();

    /// <summary>Takes down what a test has besides the stores.</summary>
    private protected virtual void CleanUp()
    {
    }

    /// <summary>Pages through a list as a client does: until a page is empty.</summary>
    private protected static async Task<List<T>> ReadAllAsync<T>(int limit, Func<Page, ValueTask<IReadOnlyList<T>>> list, Func<T, string> idOf)
    {
        List<T> all = [];
        string? after = null;
        while (true)
        {
            IReadOnlyList<T> page = await list(new Page(limit, after));
            if (page.Count == 0)
            {
                return all;
            }

            page.Count.ShouldBeLessThanOrEqualTo(limit);
            all.AddRange(page);
            after = idOf(page[^1]);
        }
    }
}
