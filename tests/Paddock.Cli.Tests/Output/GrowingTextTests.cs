using Paddock.Cli.Output;

namespace Paddock.Cli.Tests.Output;

/// <summary>What is new in a log.</summary>
public sealed class GrowingTextTests
{
    [Fact]
    public void Next_OfATextThatGrows_IsWhatWasAdded()
    {
        GrowingText text = new();

        text.Next("").ShouldBe("");
        text.Next("one\n").ShouldBe("one\n");
        text.Next("one\n").ShouldBe("");
        text.Next("one\ntwo\n").ShouldBe("two\n");
    }

    [Fact]
    public void Next_OfATextThatLostItsMiddle_IsWhatFollowsWhatWasShown()
    {
        GrowingText text = new();
        var lines = Enumerable.Range(0, 1000).Select(static i => $"line {i}\n").ToArray();
        text.Next(string.Concat(lines[..500]));

        text.Next($"{string.Concat(lines[..10])}some is left out\n{string.Concat(lines[300..600])}").ShouldBe(string.Concat(lines[500..600]));
    }

    [Fact]
    public void Next_OfATextThatLostWhatWasShown_IsAllThatIsDifferent()
    {
        GrowingText text = new();
        text.Next($"head\n{new string('a', 1000)}");

        text.Next("head\nsome is left out\nend\n").ShouldBe("some is left out\nend\n");
    }
}
