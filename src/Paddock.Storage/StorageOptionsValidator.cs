using Microsoft.Extensions.Options;
using Npgsql;

namespace Paddock.Storage;

/// <summary>Checks every option and reports all that is wrong at once. A connection string is never shown: it may hold a password anywhere, when it is wrong.</summary>
internal sealed class StorageOptionsValidator : IValidateOptions<StorageOptions>
{
    private const string Setting = $"{StorageOptions.SectionName}__{nameof(StorageOptions.ConnectionString)}";

    private const string Example = "Host=db.example;Database=paddock;Username=paddock;Password=…";

    public ValidateOptionsResult Validate(string? name, StorageOptions options) =>
        options.ConnectionString is { } text && Check(text) is { } problem
            ? ValidateOptionsResult.Fail($"{StorageOptions.SectionName}:{nameof(options.ConnectionString)} {problem}; set {Setting} to one such as {Example}, or leave it out to use a file in the data directory")
            : ValidateOptionsResult.Success;

    private static string? Check(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal) && !text.Contains('=', StringComparison.Ordinal))
        {
            return "is a URL, which is not taken";
        }

        try
        {
            return string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(text).Host) ? "names no Host" : null;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException or InvalidOperationException)
        {
            return "is not a connection string of PostgreSQL (a value with a ; or = in it stands in double quotes)";
        }
    }
}
