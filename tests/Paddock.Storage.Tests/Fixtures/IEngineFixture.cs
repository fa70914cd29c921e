namespace Paddock.Storage.Tests.Fixtures;

/// <summary>An empty database of one engine, for one test.</summary>
internal interface IEngineFixture : IAsyncDisposable
{
    /// <summary>Stores on that database; more than one may be open.</summary>
    TestStores Open();
}
