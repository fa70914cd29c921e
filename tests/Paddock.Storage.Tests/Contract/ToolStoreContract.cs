using Paddock.Core.Paging;
using Paddock.Core.Tools;
using Paddock.Storage.Tests.Fixtures;

namespace Paddock.Storage.Tests.Contract;

/// <summary>What <see cref="IToolStore"/> promises.</summary>
public abstract class ToolStoreContract : StoreContract
{
    private IToolStore Store => Stores.Tools;

    [Fact]
    public async Task Find_Added_GivesAllThatWasStored()
    {
        StoredTool tool = Some.Tool() with { Name = Some.Text, Description = Some.Text, Code = Some.Text, InputSchema = $"{{\"a\":\"{Some.Text}\"}}", RuntimeRevisionId = Some.Text };
        await Store.AddAsync(ProjectId, tool, Cancellation);
        (await Store.FindAsync(ProjectId, tool.Id, Cancellation)).ShouldBe(tool);
        (await Store.FindRevisionAsync(ProjectId, tool.Id, tool.RevisionId, Cancellation)).ShouldBe(tool);
        (await Store.ListAsync(ProjectId, First(), Cancellation)).ShouldBe([tool]);
    }

    [Fact]
    public async Task Find_OfOneMebibyteOfCode_GivesIt()
    {
        StoredTool tool = Some.Tool() with { Code = string.Concat(Enumerable.Repeat("😀\0", 180_000)) };
        await Store.AddAsync(ProjectId, tool, Cancellation);
        (await Store.FindAsync(ProjectId, tool.Id, Cancellation)).ShouldBe(tool);
    }

    [Fact]
    public async Task EveryCall_FromAnotherProject_FindsNothing()
    {
        StoredTool tool = Some.Tool();
        await Store.AddAsync(ProjectId, tool, Cancellation);

        (await Store.FindAsync(OtherProjectId, tool.Id, Cancellation)).ShouldBeNull();
        (await Store.FindRevisionAsync(OtherProjectId, tool.Id, tool.RevisionId, Cancellation)).ShouldBeNull();
        (await Store.ListAsync(OtherProjectId, First(), Cancellation)).ShouldBeEmpty();
        (await Store.TryUpdateAsync(OtherProjectId, tool.RevisionId, Some.Tool(tool.Id), Cancellation)).ShouldBeFalse();
        (await Store.DeleteAsync(OtherProjectId, tool.Id, Cancellation)).ShouldBeFalse();

        (await Store.FindAsync(ProjectId, tool.Id, Cancellation)).ShouldBe(tool);
    }

    [Theory]
    [InlineData("01JDZZZZZZZZZZZZZZZZZZZZZZ")]
    [InlineData("")]
    [InlineData("\0")]
    [InlineData("a\0b")]
    [InlineData("ключ")]
    [InlineData("\ud800")]
    [InlineData("' OR ''='")]
    public async Task EveryCall_WithAnIdThatIsNotThere_FindsNothing(string id)
    {
        StoredTool tool = Some.Tool();
        await Store.AddAsync(ProjectId, tool, Cancellation);
        (await Store.FindAsync(ProjectId, id, Cancellation)).ShouldBeNull();
        (await Store.FindRevisionAsync(ProjectId, tool.Id, id, Cancellation)).ShouldBeNull();
        (await Store.FindRevisionAsync(ProjectId, id, tool.RevisionId, Cancellation)).ShouldBeNull();
        (await Store.TryUpdateAsync(ProjectId, id, Some.Tool(tool.Id), Cancellation)).ShouldBeFalse();
        (await Store.TryUpdateAsync(ProjectId, tool.RevisionId, Some.Tool(id), Cancellation)).ShouldBeFalse();
        (await Store.DeleteAsync(ProjectId, id, Cancellation)).ShouldBeFalse();
        (await Store.FindAsync(ProjectId, tool.Id, Cancellation)).ShouldBe(tool);
    }

    [Fact]
    public async Task TryUpdate_FromTheCurrentRevision_AddsOneAndKeepsTheFormer()
    {
        StoredTool first = Some.Tool();
        StoredTool second = Some.Tool(first.Id, 1) with { Name = "renamed" };
        await Store.AddAsync(ProjectId, first, Cancellation);
        (await Store.TryUpdateAsync(ProjectId, first.RevisionId, second, Cancellation)).ShouldBeTrue();

        (await Store.FindAsync(ProjectId, first.Id, Cancellation)).ShouldBe(second);
        (await Store.ListAsync(ProjectId, First(), Cancellation)).ShouldBe([second]);
        (await Store.FindRevisionAsync(ProjectId, first.Id, first.RevisionId, Cancellation)).ShouldBe(first);
        (await Store.FindRevisionAsync(ProjectId, first.Id, second.RevisionId, Cancellation)).ShouldBe(second);
    }

    [Fact]
    public async Task TryUpdate_FromAFormerRevision_IsFalseAndAddsNothing()
    {
        StoredTool first = Some.Tool();
        StoredTool second = Some.Tool(first.Id, 1);
        StoredTool late = Some.Tool(first.Id, 2);
        await Store.AddAsync(ProjectId, first, Cancellation);
        await Store.TryUpdateAsync(ProjectId, first.RevisionId, second, Cancellation);

        (await Store.TryUpdateAsync(ProjectId, first.RevisionId, late, Cancellation)).ShouldBeFalse();
        (await Store.FindAsync(ProjectId, first.Id, Cancellation)).ShouldBe(second);
        (await Store.FindRevisionAsync(ProjectId, first.Id, late.RevisionId, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task TryUpdate_ManyAtOnceInTwoProcesses_ExactlyOneWins()
    {
        await using TestStores other = OpenAnother();
        StoredTool first = Some.Tool();
        await Store.AddAsync(ProjectId, first, Cancellation);
        StoredTool[] revisions = [.. Enumerable.Range(1, 20).Select(i => Some.Tool(first.Id, i))];

        bool[] won = await Task.WhenAll(revisions.Select((revision, i) => Task.Run(
            () => (i % 2 == 0 ? Stores : other).Tools.TryUpdateAsync(ProjectId, first.RevisionId, revision, Cancellation).AsTask())));

        won.Count(static it => it).ShouldBe(1);
        (await Store.FindAsync(ProjectId, first.Id, Cancellation)).ShouldBe(revisions[Array.IndexOf(won, true)]);
    }

    [Fact]
    public async Task TryUpdate_RetriedUntilItWins_LosesNoUpdate()
    {
        StoredTool first = Some.Tool();
        await Store.AddAsync(ProjectId, first, Cancellation);
        await Task.WhenAll(Enumerable.Range(1, 10).Select(i => Task.Run(async () =>
        {
            StoredTool current;
            do
            {
                current = (await Store.FindAsync(ProjectId, first.Id, Cancellation))!;
            }
            while (!await Store.TryUpdateAsync(ProjectId, current.RevisionId, Some.Tool(first.Id, i) with { Code = current.Code + "x" }, Cancellation));
        })));
        (await Store.FindAsync(ProjectId, first.Id, Cancellation))!.Code.ShouldBe(first.Code + new string('x', 10));
    }

    [Fact]
    public async Task List_PagedToTheEnd_GivesEachOnceNewestFirst()
    {
        List<StoredTool> tools = [];
        for (int i = 0; i < 7; i++)
        {
            tools.Add(Some.Tool(milliseconds: i));
            await Store.AddAsync(ProjectId, tools[i], Cancellation);
            await Store.AddAsync(OtherProjectId, Some.Tool(milliseconds: i), Cancellation);
        }

        tools.Reverse();
        foreach (int limit in (int[])[1, 2, 3, 7, 100])
        {
            (await ReadAllAsync(limit, page => Store.ListAsync(ProjectId, page, Cancellation), static tool => tool.Id)).ShouldBe(tools);
        }
    }

    [Fact]
    public async Task List_AfterAnIdThatIsNotThere_GivesWhatWouldFollowIt()
    {
        StoredTool[] tools = [Some.Tool("01A"), Some.Tool("01B"), Some.Tool("01b"), Some.Tool("01C")];
        foreach (StoredTool tool in tools)
        {
            await Store.AddAsync(ProjectId, tool, Cancellation);
        }

        // By their bytes: lower case comes after upper case.
        async Task<string> After(string id) => string.Join(' ', (await Store.ListAsync(ProjectId, new Page(100, id), Cancellation)).Select(static tool => tool.Id));
        (await After("01C")).ShouldBe("01B 01A");
        (await After("01BX")).ShouldBe("01B 01A");
        (await After("0")).ShouldBe("");
        (await After("")).ShouldBe("");
        (await After("zzz")).ShouldBe("01b 01C 01B 01A");
        (await After("01B\0")).ShouldBe("01B 01A");
        (await After("01B\0x")).ShouldBe("01B 01A");
        (await After("\0")).ShouldBe("");
        (await After("Ж")).ShouldBe("01b 01C 01B 01A");
        (await After("01B\ud800")).ShouldBe("01B 01A");
        (await After("01' OR ''='")).ShouldBe("");
    }

    [Fact]
    public async Task Delete_Tool_RemovesAllOfItsRevisions()
    {
        StoredTool first = Some.Tool();
        StoredTool second = Some.Tool(first.Id, 1);
        StoredTool other = Some.Tool();
        await Store.AddAsync(ProjectId, first, Cancellation);
        await Store.AddAsync(ProjectId, other, Cancellation);
        await Store.TryUpdateAsync(ProjectId, first.RevisionId, second, Cancellation);

        (await Store.DeleteAsync(ProjectId, first.Id, Cancellation)).ShouldBeTrue();
        (await Store.DeleteAsync(ProjectId, first.Id, Cancellation)).ShouldBeFalse();
        (await Store.FindAsync(ProjectId, first.Id, Cancellation)).ShouldBeNull();
        (await Store.FindRevisionAsync(ProjectId, first.Id, first.RevisionId, Cancellation)).ShouldBeNull();
        (await Store.FindRevisionAsync(ProjectId, first.Id, second.RevisionId, Cancellation)).ShouldBeNull();
        (await Store.TryUpdateAsync(ProjectId, second.RevisionId, Some.Tool(first.Id, 2), Cancellation)).ShouldBeFalse();
        (await Store.ListAsync(ProjectId, First(), Cancellation)).ShouldBe([other]);
    }
}
