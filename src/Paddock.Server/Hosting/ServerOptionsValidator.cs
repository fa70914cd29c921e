using Microsoft.Extensions.Options;

namespace Paddock.Server.Hosting;

/// <summary>Checks every option and reports all that is wrong at once.</summary>
internal sealed class ServerOptionsValidator : IValidateOptions<ServerOptions>
{
    public ValidateOptionsResult Validate(string? name, ServerOptions options)
    {
        List<string> failures = [];
        if (ListenAddress.ParseAll(options.Urls, out _) is { } problem)
        {
            failures.Add($"{ServerOptions.SectionName}:{nameof(options.Urls)} is \"{options.Urls}\": {problem}; give --urls, for example http://127.0.0.1:3003");
        }

        if (string.IsNullOrWhiteSpace(options.DataDirectory))
        {
            failures.Add($"{ServerOptions.SectionName}:{nameof(options.DataDirectory)} is empty, but must name a folder; give --data.");
        }

        CheckRange(failures, nameof(options.MaxRequestBodyBytes), options.MaxRequestBodyBytes, 1024, 1024 * 1024 * 1024);
        CheckRange(failures, nameof(options.MinAnswerBytesPerSecond), options.MinAnswerBytesPerSecond, 0, 1024 * 1024 * 1024);
        CheckRange(failures, nameof(options.ShutdownTimeoutSeconds), options.ShutdownTimeoutSeconds, 0, 3600);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static void CheckRange(List<string> failures, string option, long value, long least, long most)
    {
        if (value < least || value > most)
        {
            failures.Add($"{ServerOptions.SectionName}:{option} is {value}, but must be {least} to {most}; set Paddock__Server__{option} to a number in that range.");
        }
    }
}
