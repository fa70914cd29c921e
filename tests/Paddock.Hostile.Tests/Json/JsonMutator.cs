using System.Globalization;
using Paddock.Hostile.Tests.Fuzzing;

namespace Paddock.Hostile.Tests.Json;

/// <summary>Changes a request body as JSON: types, sizes, depths, names, numbers at every edge, members of other endpoints.</summary>
internal static class JsonMutator
{
    private static readonly string[] _scalars =
    [
        "null", "true", "false", "\"\"", "0", "-0", "1", "-1", "0.5", "1.0", "1e0", "10e-1", "1e400", "-1e400", "1e-400", "5e-324", "300", "301", "300.0",
        "3e2", "2048", "2049", "15", "16", "2147483647", "2147483648", "-2147483648", "4294967296", "9007199254740993", "9223372036854775807",
        "9223372036854775808", "-9223372036854775809", "18446744073709551616", "1e99999999999999999999", "0e99999999999999999999", "1E-2147483649",
        "100000000000000000000e-20", "0.00000000000000000000000000000001e32", "00", "01", "+1", ".5", "1.", "1e", "0x10", "NaN", "Infinity", "-", "'a'", "undefined",
        "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u00\"", "\"\\x41\"", "\"\\", "\"\t\"", "\"\u007f\"", "\"\ufeff\"", "\"\u2028\"",
        "\"python\"", "\"PYTHON\"", "\"javascript\"", "\"typescript\"", "\"php\"", "\"ruby\"", "\"def execute(input): return input\"",
        "\"a/b\"", "\"../x\"", "\"/etc/passwd\"", "\"a//b\"", "\".\"", "\"a/\\u0000\"", "\"A=B\"", "\"PATH\"", "\"example.com\"", "\"*.example.com\"", "\"127.0.0.1\"",
        "\"a.example\\u0000.com\"", "\"xn--\"", "\"01ARYZ6S41TSV4RRFFQ69G5FAV\"", "", " ", "{", "]", ",", ":", "/**/1", "1 2", "//\n1",
    ];

    private static readonly string[] _names =
    [
        "\"language\"", "\"code\"", "\"input\"", "\"env\"", "\"files\"", "\"path\"", "\"contents\"", "\"content\"", "\"limits\"", "\"execution_timeout\"",
        "\"memory_size\"", "\"http\"", "\"allow\"", "\"host\"", "\"auth\"", "\"bearer\"", "\"token\"", "\"basic\"", "\"user_id\"", "\"password\"", "\"header\"",
        "\"query\"", "\"key\"", "\"value\"", "\"allow_http_hosts\"", "\"runtime_revision_id\"", "\"stdin\"", "\"args\"", "\"name\"", "\"revision_id\"", "\"\"", "\"Code\"",
        "\"c\\u006fde\"", "\"\\ud800\"", "\"\\u0000\"", "\"__proto__\"", "code", "1", "\"=\"", "\"A\"", "\"\u00e9\"",
    ];

    /// <summary>Changed one to three times; the original stays as it is.</summary>
    public static JsonTree Mutate(Random random, JsonTree original)
    {
        var root = original.Copy();
        for (var changes = 1 + random.Next(3); changes > 0; changes--)
        {
            Once(random, root);
        }

        return root;
    }

    /// <summary>Whole requests that say more than the golden ones.</summary>
    public static JsonTree Full(Random random) => JsonTree.Object(
        ("\"language\"", JsonTree.Scalar(random.Any(["\"python\"", "\"python\"", "\"python\"", "\"javascript\"", "\"typescript\""]))),
        ("\"code\"", JsonTree.Scalar("\"def execute(input): return input\"")),
        ("\"input\"", JsonTree.Scalar(random.Any(_scalars))),
        ("\"env\"", JsonTree.Object((random.Any(_names), JsonTree.Scalar(random.Any(_scalars))))),
        ("\"files\"", JsonTree.List(File(random), File(random))),
        ("\"limits\"", JsonTree.Object(("\"execution_timeout\"", JsonTree.Scalar(random.Any(["1", "2", "2.0", random.Any(_scalars)]))), ("\"memory_size\"", JsonTree.Scalar(random.Any(_scalars))))),
        ("\"http\"", JsonTree.Object(("\"allow\"", JsonTree.List(JsonTree.Object(("\"host\"", JsonTree.Scalar(random.Any(_scalars)))))))));

    private static JsonTree File(Random random) =>
        JsonTree.Object(("\"path\"", JsonTree.Scalar(random.Any(["\"a\"", "\"a/b\"", random.Any(_scalars)]))), ("\"contents\"", JsonTree.Scalar(random.Any(_scalars))));

    private static void Once(Random random, JsonTree root)
    {
        JsonTree[] all = [.. root.All()];
        var node = random.Any(all);
        var at = random.Next(node.Children.Count + 1);
        var name = random.Any(_names);
        switch (random.Next(9))
        {
            case 0 or 1:
                node.Raw = random.Any(_scalars);
                break;
            case 2:
                node.Raw = Large(random);
                break;
            case 3 when at < node.Children.Count:
                node.Children.RemoveAt(at);
                break;
            case 4 when at < node.Children.Count:
                node.Children[at] = (name, node.Children[at].Value);
                break;
            case 5 when at < node.Children.Count:
                node.Children.Insert(random.Next(node.Children.Count + 1), (node.Children[at].Name, random.Any(all).Copy()));
                break;
            case 6:
                node.Children.Insert(at, (name, random.Any(all).Copy()));
                break;
            case 7:
                node.Children.Insert(at, (name, JsonTree.Scalar(random.Any(_scalars))));
                break;
            default:
                (node.Raw, var other) = (null, random.Any(all).Copy());
                node.Children.Clear();
                node.Children.AddRange(other.Children);
                break;
        }
    }

    private static string Large(Random random)
    {
        var size = random.Any([10, 99, 100, 101, 255, 256, 998, 999, 1000, 1001, 1002, 4095, 4096, 4097, 20_000, 102_400, 102_401, 200_000]);
        return random.Next(8) switch
        {
            0 => $"\"{new string('a', size)}\"",
            1 => new string('9', size),
            2 => $"1e{new string('9', size)}",
            3 => new string('[', size) + new string(']', size),
            4 => string.Concat(Enumerable.Repeat("{\"a\":", Math.Min(size, 5000))) + "1" + new string('}', Math.Min(size, 5000)),
            5 => $"[{string.Join(',', Enumerable.Repeat("0", size))}]",
            6 => $"{{{string.Join(',', Enumerable.Range(0, Math.Min(size, 5000)).Select(static i => string.Create(CultureInfo.InvariantCulture, $"\"k{i}\":\"v\"")))}}}",
            _ => $"\"{string.Join('/', Enumerable.Repeat("ab", Math.Min(size, 5000)))}\"",
        };
    }
}
