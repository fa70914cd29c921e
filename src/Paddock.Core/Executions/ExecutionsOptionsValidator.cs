using System.Globalization;
using Microsoft.Extensions.Options;

namespace Paddock.Core.Executions;

/// <summary>Checks every option and reports all that is wrong at once.</summary>
internal sealed class ExecutionsOptionsValidator : IValidateOptions<ExecutionsOptions>
{
    public ValidateOptionsResult Validate(string? name, ExecutionsOptions options)
    {
        (string Option, int Value, int Least, int Most)[] rules =
        [
            (nameof(options.MaxTimeoutSeconds), options.MaxTimeoutSeconds, 1, 86_400),
            (nameof(options.DefaultTimeoutSeconds), options.DefaultTimeoutSeconds, 1, Math.Max(1, options.MaxTimeoutSeconds)),
            (nameof(options.MaxMemoryMiB), options.MaxMemoryMiB, 1, 1_048_576),
            (nameof(options.MinMemoryMiB), options.MinMemoryMiB, 1, Math.Max(1, options.MaxMemoryMiB)),
            (nameof(options.DefaultMemoryMiB), options.DefaultMemoryMiB, Math.Max(1, options.MinMemoryMiB), Math.Max(1, options.MaxMemoryMiB)),
            (nameof(options.MaxCodeBytes), options.MaxCodeBytes, 1, 67_108_864),
            (nameof(options.MaxEnvironmentVariables), options.MaxEnvironmentVariables, 0, 10_000),
            (nameof(options.MaxEnvironmentNameBytes), options.MaxEnvironmentNameBytes, 1, 65_536),
            (nameof(options.MaxEnvironmentValueBytes), options.MaxEnvironmentValueBytes, 1, 131_072),
            (nameof(options.MaxFiles), options.MaxFiles, 0, 100_000),
            (nameof(options.MaxFileBytesTotal), options.MaxFileBytesTotal, 0, 1_073_741_824),
            (nameof(options.MaxInputDepth), options.MaxInputDepth, 1, 1000),
            (nameof(options.MaxArguments), options.MaxArguments, 0, 10_000),
            (nameof(options.MaxArgumentBytes), options.MaxArgumentBytes, 1, 131_072),
            (nameof(options.MaxStdinBytes), options.MaxStdinBytes, 0, 1_073_741_824),
            (nameof(options.MaxAllowedHosts), options.MaxAllowedHosts, 0, 100_000),
        ];

        List<string> failures = [];
        foreach ((string option, int value, int least, int most) in rules)
        {
            if (value < least || value > most)
            {
                failures.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ExecutionsOptions.SectionName}:{option} is {value}, but must be {least} to {most}; set {ExecutionsOptions.Setting(option)} to a number in that range."));
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
