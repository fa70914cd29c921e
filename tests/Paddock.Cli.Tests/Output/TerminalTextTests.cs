using Paddock.Cli.Output;

namespace Paddock.Cli.Tests.Output;

/// <summary>Text of others on its way to a terminal.</summary>
public sealed class TerminalTextTests
{
    [Theory]
    [InlineData("plain\n\ttext é 😀\r\n", "plain\n\ttext é 😀\r\n")]
    [InlineData("\e]0;title\a", "␛]0;title␇")]
    [InlineData("a\bb\u007F", "a␈b␡")]
    [InlineData("\u009B31m", "\uFFFD31m")]
    public void Harmless_OfControlCharacters_ShowsThem(string text, string shown) => TerminalText.Harmless(text).ShouldBe(shown);

    [Theory]
    [InlineData(" two\nlines\r\n", "two lines")]
    [InlineData("a\tb\e[0m", "a␉b␛[0m")]
    public void OneLine_OfAnyText_IsOneLine(string text, string shown) => TerminalText.OneLine(text).ShouldBe(shown);
}
