using System.Buffers;
using System.Text;
using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Cells;

public sealed class JobFrameTests
{
    [Fact]
    public void Job_OfCodeOnly_IsTheGoldenFrame() =>
        JobFrame.Write(Execution(Language.JavaScript, "export const execute = () => 1", "null")).ToArray().ShouldBe(Vectors.Read("job-least"));

    [Fact]
    public void Job_WithEveryMember_IsTheGoldenFrame()
    {
        ExecutionJob execution = Execution(
            Language.Python,
            "def execute(input):\n    return \"grüße 🐮\"",
            "{ \"n\" : 123456789012345678901234567890.50 , \"n\" : 1e400, \"s\":\"\\ud800 \\u00e9 €\" }") with
        {
            Environment = [new("NAME", "value"), new("EMPTY", ""), new("ÜBER", "a=b\tc")],
            Files = [new InputFile("a/b.txt", "line\r\n\u0001"), new InputFile("empty", "")],
        };

        Text(JobFrame.Write(execution)).ShouldBe(Text(Vectors.Read("job-all")));
    }

    [Fact]
    public void Job_WithBigInput_PassesItThroughByteForByte()
    {
        string input = $"[\"{new string('x', 20_000_000)}\"]";

        ReadOnlyMemory<byte> frame = JobFrame.Write(Execution(Language.TypeScript, "", input)).ToArray();

        BitConverter.ToUInt32(frame.Span).ShouldBe((uint)frame.Length - 5);
        frame.Span[^(input.Length + 1)..^1].SequenceEqual(Encoding.UTF8.GetBytes(input)).ShouldBeTrue();
        frame.Span[^1].ShouldBe((byte)'}');
    }

    [Fact]
    public void Job_OfAScript_IsTheGoldenFrame()
    {
        ExecutionJob script = Execution(Language.Python, "print(1)", "") with
        {
            Environment = [new("NAME", "value")],
            Files = [new InputFile("a.txt", "x")],
            Script = new ScriptInput(["-v", "grüße 🐮", ""], Encoding.UTF8.GetBytes("Hello \"€\"\n\0")),
        };

        Text(JobFrame.Write(script)).ShouldBe(Text(Vectors.Read("job-script")));
    }

    [Fact]
    public void Job_WithBigStdin_PassesItThroughByteForByte()
    {
        byte[] stdin = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("grüße\n\"", 1_000_000)));

        ReadOnlyMemory<byte> frame = JobFrame.Write(Execution(Language.Python, "", "") with { Script = new ScriptInput([], stdin) }).ToArray();

        frame.Span[^stdin.Length..].SequenceEqual(stdin).ShouldBeTrue();
        frame.Span[^(stdin.Length + 1)].ShouldBe((byte)'}');
        BitConverter.ToUInt32(frame.Span[5..]).ShouldBe((uint)(frame.Length - 9 - stdin.Length));
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("[\"\\uDC00\\uD800\", {\"\\ud83d\":0}]")]
    [InlineData("\"\\u0000\"")]
    [InlineData("-0.0e-0")]
    public void Job_InputWithUnusualEscapes_KeepsThem(string input) =>
        Text(JobFrame.Write(Execution(Language.Python, "x", input))).ShouldEndWith($",\"input\":{input}}}");

    [Fact]
    public void Job_OfUnknownLanguage_IsABug() =>
        Should.Throw<ArgumentOutOfRangeException>(static () => JobFrame.Write(Execution((Language)9, "", "null")));

    internal static ExecutionJob Execution(Language language, string code, string input) => new()
    {
        Id = "01JD00000000000000000000AA",
        Language = language,
        Code = code,
        Input = Encoding.UTF8.GetBytes(input),
        Limits = new ExecutionLimits(TimeSpan.FromSeconds(30), 128 * 1024 * 1024),
    };

    private static string Text(ReadOnlySequence<byte> frame) => Text(frame.ToArray());

    private static string Text(byte[] frame) => $"{Convert.ToHexString(frame[..5])} {Encoding.UTF8.GetString(frame[5..])}";
}
