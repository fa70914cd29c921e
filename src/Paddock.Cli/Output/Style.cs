namespace Paddock.Cli.Output;

/// <summary>Emphasis, where it can be seen: not into a pipe or file, and not with NO_COLOR.</summary>
internal sealed class Style(bool isTerminal, Func<string, string?> environment)
{
    private readonly bool _enabled = isTerminal && string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") != "dumb";

    public string Strong(string text) => _enabled ? $"\e[1m{text}\e[0m" : text;
}
