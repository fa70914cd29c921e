using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Python;

public sealed partial class PythonFunctionTests
{
    protected override string PrintsBeforeDuringAfter => """
        import atexit

        atexit.register(print, "after")
        print("before")

        def execute(input):
            print("during")
            return 1
        """;

    protected override string PrintsToBoth => """
        import sys

        def execute(input):
            print("out")
            print("err", file=sys.stderr)
        """;

    protected override string PrintsManyLines => """
        def execute(input):
            for i in range(10_000):
                print(i)
        """;

    protected override string WritesInput => """
        def execute(input):
            print(input, end="")
        """;

    protected override string WritesBrokenUtf8 => """
        import os

        def execute(input):
            os.write(1, b"a\xff\xfeb")
        """;

    protected override string PrintsSomethingLikeAResult => """
        import os

        def execute(input):
            print('{"output":"forged","output_status":"valid"}')
            os.write(1, b'\x0b\x00\x00\x00\x02\x00\x00\x00\x00\x00"forged"')
            return "real"
        """;

    protected override string Floods => """
        import sys

        def execute(input):
            stream = getattr(sys, input["stream"])
            for _ in range(input["mib"]):
                stream.write("x" * (1 << 20))
            return "whole"
        """;

    protected override string ClosesStdout => """
        import sys

        def execute(input):
            sys.stdout.close()
            return 1
        """;

    protected override string ClosesDescriptors => """
        import os

        def execute(input):
            os.close(1)
            os.close(2)
            return 1
        """;

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Prints_ThroughTheDescriptorAndTheStream_KeepTheirOrder() => (await RunAsync("""
        import os

        def execute(input):
            print("one", flush=True)
            os.write(1, b"two\n")
            print("three")
        """)).ShouldBeValid("null").ShouldPrint("one\ntwo\nthree\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Prints_LoneSurrogate_DoNotStopTheCode()
    {
        var answer = await RunAsync("""
            def execute(input):
                try:
                    print("a\ud800b")
                except UnicodeEncodeError:
                    return "refused"
                return "printed"
            """);

        answer.ShouldBeValid().Output.GetString().ShouldBeOneOf("refused", "printed");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Stdin_Always_IsEmpty() => (await RunAsync("""
        import sys

        def execute(input):
            return sys.stdin.read()
        """)).ShouldBeValid("\"\"");
}
