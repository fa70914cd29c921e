using Paddock.Contracts.Ids;

namespace Paddock.Contracts.Tests.Ids;

public sealed class UlidTests
{
    // The example of the ULID specification.
    private static readonly DateTimeOffset _specified = DateTimeOffset.FromUnixTimeMilliseconds(1469918176385);

    [Fact]
    public void Create_TimeOfTheSpecification_StartsWithItsTenCharacters() =>
        Ulid.Create(_specified)[..10].ShouldBe("01ARYZ6S41");

    [Fact]
    public void Create_KnownRandomBytes_AreWrittenFiveBitsACharacter()
    {
        Ulid.Create(_specified, [0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0x1F])[10..].ShouldBe("ZW0000000000000Z");
        Ulid.Create(DateTimeOffset.UnixEpoch, new byte[10]).ShouldBe(new string('0', 26));
    }

    [Fact]
    public void Create_Always_IsValid() =>
        Enumerable.Range(0, 1000).Select(_ => Ulid.Create(_specified)).ShouldAllBe(static id => Ulid.IsValid(id));

    [Fact]
    public void Create_SameTime_DiffersEachTime() =>
        Enumerable.Range(0, 1000).Select(_ => Ulid.Create(_specified)).Distinct().Count().ShouldBe(1000);

    [Fact]
    public void Create_LaterTime_SortsBehind() =>
        string.CompareOrdinal(Ulid.Create(_specified), Ulid.Create(_specified.AddMilliseconds(1))).ShouldBeNegative();

    [Fact]
    public void Create_TimeBefore1970_Throws() =>
        Should.Throw<ArgumentOutOfRangeException>(static () => Ulid.Create(DateTimeOffset.UnixEpoch.AddTicks(-1)));

    [Theory]
    [InlineData("")]
    [InlineData("01ARYZ6S41TSV4RRFFQ69G5FA")]
    [InlineData("01ARYZ6S41TSV4RRFFQ69G5FAVV")]
    [InlineData("01aryz6s41tsv4rrffq69g5fav")]
    [InlineData("81ARYZ6S41TSV4RRFFQ69G5FAV")]
    [InlineData("01ARYZ6S41TSV4RRFFQ69G5FAU")]
    public void IsValid_SomethingElse_IsFalse(string text) => Ulid.IsValid(text).ShouldBeFalse();

    [Fact]
    public void ApiKey_Created_IsRizaAndTwoUlids()
    {
        string[] parts = ApiKeyFormat.Create(_specified).Split('_');
        parts.Length.ShouldBe(3);
        parts[0].ShouldBe("riza");
        Ulid.IsValid(parts[1]).ShouldBeTrue();
        Ulid.IsValid(parts[2]).ShouldBeTrue();
        parts[1].ShouldNotBe(parts[2]);
    }

    [Fact]
    public void Next_WithinOneMillisecond_SortsBehindTheOnesBefore()
    {
        DateTimeOffset now = new(2031, 5, 6, 7, 8, 9, TimeSpan.Zero);
        string[] ids = [.. Enumerable.Range(0, 10_000).Select(_ => Ulid.Next(now))];
        ids.ShouldAllBe(static id => Ulid.IsValid(id));
        ids.Distinct().Count().ShouldBe(ids.Length);
        ids.ShouldBe(ids.Order(StringComparer.Ordinal));
        ids.Select(static id => id[..10]).Distinct().Count().ShouldBe(1);
        string.CompareOrdinal(ids[^1], Ulid.Next(now.AddMilliseconds(1))).ShouldBeLessThan(0);
    }
}
