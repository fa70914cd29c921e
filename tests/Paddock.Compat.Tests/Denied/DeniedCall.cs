using System.Globalization;
using System.Text.RegularExpressions;

namespace Paddock.Compat.Tests.Denied;

/// <summary>One line of the jail's record: a system call that the policy refused.</summary>
/// <param name="Name">The call's name.</param>
/// <param name="Arguments">Its first two arguments, as the jail shows them.</param>
/// <param name="Errno">What it answered.</param>
internal sealed partial record DeniedCall(string Name, string Arguments, int Errno)
{
    public static DeniedCall? FromLine(string line) =>
        Line().Match(line) is { Success: true } match
            ? new DeniedCall(match.Groups[1].Value, Address().Replace(match.Groups[2].Value, "pointer"), int.Parse(match.Groups[3].Value, CultureInfo.InvariantCulture))
            : null;

    public string ErrnoName => Errno switch
    {
        1 => "EPERM",
        38 => "ENOSYS",
        97 => "EAFNOSUPPORT",
        _ => Errno.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Low ones, which the jail cannot tell from numbers, but which differ from run to run.</summary>
    [GeneratedRegex("0x[0-9a-f]{6,}")]
    private static partial Regex Address();

    [GeneratedRegex(@"paddock-jail: denied (\S+) (\S+ \S+) errno (\d+)")]
    private static partial Regex Line();
}
