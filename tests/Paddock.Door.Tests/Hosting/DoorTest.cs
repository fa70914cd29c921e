using Paddock.TestKit.Api;

namespace Paddock.Door.Tests.Hosting;

/// <summary>What the tests of the door share.</summary>
public abstract class DoorTest(DoorFixture door)
{
    /// <summary>A grant for <see cref="Hosts.Api"/> and <see cref="Hosts.Plain"/> without credentials.</summary>
    private protected const string Both = """{"allow":[{"host":"api.example.com"},{"host":"plain.example.com"}]}""";

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected DoorFixture Door => door;

    /// <summary>A path that no other test asks for.</summary>
    private protected static string NewPath() => $"/echo/{Guid.NewGuid():n}";

    private protected Task<FunctionAnswer> PythonAsync(string http, string code, string? input = null, int? timeout = null) => RunAsync("python", http, code, input, timeout);

    private protected Task<FunctionAnswer> ScriptAsync(string http, string code, string? input = null, int? timeout = null) => RunAsync("javascript", http, code, input, timeout);

    private protected Task<FunctionAnswer> RunAsync(string language, string http, string code, string? input = null, int? timeout = null) =>
        door.Client.ExecuteAsync(new FunctionCall(language, code) { Http = http, Input = input, Timeout = timeout }, Cancellation);
}
