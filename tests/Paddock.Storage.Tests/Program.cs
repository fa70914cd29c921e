using Paddock.Storage.Tests.Crash;
using Xunit.Runner.InProc.SystemConsole;

// The tests; or, for one of them, the process that it kills.
return args is [CrashWriter.Verb, ..] ? await CrashWriter.RunAsync(args[1], args[2]) : await ConsoleRunner.Run(args);
