namespace Paddock.Bench.Tests;

/// <summary>Every name stands for a row.</summary>
public sealed class RowCatalogTests
{
    public static TheoryData<string> Names => [.. RowCatalog.All.Select(static kind => kind.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_EachNameAlone_MakesItsRowWithNothingMeasuredYet(string name)
    {
        using var programs = new BarePrograms("/nowhere/bun");
        var rows = RowCatalog.Create(new BenchOptions { Named = new HashSet<string> { name }, Wheels = "/nowhere" }, programs);
        try
        {
            var row = rows.Where(row => row.Name == name).ShouldHaveSingleItem();
            row.Targets.ShouldAllBe(target => target.Row == name && target.Verdict == "not measured");
            row.Lines.ShouldNotBeNull();
        }
        finally
        {
            foreach (var row in rows.OfType<IDisposable>())
            {
                row.Dispose();
            }
        }
    }

    [Fact]
    public void Names_OfAllRows_AreUnique() => Names.Select(static row => row.Data).ShouldBeUnique();
}
