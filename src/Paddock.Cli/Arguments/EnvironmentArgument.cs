using Paddock.Cli.Hosting;

namespace Paddock.Cli.Arguments;

/// <summary><c>--env NAME=VALUE</c>, or <c>--env NAME</c> for a variable that is set here.</summary>
internal static class EnvironmentArgument
{
    /// <exception cref="UsageException">There is no name, or no such variable here.</exception>
    public static (string Name, string Value) Parse(string text, Func<string, string?> environment)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals == 0 || text.Length == 0)
        {
            throw new UsageException($"--env {text} has no name; it takes NAME=VALUE, or NAME for a variable that is set here");
        }

        return equals > 0
            ? (text[..equals], text[(equals + 1)..])
            : (text, environment(text) ?? throw new UsageException($"--env {text} takes the value from here, but {text} is not set; give --env {text}=VALUE"));
    }

    /// <summary><c>--env-secret NAME=ID</c>.</summary>
    /// <exception cref="UsageException">It is not of that form.</exception>
    public static (string Name, string SecretId) ParseSecret(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && equals < text.Length - 1
            ? (text[..equals], text[(equals + 1)..])
            : throw new UsageException($"--env-secret is `{text}`, but must be NAME=ID with the id of a stored secret: `paddock secrets list` shows them");
    }
}
