using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Contract;

/// <summary>
/// What every language promises about a function. The promises are tests, in one file a theme; each language derives and gives
/// the code snippets, which are abstract members beside the tests that need them.
/// </summary>
public abstract partial class FunctionContract(ServerFixture server)
{
    /// <summary>Far below what the slow code of a test takes, far above what an answer needs on a busy machine.</summary>
    protected static readonly TimeSpan Prompt = TimeSpan.FromSeconds(10);

    /// <summary>Value of <c>language</c>.</summary>
    protected abstract string Language { get; }

    /// <summary>The name that the user's code has in tracebacks.</summary>
    protected abstract string SourceFile { get; }

    /// <summary><c>execute</c> that returns its input.</summary>
    protected abstract string Echo { get; }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected ServerFixture Server => server;

    private protected FunctionCall Call(string code, string? input = null) => new(Language, code) { Input = input };

    private protected Task<FunctionAnswer> RunAsync(string code, string? input = null) => RunAsync(Call(code, input));

    private protected Task<FunctionAnswer> RunAsync(FunctionCall call) => server.Client.ExecuteAsync(call, Cancellation);
}
