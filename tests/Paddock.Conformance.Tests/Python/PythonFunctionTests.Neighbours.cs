using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Python;

/// <summary>What the kernel counts per user, and all cells of a pool are one user of the host.</summary>
public sealed partial class PythonFunctionTests
{
    private const string HoldsDescriptorsInFlight = """
        import socket, time

        def execute(input):
            kept = []
            try:
                while True:
                    pair = socket.socketpair()
                    kept.append(pair)
                    for _ in range(8):
                        socket.send_fds(pair[0], [b"x"], [0] * 200)
            except OSError:
                pass
            time.sleep(10)
        """;

    private const string SendsADescriptor = """
        import socket

        def execute(input):
            ours, theirs = socket.socketpair()
            try:
                socket.send_fds(ours, [b"x"], [0])
            except OSError as error:
                return error.errno
        """;

    private const string TooManyReferences = "109";

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Descriptors_HeldInFlightByOneCell_KeepNoOtherFromStarting()
    {
        var hog = RunAsync(HoldsDescriptorsInFlight);
        string seen;
        do
        {
            seen = (await RunAsync(SendsADescriptor)).ShouldBeValid().Output.GetRawText();
        }
        while (seen != TooManyReferences && !hog.IsCompleted);

        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => RunAsync("def execute(input): return input", $"{i}")));

        hog.IsCompleted.ShouldBeFalse("the others waited for it");
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i].ShouldBeValid($"{i}");
        }

        (await hog).ShouldBeValid();
    }
}
