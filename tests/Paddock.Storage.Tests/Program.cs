using Paddock.Storage.Tests;
using Paddock.Storage.Tests.Crash;
using Xunit.Runner.InProc.SystemConsole;

// The tests; or, for one of them, the process that it kills; or the figures.
return args switch
{
    [CrashWriter.Verb, ..] => await CrashWriter.RunAsync(args[1], args[2]),
    [Figures.Verb] => await Figures.RunAsync(),
    _ => await ConsoleRunner.Run(args),
};
