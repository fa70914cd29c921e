using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Scripts;

/// <summary>
/// What every language promises about a script: it runs as the interpreter alone would run it. The promises are tests, in one file a theme; each
/// language derives and gives the code snippets, which are abstract members beside the tests that need them.
/// </summary>
public abstract partial class ScriptContract(ServerFixture server)
{
    /// <summary>Far below what the slow code of a test takes, far above what an answer needs on a busy machine.</summary>
    protected static readonly TimeSpan Prompt = TimeSpan.FromSeconds(10);

    /// <summary>Value of <c>language</c>.</summary>
    protected abstract string Language { get; }

    /// <summary>The path of the source, which comes first among the arguments.</summary>
    protected abstract string SourceFile { get; }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected ScriptCall Call(string code) => new(Language, code);

    private protected Task<ScriptAnswer> RunAsync(string code) => RunAsync(Call(code));

    private protected Task<ScriptAnswer> RunAsync(ScriptCall call) => server.Client.ExecuteAsync(call, Cancellation);
}
