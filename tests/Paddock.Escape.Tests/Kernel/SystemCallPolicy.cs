using System.Globalization;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Kernel;

/// <summary>A naive reading of native/policy: what a call with given arguments is answered by the filters of a cell.</summary>
internal sealed class SystemCallPolicy
{
    /// <summary>The kernel passes its own uretprobe and uprobe by every filter; outside of its trampolines they do nothing.</summary>
    private static readonly int[] _pastEveryFilter = [335, 336];

    private static readonly Dictionary<string, int> _errors = new() { ["EPERM"] = -1, ["ENOSYS"] = -38, ["EAFNOSUPPORT"] = -97 };

    private static readonly ulong[] _domains = [1, 2, 10, 16];

    /// <summary>Newer than the headers of Debian 12.</summary>
    private static readonly Dictionary<string, int> _newer = new() { ["fchmodat2"] = 452 };

    private readonly List<Rule> _birth;
    private readonly List<Rule> _cell;

    private SystemCallPolicy(List<Rule> birth, List<Rule> cell)
    {
        _birth = birth;
        _cell = cell;
    }

    public static SystemCallPolicy Read()
    {
        var folder = Path.Combine(RepositoryRoot.Find(), "native", "policy");
        return new SystemCallPolicy(Parse(Path.Combine(folder, "birth.policy")), Parse(Path.Combine(folder, "cell.policy")));
    }

    /// <summary>The negative errno that the filters answer, or null when the kernel gets to see the call. The jail answers what it is asked.</summary>
    public int? Refusal(int number, ulong[] arguments)
    {
        if (_pastEveryFilter.Contains(number))
        {
            return null;
        }

        var second = _cell.FirstOrDefault(rule => rule.Covers(number, arguments));
        if (second?.Error is { } error)
        {
            return error;
        }

        var first = _birth.FirstOrDefault(rule => rule.Covers(number, arguments));
        return first is null ? _errors["ENOSYS"] : first.Error;
    }

    private static List<Rule> Parse(string path) =>
        [.. File.ReadLines(path).Select(line => line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 0).Select(ToRule)];

    private static Rule ToRule(string[] words)
    {
        var refused = words[0] == "errno";
        var name = words[refused ? 2 : 1];
        var conditions = new List<Func<ulong[], bool>>();
        // "argN [& MASK] == VALUE"
        for (var next = refused ? 3 : 2; next < words.Length;)
        {
            var argument = words[next][3] - '0';
            var masked = words[next + 1] == "&";
            var mask = masked ? Number(words[next + 2]) : ulong.MaxValue;
            next += masked ? 4 : 2;
            var value = words[next++];
            conditions.Add(value == "OTHER_DOMAIN"
                ? arguments => !_domains.Contains(arguments[argument])
                : arguments => (arguments[argument] & mask) == Number(value));
        }

        var number = SystemCalls.Numbers.TryGetValue(name, out var known) ? known : _newer[name];
        return new Rule(number, refused ? _errors[words[1]] : null, conditions);
    }

    private static ulong Number(string word) => word switch
    {
        // The flags of a cell's birth: no test here makes that call with exactly these.
        "CELL_FLAGS" => 0x7e028000 | 0x01000000 | 0x00200000 | 17,
        _ when word.StartsWith("0x", StringComparison.Ordinal) => ulong.Parse(word.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture),
        _ => ulong.Parse(word, CultureInfo.InvariantCulture),
    };
}
