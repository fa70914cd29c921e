using System.Globalization;
using Microsoft.Extensions.Options;

namespace Paddock.Core.Records;

/// <summary>Checks every option and reports all that is wrong at once.</summary>
internal sealed class RecordsOptionsValidator : IValidateOptions<RecordsOptions>
{
    public ValidateOptionsResult Validate(string? name, RecordsOptions options)
    {
        (string Option, int Value, int Least, int Most)[] rules =
        [
            (nameof(options.RetentionDays), options.RetentionDays, 0, 36_500),
            (nameof(options.MaxRecords), options.MaxRecords, 0, 1_000_000_000),
            (nameof(options.MaxRecordBytes), options.MaxRecordBytes, 4 * 1024, 64 * 1024 * 1024),
            (nameof(options.MaxBacklogBytes), options.MaxBacklogBytes, 1024 * 1024, 1024 * 1024 * 1024),
        ];

        List<string> failures = [];
        foreach ((string option, int value, int least, int most) in rules)
        {
            if (value < least || value > most)
            {
                failures.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{RecordsOptions.SectionName}:{option} is {value}, but must be {least} to {most}; set {RecordsOptions.Setting(option)} to a number in that range."));
            }
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
