using Paddock.Egress;

namespace Paddock.Server.Hosting;

/// <summary>What the command line asks for.</summary>
/// <param name="Settings">Configuration that goes before all other.</param>
/// <param name="ShowHelp">True for <c>--help</c>.</param>
/// <param name="Examine">True for <c>--doctor</c>.</param>
/// <param name="Error">What is wrong with it, or null.</param>
internal sealed record CommandLine(IReadOnlyDictionary<string, string?> Settings, bool ShowHelp, bool Examine, string? Error)
{
    /// <summary>The text for <c>--help</c>.</summary>
    public const string Help = """
        Paddock runs functions that nobody has read, each in a kernel cage of its own.

        usage: paddock-server [--urls URL] [--data DIR] [--Paddock:SECTION:KEY=VALUE …] [--Egress:KEY=VALUE …]

          --urls URL   where to listen; several are separated by ;   (default http://127.0.0.1:3003)
          --data DIR   where state is kept                           (default .paddock)
          --allow-degraded
                       start although a layer of the cage is missing, and say so
          --doctor     look whether this machine has all that is needed, say what is missing, and end
          --help       this text

        Any setting may also stand in appsettings.json, or in the environment as Paddock__SECTION__KEY or Egress__KEY.
        PADDOCK_API_KEYS has the keys that callers may use, separated by commas; without it a key is made at
        the first start and the server listens on loopback addresses only.

        """;

    private static readonly string[] _settingPrefixes = ["--Paddock:", $"--{EgressOptions.SectionName}:"];

    /// <summary>Reads the arguments.</summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        bool examine = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (argument is "--help" or "-h")
            {
                return new CommandLine(settings, true, false, null);
            }

            if (argument == "--allow-degraded")
            {
                settings["Paddock:Sandbox:AllowDegraded"] = "true";
                continue;
            }

            if (argument == "--doctor")
            {
                examine = true;
                continue;
            }

            int equals = argument.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? argument : argument[..equals];
            if (KeyOf(name) is not { } key)
            {
                return Wrong($"there is no option {name}; --help lists them");
            }

            string? value = equals >= 0 ? argument[(equals + 1)..] : i + 1 < arguments.Count ? arguments[++i] : null;
            if (string.IsNullOrEmpty(value) || (equals < 0 && value.StartsWith("--", StringComparison.Ordinal)))
            {
                return Wrong($"{name} needs a value; --help shows an example");
            }

            settings[key] = value;
        }

        return new CommandLine(settings, false, examine, null);

        CommandLine Wrong(string error) => new(settings, false, false, error);
    }

    private static string? KeyOf(string name) => name switch
    {
        "--urls" => $"{ServerOptions.SectionName}:{nameof(ServerOptions.Urls)}",
        "--data" => $"{ServerOptions.SectionName}:{nameof(ServerOptions.DataDirectory)}",
        _ => Array.Exists(_settingPrefixes, prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && name.Length > prefix.Length) ? name[2..] : null,
    };
}
