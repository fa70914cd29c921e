using System.Globalization;
using Paddock.Core.Health;

namespace Paddock.Sandbox.Health;

/// <summary>What each ABI of Landlock adds to the cage, as native/src/landlock.c asks for it.</summary>
internal static class LandlockLadder
{
    internal const string Name = "landlock";

    /// <summary>The highest rung that the jail has a use for.</summary>
    internal const int Top = 7;

    private static readonly (int Abi, string Gives, string Linux)[] s_rungs =
    [
        (1, "files", "5.13"),
        (2, "renames and links across folders", "5.19"),
        (3, "truncate", "6.2"),
        (5, "device ioctls", "6.10"),
        (6, "signals and abstract sockets", "6.12"),
        (7, "quiet audit", "6.15"),
    ];

    /// <summary>What this ABI gives and what it lacks. The same words for doctor, <c>/health</c> and the banner.</summary>
    internal static string Describe(int abi)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"ABI {abi} of {Top}: ") + string.Join(", ", s_rungs.Where(rung => rung.Abi <= abi).Select(static rung => rung.Gives));
        (int Abi, string Gives, string Linux)[] missing = [.. s_rungs.Where(rung => rung.Abi > abi)];
        return missing.Length == 0
            ? text
            : $"{text}; {string.Join(", ", missing.Select(static (rung, i) => string.Create(CultureInfo.InvariantCulture, $"{rung.Gives} {(i > 0 ? "" : rung.Gives.EndsWith('s') ? "need " : "needs ")}{rung.Abi} (Linux {rung.Linux})")))}; the mounts and namespaces stand in front";
    }

    /// <param name="abi">0: none.</param>
    /// <param name="release">Release of the kernel; empty when it is not known.</param>
    /// <param name="modules">Text of /sys/kernel/security/lsm; empty when it is not mounted.</param>
    internal static Finding Judge(int abi, string release = "", string modules = "")
    {
        if (abi > 0)
        {
            return new Finding(Name, FindingState.Fine, Describe(abi));
        }

        bool isSwitchedOff = modules.Length > 0 && !modules.Split(',').Contains(Name);
        return new Finding(Name, FindingState.Missing, $"none in this kernel{(release.Length > 0 ? $", Linux {release}" : "")}{(isSwitchedOff ? $"; its security modules are {modules}" : "")}")
        {
            Cost = "the second wall behind the mounts: a hole in the mount namespace alone would then be one in the cage",
            Mend = isSwitchedOff
                ? $"boot with lsm=landlock,{modules} on the kernel's command line (GRUB_CMDLINE_LINUX in /etc/default/grub, then update-grub and reboot)"
                : "boot Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK=y and lsm=landlock,… such as Debian's: apt-get install linux-image-amd64, then reboot",
        };
    }
}
