using Paddock.TestKit.Hosting;

namespace Paddock.Compat.Tests.Denied;

/// <summary>The reasons in <c>native/policy/*.policy</c>: lines <c>errno ERRNO call [conditions]  # reason</c>.</summary>
internal sealed class Policy
{
    private readonly ILookup<(string Call, string Errno), string> _reasons;

    private Policy(IEnumerable<string> lines) =>
        _reasons = lines.Select(line => line.Split('#', 2, StringSplitOptions.TrimEntries))
            .Where(parts => parts is [var rule, { Length: > 0 }] && rule.StartsWith("errno ", StringComparison.Ordinal))
            .Select(parts => (Words: parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries), Reason: parts[1]))
            .ToLookup(rule => (rule.Words[2], rule.Words[1]), rule => rule.Reason);

    public static Policy Read()
    {
        var folder = Path.Combine(RepositoryRoot.Find(), "native", "policy");
        return new Policy(Directory.EnumerateFiles(folder, "*.policy").Order(StringComparer.Ordinal).SelectMany(File.ReadLines));
    }

    /// <summary>Why the call is refused with that error; null when no line says so.</summary>
    public string? ReasonFor(DeniedCall call) =>
        _reasons[(call.Name, call.ErrnoName)] is var found && found.Any() ? string.Join("; ", found.Distinct()) : null;
}
