using Paddock.Core.Executions;
using Paddock.Core.Paging;

namespace Paddock.Core.Tests.Paging;

public sealed class PageRulesTests
{
    private const string Id = "01JC0NF0RMANCE000000000000";

    [Theory]
    [InlineData(null, null, 100, null)]
    [InlineData("", "", 100, null)]
    [InlineData("0", null, 100, null)]
    [InlineData("1", Id, 1, Id)]
    [InlineData("100", null, 100, null)]
    [InlineData("007", null, 7, null)]
    public void Page_ThatKeepsTheRules_IsRead(string? limit, string? startingAfter, int most, string? after)
    {
        PageRules.Read(limit, startingAfter, out Page page).ShouldBeNull();
        page.ShouldBe(new Page(most, after));
    }

    [Theory]
    [InlineData("101")]
    [InlineData("-1")]
    [InlineData("1.0")]
    [InlineData(" 1")]
    [InlineData("ten")]
    [InlineData("99999999999999999999")]
    public void Limit_ThatBreaksTheRule_IsNamed(string limit)
    {
        Rejection rejection = PageRules.Read(limit, null, out _).ShouldNotBeNull();
        rejection.Code.ShouldBe(3);
        rejection.Message.ShouldBe($"limit is \"{limit}\", but must be a whole number from 1 to 100; leave it out, or send 0, for 100");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("01jc0nf0rmance000000000000")]
    [InlineData("81JC0NF0RMANCE000000000000")]
    public void StartingAfter_ThatIsNoId_IsNamed(string id) => PageRules.Read(null, id, out _).ShouldNotBeNull().Message.ShouldStartWith($"starting_after is \"{id}\"");
}
