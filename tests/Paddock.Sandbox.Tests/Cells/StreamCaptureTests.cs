using System.Text;
using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Native;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Cells;

public sealed class StreamCaptureTests
{
    private const int Megabyte = 1024 * 1024;

    private readonly byte[] _scratch = new byte[65536];

    [Theory]
    [InlineData(9, 9, 0)]
    [InlineData(10, 10, 0)]
    [InlineData(11, 10, 1)]
    [InlineData(5000, 10, 4990)]
    public void Text_AroundTheCap_IsKeptToTheByte(int printed, int kept, int dropped)
    {
        CapturedStream stream = Capture(10, new string('x', printed));

        Encoding.ASCII.GetString(stream.Bytes.Span).ShouldBe(new string('x', kept));
        stream.DroppedBytes.ShouldBe(dropped);
    }

    [Fact]
    public void Text_OfManyPieces_IsKeptInOrderAndCountedOnceDropped()
    {
        string[] pieces = [.. Enumerable.Range(0, 1000).Select(static number => $"{number} ")];
        string all = string.Concat(pieces);

        CapturedStream stream = Capture(3000, pieces);

        Encoding.ASCII.GetString(stream.Bytes.Span).ShouldBe(all[..3000]);
        stream.DroppedBytes.ShouldBe(all.Length - 3000);
    }

    [Fact]
    public void Cap_OfZero_DropsAll()
    {
        CapturedStream stream = Capture(0, "abc");

        stream.Bytes.IsEmpty.ShouldBeTrue();
        stream.DroppedBytes.ShouldBe(3);
    }

    [Fact]
    public void Nothing_Printed_IsEmpty() => Capture(10).ShouldBeSameAs(CapturedStream.Empty);

    [Fact]
    public void Drain_OfAnEndlessWriter_ComesBackAfterAPipeful()
    {
        Descriptor zeros = Kernel.Open("/dev/zero");
        var capture = new StreamCapture(10 * Megabyte, new AnswerMemory(new AnswerBudget(long.MaxValue)));

        capture.Drain(zeros, _scratch).ShouldBeTrue();

        int taken = capture.ToStream().Bytes.Length;
        taken.ShouldBeInRange(Megabyte, Megabyte + _scratch.Length, "all that a pipe can hold, and not for ever");
        zeros.Close();
    }

    [Fact]
    public void Drain_AtTheEnd_SaysSo()
    {
        (Descriptor reader, Descriptor writer) = Kernel.Pipe();
        var capture = new StreamCapture(10, new AnswerMemory(new AnswerBudget(long.MaxValue)));
        capture.Drain(reader, _scratch).ShouldBeTrue("there is nothing yet");
        Kernel.Write(writer, "abc"u8).ShouldBeTrue();
        writer.Close();
        capture.Drain(reader, _scratch).ShouldBeTrue();
        capture.Drain(reader, _scratch).ShouldBeFalse();
        capture.ToStream().Bytes.Length.ShouldBe(3);
        reader.Close();
    }

    private CapturedStream Capture(int cap, params string[] pieces)
    {
        (Descriptor reader, Descriptor writer) = Kernel.Pipe();
        var capture = new StreamCapture(cap, new AnswerMemory(new AnswerBudget(long.MaxValue)));
        foreach (string piece in pieces)
        {
            Kernel.Write(writer, Encoding.ASCII.GetBytes(piece)).ShouldBeTrue();
            capture.Drain(reader, _scratch).ShouldBeTrue();
        }

        reader.Close();
        writer.Close();
        return capture.ToStream();
    }
}
