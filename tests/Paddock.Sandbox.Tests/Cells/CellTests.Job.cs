using System.Buffers;
using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Cells;

/// <content>Its job, which may be large, slowly read or never.</content>
public sealed partial class CellTests
{
    [Fact]
    public async Task Job_InParts_ArrivesWhole()
    {
        byte[] bytes = [.. Enumerable.Range(0, 3_000_107).Select(static i => (byte)(i % 251))];
        ReadOnlySequence<byte> job = FramePart.Join(bytes.AsMemory(0, 100), bytes.AsMemory(100, 3_000_000), default, bytes.AsMemory(3_000_100));
        job.Length.ShouldBe(3_000_107);
        Task<SandboxOutcome?> run = _cell.RunAsync(job, s_timeout, _steps, Cancellation).AsTask();
        byte[] read = _inside.ReadJob((int)job.Length);
        _inside.Answer(0, 0, "1");

        (await run.Soonest()).ShouldNotBeNull();
        read.SequenceEqual(bytes).ShouldBeTrue();
    }

    [Fact]
    public async Task Job_OfTwentyMebibytes_ReachesASlowReaderWhole()
    {
        byte[] job = new byte[20 * 1024 * 1024];
        new Random(1).NextBytes(job);
        Task<SandboxOutcome> run = Run(job);

        _inside.ReadJob(job.Length, piece: 3000).AsSpan().SequenceEqual(job).ShouldBeTrue();
        _inside.Answer(0, 0, "1");

        (await run.Soonest()).Ending.ShouldBe(Ending.Exited);
    }

    [Fact]
    public async Task Job_NeverRead_EndsByTheTimeout()
    {
        Task<SandboxOutcome> run = Run(new byte[5_000_000]);
        await _loop.PassAsync();
        _time.Advance(s_timeout);
        (await run.Soonest()).Ending.ShouldBe(Ending.Timeout);
    }

    [Fact]
    public async Task JobSocket_Closed_IsNoEnd()
    {
        Task<SandboxOutcome> run = Run(new byte[5_000_000]);
        _inside.Job.Close();
        await _loop.PassAsync();
        run.IsCompleted.ShouldBeFalse();
        _inside.Print("still here");
        _jail.Ended(1, code: 4);

        SandboxOutcome outcome = await run.Soonest();
        (outcome.Ending, outcome.ExitCode, Text(outcome.Stdout.Bytes)).ShouldBe((Ending.Exited, 4, "still here"));
    }

    [Theory]
    [InlineData(7, false)]
    [InlineData(5_000_000, false)]
    [InlineData(5_000_000, true)]
    public async Task Job_OfACellThatIsKilledBeforeItHasReadAll_IsForAnother(int size, bool isBegun)
    {
        Task<SandboxOutcome?> run = _cell.RunAsync(new(new byte[size]), s_timeout, _steps, Cancellation).AsTask();
        if (isBegun)
        {
            _inside.ReadJob(100_000);
        }

        _inside.Job.Close();
        await _loop.PassAsync();
        _jail.Ended(1, bySignal: true, code: 9);

        (await run.Soonest()).ShouldBeNull();
    }

    [Theory]
    [InlineData(true, 9, 0, Ending.Signal)]
    [InlineData(false, 6, 0, Ending.Signal)]
    [InlineData(false, 9, 1, Ending.Memory)]
    public async Task Job_OfACellThatEndsOtherwise_IsNotForAnother(bool isRead, int signal, ulong oomKills, Ending ending)
    {
        Task<SandboxOutcome> run = Run();
        if (isRead)
        {
            _inside.ReadJob(s_job.Length);
        }

        _inside.Job.Close();
        await _loop.PassAsync();
        _jail.Ended(1, bySignal: true, code: signal, oomKills: oomKills);

        (await run.Soonest()).Ending.ShouldBe(ending);
    }
}
