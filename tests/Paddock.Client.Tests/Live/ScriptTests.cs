using Paddock.Client.Errors;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Scripts;
using Paddock.TestKit.Hosting;

namespace Paddock.Client.Tests.Live;

/// <summary><c>client.Command.ExecAsync</c> against the server.</summary>
public sealed class ScriptTests(ServerFixture fixture) : IDisposable
{
    private readonly PaddockClient _client = LiveClient.Of(fixture);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData(Languages.Python, "import sys; print(sys.stdin.read()[::-1], *sys.argv[1:])")]
    [InlineData(Languages.JavaScript, "const text = require('fs').readFileSync(0, 'utf8'); console.log([...text].reverse().join(''), ...process.argv.slice(2));")]
    [InlineData(Languages.TypeScript, "const text: string = await Bun.stdin.text(); console.log([...text].reverse().join(''), ...process.argv.slice(2));")]
    [InlineData(Languages.Ruby, "puts ([$stdin.read.reverse] + ARGV).join(' ')")]
    [InlineData(Languages.Php, "<?php echo strrev(stream_get_contents(STDIN)), ' ', implode(' ', array_slice($argv, 1)), PHP_EOL;")]
    public async Task Script_WithStdinAndArguments_GetsThem(string language, string code)
    {
        var result = await _client.Command.ExecAsync(
            new ExecuteRequest { Language = language, Code = code, Stdin = "Hello", Args = ["a", "b"] }, cancellationToken: Token);

        result.Stdout.ShouldBe("olleH a b\n", result.ToString());
        result.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Script_ThatFails_IsAnAnswerAndNoException()
    {
        var result = await _client.Command.ExecAsync(new ExecuteRequest { Language = Languages.Python, Code = "print(10 * 9 * 8" }, cancellationToken: Token);

        result.ExitCode.ShouldBe(1);
        result.Stdout.ShouldBeEmpty();
        result.Stderr.ShouldContain("SyntaxError");
    }

    [Fact]
    public async Task Script_WithTooManyArguments_IsABadRequest()
    {
        var error = await Should.ThrowAsync<BadRequestException>(() => _client.Command.ExecAsync(
            new ExecuteRequest { Language = Languages.Python, Code = "x", Args = [.. Enumerable.Repeat("a", 101)] }, cancellationToken: Token));

        error.ServerMessage.ShouldNotBeNull().ShouldContain("args");
    }
}
