using Paddock.Hostile.Tests.Frames;
using Paddock.Hostile.Tests.Fuzzing;
using Paddock.Hostile.Tests.Http;
using Paddock.Hostile.Tests.Jails;

namespace Paddock.Hostile.Tests;

/// <summary>The readers behind the barriers, each alone and fast.</summary>
public sealed class InProcessTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public Task Body_OfAnyBytes_IsJudgedAsTheContractSays() => new FuzzRun(new BodyTarget()).RunAsync(Shares.Body, 1, Cancellation);

    [Fact]
    public Task Frames_OfAnyBytes_AreReadAsTheProtocolSays() => new FuzzRun(new FrameTarget()).RunAsync(Shares.Frames, 1, Cancellation);

    [Fact]
    public Task Reports_InAnyOrder_LoseNoRequestAndNoSlot() => new FuzzRun(new JailTarget()).RunAsync(Shares.Jails, 4, Cancellation);
}
