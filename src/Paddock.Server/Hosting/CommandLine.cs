using Paddock.Core.Runtimes;
using Paddock.Egress;
using Paddock.Server.Commands;
using Paddock.Storage;

namespace Paddock.Server.Hosting;

/// <summary>What the command line asks for.</summary>
/// <param name="Settings">Configuration that goes before all other.</param>
internal sealed record CommandLine(IReadOnlyDictionary<string, string?> Settings)
{
    private static readonly string[] _settingPrefixes = ["--Paddock:", $"--{EgressOptions.SectionName}:", $"--{StorageOptions.SectionName}:", $"--{RuntimesOptions.SectionName}:"];

    /// <summary>The text for <c>--help</c>.</summary>
    public static string Help { get; } = $"""
        Paddock runs functions that nobody has read, each in a kernel cage of its own.

        usage: paddock-server [--urls URL] [--data DIR] [--Paddock:SECTION:KEY=VALUE …] [--Egress:KEY=VALUE …]
               paddock-server VERB …

          --urls URL   where to listen; several are separated by ;   (default http://127.0.0.1:3003)
          --data DIR   where state is kept                           (default .paddock)
          --allow-degraded
                       start although a layer of the cage is missing, and say so
          --doctor     look whether this machine has all that is needed, say what is missing, and end
          --help       this text

        Verbs work on the stored state, with the same --data, also while a server runs:

        {Verbs.Help}

        Any setting may also stand in appsettings.json, or in the environment as Paddock__SECTION__KEY, Egress__KEY or
        Runtimes__KEY.
        State is kept in a file, or in PostgreSQL when Storage__ConnectionString is set.
        PADDOCK_API_KEYS has the keys that callers may use, separated by commas; without it a key is made at
        the first start and the server listens on loopback addresses only.

        """;

    /// <summary>True for <c>--help</c>.</summary>
    public bool ShowHelp { get; private init; }

    /// <summary>True for <c>--doctor</c>.</summary>
    public bool Examine { get; private init; }

    /// <summary>The verb; null: serve.</summary>
    public Verb? Verb { get; private init; }

    /// <summary>What follows the verb.</summary>
    public IReadOnlyList<string> Words { get; private init; } = [];

    /// <summary>The verb's own options that were given.</summary>
    public IReadOnlyDictionary<string, string> Options { get; private init; } = new Dictionary<string, string>();

    /// <summary>What is wrong with it, or null.</summary>
    public string? Error { get; private init; }

    /// <summary>Reads the arguments.</summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        Verb? verb = Verbs.Find(arguments);
        List<string> words = [];
        bool examine = false;
        for (int i = verb is null ? 0 : 2; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            switch (argument)
            {
                case "--help" or "-h":
                    return new CommandLine(settings) { ShowHelp = true };
                case "--allow-degraded":
                    settings["Paddock:Sandbox:AllowDegraded"] = "true";
                    continue;
                case "--doctor":
                    examine = true;
                    continue;
                case not ['-', ..] when verb is not null:
                    words.Add(argument);
                    continue;
                default:
                    break;
            }

            if (ReadOption(arguments, ref i, verb, settings, options) is { } error)
            {
                return new CommandLine(settings) { Error = error };
            }
        }

        bool isWhole = verb is null || words.Count == verb.Words.Count;
        return new CommandLine(settings)
        {
            Examine = examine,
            Verb = verb,
            Words = words,
            Options = options,
            Error = isWhole ? null : $"write {Verbs.Usage(verb!)}",
        };
    }

    private static string? ReadOption(
        IReadOnlyList<string> arguments, ref int i, Verb? verb, Dictionary<string, string?> settings, Dictionary<string, string> options)
    {
        string argument = arguments[i];
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? argument : argument[..equals];
        string? form = null;
        bool isOfVerb = verb is not null && verb.Options.TryGetValue(name, out form);
        string? key = isOfVerb ? null : KeyOf(name);
        if (!isOfVerb && key is null)
        {
            return verb is null ? $"there is no {(name is ['-', ..] ? "option" : "verb")} {name}; --help lists them" : $"{verb.Name} has no option {name}; write {Verbs.Usage(verb)}";
        }

        if (isOfVerb && form is null && equals < 0)
        {
            options[name] = "";
            return null;
        }

        string? value = equals >= 0 ? argument[(equals + 1)..] : i + 1 < arguments.Count ? arguments[++i] : null;
        if (string.IsNullOrEmpty(value) || (equals < 0 && value.StartsWith("--", StringComparison.Ordinal)))
        {
            return $"{name} needs a value; --help shows an example";
        }

        if (key is not null)
        {
            settings[key] = value;
        }
        else if (!options.TryAdd(name, value))
        {
            return $"{name} is given twice";
        }

        return null;
    }

    private static string? KeyOf(string name) => name switch
    {
        "--urls" => $"{ServerOptions.SectionName}:{nameof(ServerOptions.Urls)}",
        "--data" => $"{ServerOptions.SectionName}:{nameof(ServerOptions.DataDirectory)}",
        _ => Array.Exists(_settingPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && name.Length > prefix.Length) ? name[2..] : null,
    };
}
