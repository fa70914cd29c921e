using System.Globalization;
using Microsoft.Extensions.Options;

namespace Paddock.Core.Schemas;

/// <summary>Checks every option and reports all that is wrong at once.</summary>
internal sealed class SchemasOptionsValidator : IValidateOptions<SchemasOptions>
{
    public ValidateOptionsResult Validate(string? name, SchemasOptions options)
    {
        (string Option, int Value, int Least, int Most)[] rules =
        [
            (nameof(options.MaxSchemaBytes), options.MaxSchemaBytes, 1, 16_777_216),
            (nameof(options.MaxSchemaDepth), options.MaxSchemaDepth, 1, 500),
            (nameof(options.MaxPatternCharacters), options.MaxPatternCharacters, 1, 1_048_576),
            (nameof(options.MaxPatterns), options.MaxPatterns, 1, 10_000),
            (nameof(options.MaxInputValues), options.MaxInputValues, 1, 10_000_000),
            (nameof(options.MaxSteps), options.MaxSteps, 1000, 1_000_000_000),
            (nameof(options.PatternMilliseconds), options.PatternMilliseconds, 10, 60_000),
        ];

        List<string> failures = [];
        foreach ((string option, int value, int least, int most) in rules)
        {
            if (value < least || value > most)
            {
                failures.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{SchemasOptions.SectionName}:{option} is {value}, but must be {least} to {most}; set {SchemasOptions.Setting(option)} to a number in that range."));
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
