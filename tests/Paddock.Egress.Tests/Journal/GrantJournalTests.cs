using Paddock.Core.Grants;
using Paddock.Core.Secrets;
using Paddock.Egress.Journal;
using Paddock.Egress.Policy;

namespace Paddock.Egress.Tests.Journal;

public sealed class GrantJournalTests
{
    [Fact]
    public void Note_Repeated_IsKeptOnce()
    {
        GrantJournal journal = New();
        journal.Note("a");
        journal.Note("b");
        journal.Note("a");

        journal.ToReport().Notes.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Notes_BeyondTwenty_AreCountedInOneLine()
    {
        GrantJournal journal = New();
        for (int i = 0; i < 25; i++)
        {
            journal.Note($"note {i}");
        }

        IReadOnlyList<string> notes = journal.ToReport().Notes;
        notes.Count.ShouldBe(21);
        notes[19].ShouldBe("note 19");
        notes[20].ShouldBe("5 more messages of the network were left out");
    }

    [Fact]
    public void Requests_BeyondAThousand_AreCounted()
    {
        GrantJournal journal = New();
        for (int i = 0; i < 1003; i++)
        {
            journal.Begin("GET", true, "h", $"/{i}").End(200);
        }

        GrantReport report = journal.ToReport();
        report.Requests.Count.ShouldBe(1000);
        report.Requests[999].Path.ShouldBe("/999");
        report.UnlistedRequests.ShouldBe(3);
    }

    [Fact]
    public void Request_ThatEnded_IsReportedWithItsData()
    {
        ManualTime time = new();
        GrantJournal journal = New(time);
        JournalEntry entry = journal.Begin("POST", true, "api.test:8443", "/a/b?c=d");
        entry.Allow();
        entry.AddSent(3);
        entry.AddSent(4);
        entry.AddReceived(5);
        time.Ticks += TimeSpan.FromMilliseconds(20).Ticks;
        entry.End(201);
        time.Ticks += TimeSpan.FromMilliseconds(20).Ticks;
        entry.End(0);

        journal.ToReport().Requests.ShouldBe([new GrantRequest
        {
            Method = "POST", Scheme = "https", Host = "api.test:8443", Path = "/a/b?c=***", IsAllowed = true, Status = 201,
            SentBytes = 7, ReceivedBytes = 5, Duration = TimeSpan.FromMilliseconds(20),
        }]);
    }

    [Fact]
    public void Request_ThatStillRuns_IsReportedWithTheStatusZero()
    {
        ManualTime time = new();
        GrantJournal journal = New(time);
        journal.Begin("GET", false, "h", "/").Allow();
        time.Ticks += 100;

        GrantRequest request = journal.ToReport().Requests.Single();
        request.Status.ShouldBe(0);
        request.Duration.ShouldBe(TimeSpan.FromTicks(100));
        request.Scheme.ShouldBe("http");
    }

    [Theory]
    [InlineData("/a", "/a")]
    [InlineData("/?a=1&b=&c&=d", "/?a=***&b=***&c&=***")]
    [InlineData("/a?b=1?c=2", "/a?b=***")]
    [InlineData("/bot-s3cret/x", "/bot-******/x")]
    [InlineData("/s3cret/x", "/***/x")]
    [InlineData("/s3%63ret/x", "/***/x")]
    [InlineData("/x/abc/abcd", "/x/***/abcd")]
    [InlineData("/?s3cret", "/?***")]
    [InlineData("/?s3cret=1&s3cret;x=2", "/?***=***&***;x=***")]
    public void Path_IsKeptWithoutValuesAndSecrets(string target, string kept)
    {
        GrantPolicy policy = new([Entry(new BearerCredential(new Secret("s3cret"))), Entry(new QueryCredential("k", new Secret("abc")))]);

        JournalPath.Of(target, policy.Mask).ShouldBe(kept);
    }

    [Fact]
    public void Path_ThatIsVeryLong_IsCut()
    {
        JournalPath.Of("/" + new string('a', 100_000), null).Length.ShouldBe(1025);
        JournalPath.Of("/?" + string.Join('&', Enumerable.Repeat("a=1", 100_000)), null).Length.ShouldBe(1025);
    }

    private static GrantJournal New(TimeProvider? time = null) => new(new GrantPolicy([Entry(null)]), time ?? TimeProvider.System);

    private static AllowedHost Entry(HostCredential? credential) => new(new HostPattern(HostPatternKind.Any, "", null), credential);

    private sealed class ManualTime : TimeProvider
    {
        internal long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }
}
