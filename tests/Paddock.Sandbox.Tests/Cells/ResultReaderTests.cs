using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Native;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Cells;

public sealed class ResultReaderTests
{
    private const int Cap = 10_000;

    [Fact]
    public void Frame_ArrivingByteByByte_IsRead()
    {
        byte[] frame = FakeCell.Frame(0, 0, "[1,2,3]");
        (Descriptor ours, Descriptor theirs) = Kernel.Pair(Kernel.Stream);
        var reader = new ResultReader(Cap, new AnswerMemory(new AnswerBudget(long.MaxValue)));
        foreach (byte one in frame[..^1])
        {
            theirs.Send([one]).ShouldBe(1);
            reader.Read(ours).ShouldBe(FrameState.Incomplete);
        }

        theirs.Send(frame.AsSpan(^1..)).ShouldBe(1);
        reader.Read(ours).ShouldBe(FrameState.Complete);
        reader.Payload.ToArray().ShouldBe(frame[5..]);
        Close(ours, theirs);
    }

    [Fact]
    public void Frame_CutOffAnywhere_IsIncompleteAndThenClosed()
    {
        byte[] frame = FakeCell.Frame(0, 0, "[1,2,3]");
        for (int length = 0; length < frame.Length; length++)
        {
            (Descriptor ours, Descriptor theirs) = Kernel.Pair(Kernel.Stream);
            var reader = new ResultReader(Cap, new AnswerMemory(new AnswerBudget(long.MaxValue)));
            Send(theirs, frame.AsSpan(0, length));
            reader.Read(ours).ShouldBe(FrameState.Incomplete);
            theirs.Close();
            reader.Read(ours).ShouldBe(FrameState.Closed);
            reader.Read(ours).ShouldBe(FrameState.Closed);
            ours.Close();
        }
    }

    [Fact]
    public void Frame_FollowedByMore_IgnoresIt()
    {
        byte[] frame = FakeCell.Frame(0, 0, "1");
        ReadAll([.. frame, .. FakeCell.Frame(0, 0, "2"), 0xFF], out ResultReader reader).ShouldBe(FrameState.Complete);
        reader.Payload.ToArray().ShouldBe(frame[5..]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(255)]
    public void Frame_OfAnotherKind_IsBroken(byte kind) => ReadAll([1, 0, 0, 0, kind], out _).ShouldBe(FrameState.Broken);

    [Fact]
    public void Frame_AtTheCapAndOneBeyond_IsAcceptedAndRefused()
    {
        ReadAll([.. BitConverter.GetBytes(Cap), 2, .. new byte[Cap]], out ResultReader reader).ShouldBe(FrameState.Complete);
        reader.Payload.Length.ShouldBe(Cap);
        ReadAll([.. BitConverter.GetBytes(Cap + 1), 2], out _).ShouldBe(FrameState.TooLarge);
    }

    [Fact]
    public void Frame_OfNoPayload_IsComplete() => ReadAll([0, 0, 0, 0, 2], out _).ShouldBe(FrameState.Complete);

    [Theory]
    [InlineData(uint.MaxValue, true)]
    [InlineData(0x8000_0000, true)]
    [InlineData(1024 * 1024 * 1024, false)]
    public void Length_AnnouncedHuge_AllocatesNothing(uint length, bool tooLarge)
    {
        (Descriptor ours, Descriptor theirs) = Kernel.Pair(Kernel.Stream);
        var reader = new ResultReader(1024 * 1024 * 1024, new AnswerMemory(new AnswerBudget(long.MaxValue)));
        Send(theirs, [.. BitConverter.GetBytes(length), 2, 1, 2, 3]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        FrameState state = reader.Read(ours);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        state.ShouldBe(tooLarge ? FrameState.TooLarge : FrameState.Incomplete);
        allocated.ShouldBeLessThan(16 * 1024);
        Close(ours, theirs);
    }

    [Fact]
    public void Frames_ByChance_NeverThrow()
    {
        var random = new Random(20261121);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = Frame(random);
            FrameState state = ReadAll(bytes, out ResultReader reader);
            if (state == FrameState.Complete && ResultPayload.TryParse(reader.Payload, out ResultPayload result))
            {
                result.ExitCode.ShouldBeInRange(0, 255);
                result.Status.ShouldBeOneOf(OutputStatus.Valid, OutputStatus.JsonSerializationError, OutputStatus.Error);
            }
        }
    }

    private static byte[] Frame(Random random)
    {
        byte[] bytes = random.Next(3) == 0 ? new byte[random.Next(64)] : FakeCell.Frame((byte)random.Next(4), random.Next(-300, 300), "{\"a\":[1,2,\"x\"]}");
        if (random.Next(3) == 0)
        {
            random.NextBytes(bytes);
        }

        for (int changes = random.Next(4); changes > 0 && bytes.Length > 0; changes--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes[..random.Next(Math.Max(0, bytes.Length - 3), bytes.Length + 1)];
    }

    private static FrameState ReadAll(byte[] bytes, out ResultReader reader)
    {
        (Descriptor ours, Descriptor theirs) = Kernel.Pair(Kernel.Stream);
        reader = new ResultReader(Cap, new AnswerMemory(new AnswerBudget(long.MaxValue)));
        Send(theirs, bytes);
        FrameState state = reader.Read(ours);
        Close(ours, theirs);
        return state;
    }

    private static void Send(Descriptor socket, ReadOnlySpan<byte> bytes) => socket.Send(bytes).ShouldBe(bytes.Length);

    private static void Close(params ReadOnlySpan<Descriptor> descriptors)
    {
        foreach (Descriptor descriptor in descriptors)
        {
            descriptor.Close();
        }
    }
}
