using System.Text;
using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Cells;

public sealed class ResultPayloadTests
{
    [Theory]
    [InlineData("result-valid", OutputStatus.Valid, 0, "{\"a\":[1,2.5,\"grüß\"]}")]
    [InlineData("result-null", OutputStatus.Valid, 0, "")]
    [InlineData("result-not-json", OutputStatus.JsonSerializationError, 1, "")]
    [InlineData("result-error", OutputStatus.Error, 255, "")]
    public void Payload_OfAGoldenFrame_IsRead(string file, OutputStatus status, int exitCode, string output)
    {
        ResultPayload.TryParse(Vectors.Read(file).AsMemory(5), out ResultPayload result).ShouldBeTrue();

        result.Status.ShouldBe(status);
        result.ExitCode.ShouldBe(exitCode);
        Encoding.UTF8.GetString(result.Output.Span).ShouldBe(output);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public void Payload_ShorterThanItsHeader_IsRefused(int length) => ResultPayload.TryParse(new byte[length], out _).ShouldBeFalse();

    [Theory]
    [InlineData(3)]
    [InlineData(127)]
    [InlineData(255)]
    public void Payload_WithAnUnknownStatus_IsRefused(byte status) => Parse(status, 0, "1"u8).ShouldBeNull();

    [Theory]
    [InlineData(int.MinValue, 0)]
    [InlineData(int.MaxValue, 255)]
    [InlineData(-1, 255)]
    [InlineData(-2, 254)]
    [InlineData(256, 0)]
    [InlineData(257, 1)]
    public void ExitCode_OutOfRange_IsWhatTheKernelWouldMakeOfIt(int sent, int seen) => Parse(0, sent, "1"u8)!.Value.ExitCode.ShouldBe(seen);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData(" \t\r\n[ 1 ] ")]
    [InlineData("\"\\ud800\"")]
    [InlineData("123456789012345678901234567890e999999")]
    [InlineData("{\"a\":1,\"a\":2,\"__proto__\":3}")]
    public void Output_OfOneJsonValue_IsAccepted(string output) => Parse(0, 0, Encoding.UTF8.GetBytes(output)).ShouldNotBeNull();

    [Theory]
    [InlineData(" ")]
    [InlineData("1 2")]
    [InlineData("{}{}")]
    [InlineData("[1,]")]
    [InlineData("{'a':1}")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("01")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"a")]
    [InlineData("[")]
    [InlineData("]")]
    [InlineData("// no\n1")]
    [InlineData("\uFEFF1")]
    [InlineData("1\0")]
    public void Output_OfAnythingElse_IsRefused(string output) => Parse(0, 0, Encoding.UTF8.GetBytes(output)).ShouldBeNull();

    [Fact]
    public void Output_OfInvalidUtf8_IsRefused()
    {
        Parse(0, 0, [(byte)'"', 0xFF, (byte)'"']).ShouldBeNull();
        Parse(0, 0, [(byte)'"', 0xC0, 0x80, (byte)'"']).ShouldBeNull();
        Parse(0, 0, [(byte)'"', 0xED, 0xA0, 0x80, (byte)'"']).ShouldBeNull("an encoded surrogate is no UTF-8");
        Parse(0, 0, [(byte)'"', 0xE2, 0x82, (byte)'"']).ShouldBeNull();
    }

    [Fact]
    public void Output_BesideAFailure_IsRefused()
    {
        Parse(1, 0, "1"u8).ShouldBeNull();
        Parse(2, 0, "1"u8).ShouldBeNull();
    }

    [Theory]
    [InlineData(1_000, true)]
    [InlineData(1_001, false)]
    [InlineData(5_000_000, false)]
    public void Output_Nested_IsAcceptedToItsLimit(int depth, bool accepted) =>
        Parse(0, 0, Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth))).HasValue.ShouldBe(accepted);

    private static ResultPayload? Parse(byte status, int exitCode, ReadOnlySpan<byte> output) =>
        ResultPayload.TryParse((byte[])[status, .. BitConverter.GetBytes(exitCode), .. output], out ResultPayload result) ? result : null;
}
