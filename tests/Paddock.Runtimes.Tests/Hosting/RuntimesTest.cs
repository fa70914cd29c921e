namespace Paddock.Runtimes.Tests.Hosting;

/// <summary>What the tests on the suite's server share.</summary>
public abstract class RuntimesTest(RuntimesFixture fixture)
{
    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected RuntimesFixture Fixture => fixture;

    private protected RuntimesOn Runtimes { get; } = new(fixture.Server);
}
