using Paddock.Escape.Tests.Payloads;

namespace Paddock.Escape.Tests.Frames;

/// <summary>Functions that speak for themselves on the job socket.</summary>
internal static class Frame
{
    public const int JobSocket = 3;

    private const string Python = """
        import struct, time

        def frame(output='"forged"', kind=2, status=0, code=0, length=None):
            payload = struct.pack("<Bi", status, code) + output.encode("latin-1")
            return struct.pack("<IB", len(payload) if length is None else length, kind) + payload

        def send(data, fd=3):
            os.write(fd, data)

        def pause():
            time.sleep(600)

        """;

    private const string Script = """
        function frame(options) {
          const { output = '"forged"', kind = 2, status = 0, code = 0, length = undefined } = options ?? {};
          const body = Buffer.from(output, "latin1");
          const bytes = Buffer.alloc(10 + body.length);
          bytes.writeUInt32LE(length ?? body.length + 5, 0);
          bytes[4] = kind;
          bytes[5] = status;
          bytes.writeInt32LE(code, 6);
          body.copy(bytes, 10);
          return bytes;
        }

        function send(data, fd = 3) {
          fs.writeSync(fd, data);
        }

        function pause() {
          for (;;) Bun.sleepSync(1000);
        }

        """;

    /// <summary>
    /// Statements before <c>return input</c>. Both languages have <c>frame(…)</c>, <c>send(bytes)</c> and <c>pause()</c>; arguments of
    /// <c>frame</c> are keywords in Python and an object in JavaScript.
    /// </summary>
    public static Payload Sent(string python, string script) => new(
        $"{Python}\ndef execute(input):\n    {python.ReplaceLineEndings("\n    ")}\n    return input\n",
        $"{Script}\nfunction execute(input) {{\n{script}\nreturn input;\n}}\n");

    /// <summary>One frame with members given as in Python: <c>kind=1, length=5</c>.</summary>
    public static Payload With(string members) => Sent(
        $"send(frame({members}))",
        $"send(frame({{ {members.Replace("=", ": ", StringComparison.Ordinal)} }}));");
}
