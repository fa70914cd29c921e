using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Jails;

public sealed class JailReportTests
{
    [Fact]
    public void Report_OfEachKind_IsRead()
    {
        Parse("report-up").ShouldBe(new JailReport(JailReportKind.Up, 0, 7, 1, 0, 0, ""));
        Parse("report-ready").ShouldBe(new JailReport(JailReportKind.Ready, 3, 0, 0, 1_250_000, 800_000, ""));
        Parse("report-exited").ShouldBe(new JailReport(JailReportKind.Ended, 3, 0, 7, 0, 40_000_000, ""));
        Parse("report-killed").ShouldBe(new JailReport(JailReportKind.Ended, uint.MaxValue, 1, 9, 2, 5_000_000_000, ""));
        Parse("report-failed").ShouldBe(new JailReport(JailReportKind.Failed, 5, 0, 0, 0, 0, "fork the template: Resource temporarily unavailable"));
        Parse("report-limited").ShouldBe(new JailReport(JailReportKind.Limited, 6, 0, 16, 0, 0, ""));
        Parse("report-listening").ShouldBe(new JailReport(JailReportKind.Listening, 7, 53, 1, 0, 0, ""));
        Parse("report-opened").ShouldBe(new JailReport(JailReportKind.Opened, 7, 0, 114, 0, 0, ""));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(191)]
    [InlineData(193)]
    public void Report_OfAnotherSize_IsNone(int size) => JailReport.Parse(new byte[size]).ShouldBeNull();

    [Fact]
    public void Text_WithoutNul_EndsWithTheMessage()
    {
        byte[] message = Vectors.Read("report-failed");
        message.AsSpan(32).Fill((byte)'x');
        JailReport.Parse(message)!.Text.ShouldBe(new string('x', 160));
    }

    [Fact]
    public void Text_OfInvalidUtf8_IsReplaced()
    {
        byte[] message = Vectors.Read("report-failed");
        message[32] = 0xFF;
        JailReport.Parse(message)!.Text.ShouldStartWith("\uFFFDork");
    }

    private static JailReport? Parse(string file) => JailReport.Parse(Vectors.Read(file));
}
