using System.Runtime.InteropServices;
using Paddock.Bench;
using Paddock.Bench.Floors;
using Paddock.Bench.Gate;

if (args is [EmptyEndpoint.Verb, var port])
{
    return EmptyEndpoint.Serve(port);
}

// Every failure a person can cause ends with one line and exit code 2; a wrong answer from the server with 1. A missed target is
// a finding, not a failure: noise on a shared machine must not look like a broken build.
if (!BenchOptions.TryParse(args, out var options, out var complaint))
{
    Console.Error.WriteLine($"paddock bench: {complaint}");
    return 2;
}

if (options.Help)
{
    Console.WriteLine(BenchOptions.Usage);
    return 0;
}

using var stop = new CancellationTokenSource();
using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);

try
{
    return options.Gate ? GateRun.Execute(options, stop.Token) : BenchRun.Execute(options, stop.Token);
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("paddock bench: stopped");
    return 2;
}
catch (BenchException failure)
{
    Console.Error.WriteLine($"paddock bench: {failure.Message}");
    return 2;
}

void Cancel(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
