using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Native;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Jails;

public sealed class JailSocketTests : IDisposable
{
    private readonly IoLoop _loop = new(NullLogger<IoLoop>.Instance);
    private readonly Descriptor _theirs;
    private readonly JailSocket _socket;

    public JailSocketTests()
    {
        (Descriptor ours, _theirs) = Kernel.Pair(Libc.SequencedPackets);
        _socket = new JailSocket(ours, _loop);
    }

    public void Dispose()
    {
        _socket.Close();
        _theirs.Close();
        _loop.Dispose();
    }

    [Theory]
    [InlineData("request-spawn", (int)JailRequestKind.Spawn, 1, 0)]
    [InlineData("request-kill", (int)JailRequestKind.Kill, 258, 0)]
    [InlineData("request-limit", (int)JailRequestKind.LimitMemory, uint.MaxValue, 2L << 30)]
    public void Request_OfEachKind_IsTheGoldenMessage(string file, int kind, uint cell, ulong value)
    {
        _socket.Send((JailRequestKind)kind, cell, value).ShouldBeTrue();

        Read().ShouldBe(Vectors.Read(file));
    }

    [Fact]
    public void Request_ForADoor_IsTheGoldenMessage()
    {
        _socket.SendOpen(258, [80, 443, 65535]).ShouldBeTrue();

        Read().ShouldBe(Vectors.Read("request-open"));
    }

    [Fact]
    public void Requests_BeyondTheSocketsRoom_ComeLaterAndInOrder()
    {
        const int count = 5000; // the kernel keeps less than 300 of them
        var target = new Sender(_socket);
        _socket.Watch(target);
        for (uint cell = 0; cell < count; cell++)
        {
            _socket.Send(JailRequestKind.Kill, cell).ShouldBeTrue();
        }

        for (uint cell = 0; cell < count; cell++)
        {
            JailRequest.Parse(Read()).ShouldBe(new JailRequest(JailRequestKind.Kill, cell, 0));
        }
    }

    [Fact]
    public void Send_ToAClosedSocket_SaysSo()
    {
        _theirs.Close();
        _socket.Send(JailRequestKind.Kill, 1).ShouldBeFalse();
        _socket.Close();
        _socket.Send(JailRequestKind.Kill, 1).ShouldBeFalse();
        _socket.TryReceive(out _, out _).ShouldBeFalse();
    }

    [Fact]
    public void Receive_OfAReportWithDescriptors_HandsThemOver()
    {
        (Descriptor reader, Descriptor writer) = Kernel.Pipe();
        Kernel.SendPacket(_theirs, Vectors.Read("report-ready"), reader.Number, writer.Number, reader.Number).ShouldBeTrue();

        _socket.TryReceive(out JailReport? report, out Descriptor[] passed).ShouldBeTrue();

        report!.Cell.ShouldBe(3u);
        passed.Length.ShouldBe(3);
        Kernel.Write(passed[1], "x"u8).ShouldBeTrue();
        reader.Read(new byte[2]).ShouldBe(1);
        foreach (Descriptor descriptor in passed.Append(reader).Append(writer))
        {
            descriptor.Close();
        }
    }

    [Fact]
    public void Receive_WhenThereIsNothing_IsNoEnd()
    {
        _socket.TryReceive(out JailReport? report, out _).ShouldBeTrue();
        report.ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(191)]
    [InlineData(193)]
    [InlineData(60_000)]
    public void Receive_OfNonsense_IsTheEnd(int size)
    {
        Kernel.SendPacket(_theirs, new byte[size]).ShouldBeTrue();
        _socket.TryReceive(out _, out _).ShouldBeFalse();
    }

    private byte[] Read()
    {
        byte[] buffer = new byte[100];
        Kernel.AwaitReadable(_theirs);
        return buffer[.._theirs.Read(buffer)];
    }

    private sealed class Sender(JailSocket socket) : IPollTarget
    {
        public void OnReady(int slot) => socket.SendRest();

        public void OnFault(Exception error) => throw error;
    }
}
