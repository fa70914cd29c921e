using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Grants;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Native;
using Paddock.Sandbox.Steps;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Cells;

/// <summary>Doors of a real cell; the tests are the launcher. Each socket is a pipe, whose other end tells whether it is still held.</summary>
public sealed class CellDoorTests : IDisposable
{
    private const int Tcp = 0;
    private const int Udp = 1;

    private readonly IoLoop _loop = new(NullLogger<IoLoop>.Instance);
    private readonly RecordingOwner _owner = new();
    private readonly Meter _meter = new("test");
    private readonly List<Descriptor> _held = [];
    private readonly FakeJail _jail;
    private readonly Cell _cell;

    public CellDoorTests()
    {
        _jail = FakeJail.Start(_owner, _loop, new FakeTime());
        _jail.Jail.Spawn().ShouldBeTrue();
        _jail.Ready(_jail.NextSpawns(1)[0]);
        _cell = _owner.NextCell();
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _jail.Die();
        _jail.Jail.StopAsync("the test is over", TimeSpan.Zero).GetAwaiter().GetResult();
        _loop.Dispose();
        _meter.Dispose();
        _held.ForEach(static descriptor => descriptor.Close());
    }

    [Fact]
    public async Task Door_WithEverySocket_IsTheCallers()
    {
        Task<DoorAnswer> door = _cell.OpenDoorAsync([80, 443], Cancellation);
        _jail.Next().ShouldBe(new JailRequest(JailRequestKind.Open, 1, 0, "80 443"));
        Descriptor[] sockets = [Pass(443, Tcp), Pass(53, Udp), Pass(80, Tcp)];
        _jail.Opened(1, 0);

        IReadOnlyList<DoorSocket> got = (await door.Soonest()).Sockets.ShouldNotBeNull();

        got.Select(static socket => (socket.Port, socket.IsDatagram)).ShouldBe([(443, false), (53, true), (80, false)]);
        _cell.Discard();
        sockets.ShouldAllBe(static socket => IsHeld(socket), "an answer is not the cell's any more");
        foreach (DoorSocket socket in got)
        {
            socket.Handle.Dispose();
        }

        sockets.ShouldAllBe(static socket => !IsHeld(socket));
    }

    [Fact]
    public async Task Door_WithAllPortsThatThereMayBe_IsAskedForInOneMessage()
    {
        int[] ports = [.. Enumerable.Range(1000, GrantLimits.MaxPorts)];

        _ = _cell.OpenDoorAsync(ports, Cancellation);

        _jail.Next().Ports.ShouldBe(string.Join(' ', ports));
        await _loop.PassAsync();
    }

    [Theory]
    [InlineData(1, "its launcher could not open it: Operation not permitted; a line of the launcher on stderr names the step")]
    [InlineData(0, "its launcher passed 2 of 3 sockets")]
    public async Task Door_ThatIsNotWhole_IsAFaultAndClosed(int errno, string fault)
    {
        Task<DoorAnswer> door = _cell.OpenDoorAsync([80, 443], Cancellation);
        Descriptor[] sockets = [Pass(80, Tcp), Pass(53, Udp)];
        _jail.Opened(1, errno);

        (await door.Soonest()).ShouldBe(new DoorAnswer(null, fault));
        sockets.ShouldAllBe(static socket => !IsHeld(socket));
    }

    [Fact]
    public async Task Door_OfACellThatIsGone_IsNoFault()
    {
        Task<DoorAnswer> door = _cell.OpenDoorAsync([80], Cancellation);
        Descriptor socket = Pass(80, Tcp);
        _jail.Opened(1, Libc.ESRCH);

        (await door.Soonest()).ShouldBe(default);
        IsHeld(socket).ShouldBeFalse();
    }

    [Theory]
    [InlineData("ended")]
    [InlineData("failed")]
    [InlineData("jail died")]
    [InlineData("discarded")]
    public async Task Door_OfACellThatDiesMeanwhile_IsNoFaultAndClosed(string how)
    {
        Task<DoorAnswer> door = _cell.OpenDoorAsync([80, 443], Cancellation);
        Descriptor[] sockets = [Pass(80, Tcp), Pass(443, Tcp), Pass(53, Udp)];
        await _loop.PassAsync();
        switch (how)
        {
            case "ended": _jail.Ended(1); break;
            case "failed": _jail.Failed(1, "a lie"); break;
            case "discarded": _cell.Discard(); break;
            default: _jail.Die(); break;
        }

        (await door.Soonest()).ShouldBe(default);
        sockets.ShouldAllBe(static socket => !IsHeld(socket));
        (await _cell.RunAsync(new("job"u8.ToArray()), TimeSpan.FromSeconds(1), new StepClock("test", _meter), Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Door_OfACallerThatHangsUp_KillsTheCellAndIsClosed()
    {
        using var caller = new CancellationTokenSource();
        Task<DoorAnswer> door = _cell.OpenDoorAsync([80], caller.Token);
        _jail.Next().Kind.ShouldBe(JailRequestKind.Open);
        Descriptor socket = Pass(80, Tcp);
        await _loop.PassAsync();

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(door.Soonest());
        _jail.Next().ShouldBe(new JailRequest(JailRequestKind.Kill, 1, 0));
        IsHeld(socket).ShouldBeFalse();
    }

    [Fact]
    public async Task Door_OfADeadCell_IsNotAskedFor()
    {
        _cell.Discard();
        _jail.Next().Kind.ShouldBe(JailRequestKind.Kill);

        (await _cell.OpenDoorAsync([80], Cancellation).Soonest()).ShouldBe(default);

        _jail.Drain().ShouldBeEmpty();
    }

    [Fact]
    public async Task Sockets_NobodyAskedFor_AreClosed()
    {
        Descriptor early = Pass(80, Tcp);
        await _loop.PassAsync();
        Task<DoorAnswer> door = _cell.OpenDoorAsync([80, 443], Cancellation);
        Descriptor[] wrong = [early, Pass(81, Tcp), Pass(80, Udp), Pass(443, 7), Pass(53, Tcp), Pass(-1, Tcp), Pass(80, Tcp, cell: 77)];
        Descriptor first = Pass(80, Tcp), again = Pass(80, Tcp), two = Pass(443, Tcp, copies: 2);
        _jail.Listening(1, 443, Tcp);
        await _loop.PassAsync();

        wrong.Append(again).Append(two).ShouldAllBe(static socket => !IsHeld(socket));
        IsHeld(first).ShouldBeTrue();
        _jail.Opened(77, 0);
        _jail.Opened(1, 0);
        (await door.Soonest()).Fault.ShouldBe("its launcher passed 1 of 3 sockets");
        Descriptor late = Pass(443, Tcp);
        _jail.Opened(1, 0);
        await _loop.PassAsync();
        IsHeld(late).ShouldBeFalse();
    }

    /// <summary>Whether somebody but us still has the writing end of the pipe.</summary>
    private static bool IsHeld(Descriptor reader) => reader.Read(new byte[1]) < 0;

    /// <summary>Passes the writing end of a new pipe, and returns its reading end.</summary>
    private Descriptor Pass(int port, int kind, uint cell = 1, int copies = 1)
    {
        (Descriptor reader, Descriptor writer) = Kernel.Pipe();
        _held.Add(reader);
        _jail.Listening(cell, port, kind, [.. Enumerable.Repeat(writer.Number, copies)]);
        writer.Close();
        return reader;
    }
}
