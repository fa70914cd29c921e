using Paddock.Cli.Arguments;
using Paddock.Cli.Hosting;

namespace Paddock.Cli.Tests.Arguments;

/// <summary><c>--env</c> and <c>--env-secret</c>.</summary>
public sealed class EnvironmentArgumentTests
{
    [Theory]
    [InlineData("A=1", "A", "1")]
    [InlineData("A=1=2", "A", "1=2")]
    [InlineData("A=", "A", "")]
    [InlineData("HERE", "HERE", "from here")]
    public void Env_WithAName_IsThatVariable(string text, string name, string value) => Parse(text).ShouldBe((name, value));

    [Theory]
    [InlineData("=1", "has no name")]
    [InlineData("", "has no name")]
    [InlineData("NOWHERE", "NOWHERE is not set; give --env NOWHERE=VALUE")]
    public void Env_WithoutNameOrValue_IsRefused(string text, string reason) => Should.Throw<UsageException>(() => Parse(text)).Message.ShouldContain(reason);

    [Fact]
    public void EnvSecret_WithNameAndId_IsThatPair() => EnvironmentArgument.ParseSecret("A=01K").ShouldBe(("A", "01K"));

    [Theory]
    [InlineData("A")]
    [InlineData("A=")]
    [InlineData("=01K")]
    public void EnvSecret_OfAnotherForm_IsRefused(string text) =>
        Should.Throw<UsageException>(() => EnvironmentArgument.ParseSecret(text)).Message.ShouldStartWith($"--env-secret is `{text}`");

    private static (string Name, string Value) Parse(string text) => EnvironmentArgument.Parse(text, static name => name == "HERE" ? "from here" : null);
}
