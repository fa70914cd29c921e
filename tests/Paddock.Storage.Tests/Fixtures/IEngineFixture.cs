using Paddock.Storage.Engines;

namespace Paddock.Storage.Tests.Fixtures;

/// <summary>An empty database of one engine, for one test.</summary>
internal interface IEngineFixture : IAsyncDisposable
{
    Engine Engine { get; }

    /// <summary>Stores on that database; more than one may be open.</summary>
    TestStores Open();

    /// <summary>Runs statements past the stores.</summary>
    Task ExecuteAsync(string sql);

    /// <summary>The first column of all rows, past the stores.</summary>
    Task<IReadOnlyList<string>> QueryAsync(string sql);
}
