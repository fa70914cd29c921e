using System.Text.Json;

namespace Paddock.Core.Tests.Schemas;

/// <summary>Patterns mean what ECMA-262 says, though .NET runs them.</summary>
public sealed class PatternTests
{
    [Theory]
    [InlineData("^a$", "a\n", false)] // .NET's $ lets a line end pass
    [InlineData("^.$", "\r", false)]
    [InlineData("^.$", "\U0001F432", true)]
    [InlineData("^..$", "\U0001F432", false)]
    [InlineData("^[^a]$", "\U0001F432", true)]
    [InlineData("^[\U0001F400-\U0001F4FF]+$", "\U0001F432\U0001F409", true)]
    [InlineData("^[\U0001F400-\U0001F4FF]+$", "\U0001F600", false)]
    [InlineData("^[^\U0001F400-\U0001F4FF]$", "\U0001F432", false)]
    [InlineData("^\\u{1F432}$", "\U0001F432", true)]
    [InlineData("^\\ud83d\\udc32$", "\U0001F432", true)]
    [InlineData("^\\W$", "\U0001F432", true)]
    [InlineData("^\\P{L}$", "\U0001F432", true)]
    [InlineData("\\bcole\\b", "écoleé", true)] // é is no letter to ECMA-262
    [InlineData("\\Bb", "ab", true)]
    [InlineData("^(?=.*[A-Z])(?=.*\\d).{8,}$", "Passw0rdPassw0rd", true)]
    [InlineData("^(?=.*[A-Z])(?=.*\\d).{8,}$", "password", false)]
    [InlineData("^(?<q>['\"]).*\\k<q>$", "'a'", true)]
    [InlineData("^(?P<q>['\"]).*\\1$", "'a\"", false)]
    [InlineData("(?<!a)b", "ab", false)]
    [InlineData("^[\\w-.]+$", "a-b.c", true)]
    [InlineData("^[\\w.-]+$", "a-b.c", true)]
    [InlineData("^\\d{3}-\\d{4}$", "555-1234", true)]
    [InlineData("^a{,2}$", "a{,2}", true)]
    [InlineData("^\\-\\/\\_\\@$", "-/_@", true)]
    [InlineData("^[]$", "a", false)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData("^[a-z&&[aeiou]]$", "b]", true)] // no set operations
    [InlineData("^[b-z-[aeiou]]$", "c]", true)] // nor .NET's subtraction
    [InlineData("^\\x41\\cJ\\0$", "A\n\0", true)]
    [InlineData("^(a|b)*?c{2,}$", "ababcc", true)]
    [InlineData("^[a\\]b]+$", "]", true)]
    [InlineData("^\\p{Lu}\\p{Ll}+$", "Élan", true)]
    [InlineData("^\\p{gc=Nd}$", "7", true)]
    [InlineData("^\\p{ASCII}+$", "é", false)]
    [InlineData("", "anything", true)]
    public void Pattern_Read_MeansWhatItMeansInEcma(string pattern, string text, bool matches) =>
        (Checking.Check($$"""{"pattern":{{JsonSerializer.Serialize(pattern)}}}""", JsonSerializer.Serialize(text)) is null).ShouldBe(matches);
}
