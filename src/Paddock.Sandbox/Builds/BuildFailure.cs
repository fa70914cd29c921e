using System.Globalization;
using Paddock.Core.Executions;
using Paddock.Core.Runtimes;

namespace Paddock.Sandbox.Builds;

/// <summary>Why a build's cell did not come to its end, said for whoever reads the log.</summary>
internal static class BuildFailure
{
    /// <summary>Linux's own words for a scratch file system without room.</summary>
    private const string NoSpace = "No space left on device";

    /// <summary>Null when it did come to its end.</summary>
    /// <param name="what">What ran, at the beginning of a sentence.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="limits">What it had.</param>
    internal static BuildOutcome? Of(string what, SandboxOutcome outcome, BuildLimits limits) => outcome.Ending switch
    {
        Ending.Exited or Ending.BrokenResult => null,
        Ending.Timeout => new BuildOutcome($"{what} took longer than {Number(limits.Timeout.TotalSeconds)} s, the limit of this server{HowToRaise(nameof(RuntimesOptions.BuildTimeoutSeconds))}"),
        Ending.Memory => new BuildOutcome($"{what} used more than {Memory(limits)} of memory, the files it writes included, the limit of this server{HowToRaise(nameof(RuntimesOptions.BuildMemoryMiB))}"),
        Ending.OutputTooLarge => new BuildOutcome(PackageStream.TooLarge(limits)),
        Ending.Signal => new BuildOutcome($"{what} was ended by signal {outcome.Signal}."),
        Ending.Busy or Ending.NoRoom => new BuildOutcome("The server had no room for the build.", IsOurs: true),
        _ => new BuildOutcome($"The server could not run the build: {outcome.Fault ?? outcome.Ending.ToString()}.", IsOurs: true),
    };

    /// <summary>Names the limit behind a failure that the script itself could not explain.</summary>
    internal static string Explain(string failure, BuildLimits limits) => failure.Contains(NoSpace, StringComparison.Ordinal)
        ? $"{failure} (a build may use {Memory(limits)}, the files it writes included{HowToRaise(nameof(RuntimesOptions.BuildMemoryMiB))[..^1]})"
        : failure;

    private static string HowToRaise(string option) => $" ({RuntimesOptions.Setting(option)} raises it).";

    private static string Memory(BuildLimits limits) => $"{limits.MemoryBytes / (1024 * 1024)} MiB";

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
