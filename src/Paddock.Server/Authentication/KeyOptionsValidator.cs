using Microsoft.Extensions.Options;

namespace Paddock.Server.Authentication;

/// <summary>Checks every option and reports all that is wrong at once.</summary>
internal sealed class KeyOptionsValidator : IValidateOptions<KeyOptions>
{
    public ValidateOptionsResult Validate(string? name, KeyOptions options)
    {
        List<string> failures = [];
        Check(failures, nameof(options.MaxConcurrency), options.MaxConcurrency);
        Check(failures, nameof(options.RequestsPerMinute), options.RequestsPerMinute);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void Check(List<string> failures, string option, int value)
    {
        if (value is < 0 or > KeyOptions.Most)
        {
            failures.Add(
                $"{KeyOptions.SectionName}:{option} is {value}, but must be 0 (no limit) to {KeyOptions.Most}; set {KeyOptions.Setting(option)} to a number in that range.");
        }
    }
}
