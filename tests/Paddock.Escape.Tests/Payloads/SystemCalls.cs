using System.Text.Json;
using System.Text.RegularExpressions;

namespace Paddock.Escape.Tests.Payloads;

/// <summary>The system calls of x86-64 by name, from the kernel's own header.</summary>
internal static partial class SystemCalls
{
    private const string Header = "/usr/include/x86_64-linux-gnu/asm/unistd_64.h";

    public static IReadOnlyDictionary<string, int> Numbers { get; } =
        Line().Matches(File.ReadAllText(Header)).ToDictionary(match => match.Groups[1].Value, match => int.Parse(match.Groups[2].Value));

    /// <summary>All of them as an object, which is a literal of both languages.</summary>
    public static string Json { get; } = JsonSerializer.Serialize(Numbers);

    [GeneratedRegex(@"^#define __NR_(\w+) (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
