using System.CommandLine;

namespace Paddock.Cli.Commands;

/// <summary>Options that every command takes.</summary>
internal sealed class EverywhereOptions
{
    public Option<string?> Url { get; } = new("--url")
    {
        HelpName = "URL",
        Description = "The server. Else PADDOCK_BASE_URL, RIZA_BASE_URL, http://127.0.0.1:3003",
        Recursive = true,
    };

    public Option<string?> Key { get; } = new("--key")
    {
        HelpName = "KEY",
        Description = "The API key; a command line is no secret on this machine. Else PADDOCK_API_KEY, RIZA_API_KEY",
        Recursive = true,
    };

    public Option<bool> Json { get; } = new("--json")
    {
        Description = "Print what the API answers, as it is",
        Recursive = true,
    };

    public void AddTo(Command root)
    {
        root.Add(Url);
        root.Add(Key);
        root.Add(Json);
    }
}
