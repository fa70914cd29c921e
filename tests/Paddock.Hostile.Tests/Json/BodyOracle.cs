using System.Numerics;
using System.Text;
using System.Text.Json;

namespace Paddock.Hostile.Tests.Json;

/// <summary>Says what the published contract (docs/api) makes of a body, without a look at how the server reads it.</summary>
internal static class BodyOracle
{
    private const int MaxDepth = 1001;

    public enum Verdict
    {
        Accepted,
        Refused,

        /// <summary>Names a revision, of which there is none.</summary>
        NotFound,

        /// <summary>Speaks of hosts: the rules for those are tested elsewhere.</summary>
        Unknown,
    }

    public static Verdict Judge(byte[] body)
    {
        body = body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body[3..] : body;
        if (!JsonReference.IsValue(body, MaxDepth))
        {
            return Verdict.Refused;
        }

        using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = MaxDepth });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
        {
            return Verdict.Refused;
        }

        var fine = Text(Member(root, "language")) is { } language
            && new[] { "python", "javascript", "typescript" }.Contains(language, StringComparer.OrdinalIgnoreCase)
            && Text(Member(root, "code")) is { } code && !code.Contains('\0', StringComparison.Ordinal) && Bytes(code) <= 1 << 20
            && IsEnvironment(Member(root, "env"))
            && AreFiles(Member(root, "files"))
            && AreLimits(Member(root, "limits"));
        var revision = Member(root, "runtime_revision_id");
        if (!fine)
        {
            return Verdict.Refused;
        }

        if (Member(root, "http") is not null || Member(root, "allow_http_hosts") is not null)
        {
            return Verdict.Unknown;
        }

        return revision is null || Text(revision) is "" ? Verdict.Accepted : Text(revision) is null ? Verdict.Refused : Verdict.NotFound;
    }

    /// <summary>The last member of that name; null when it is not there, or null.</summary>
    private static JsonElement? Member(JsonElement container, string name)
    {
        JsonElement? found = null;
        foreach (var member in container.EnumerateObject().Where(member => Unescape(member) == name))
        {
            found = member.Value;
        }

        return found is { ValueKind: JsonValueKind.Null } ? null : found;
    }

    private static string? Unescape(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null; // half of a surrogate pair
        }
    }

    private static string? Text(JsonElement? element)
    {
        try
        {
            return element is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static int Bytes(string text) => Encoding.UTF8.GetByteCount(text);

    private static bool IsEnvironment(JsonElement? env) => env is null
        || (env is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0)
        || (env is { ValueKind: JsonValueKind.Object } map && map.EnumerateObject().Count() <= 100 && map.EnumerateObject().All(static variable =>
            Unescape(variable) is { Length: > 0 } name && !name.Contains('=', StringComparison.Ordinal) && !name.Any(char.IsControl) && Bytes(name) <= 4096
            && Text(variable.Value) is { } value && !value.Contains('\0', StringComparison.Ordinal) && Bytes(value) <= 102_400));

    private static bool AreFiles(JsonElement? files)
    {
        if (files is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() > 1000)
        {
            return files is null;
        }

        var paths = new List<string>();
        foreach (var file in list.EnumerateArray())
        {
            if (file.ValueKind != JsonValueKind.Object || Text(Member(file, "path")) is not { } path || !IsPath(path)
                || Text(Member(file, "contents") ?? Member(file, "content")) is null)
            {
                return false;
            }

            paths.Add(path);
        }

        var directories = paths.SelectMany(static path => path.Select((c, i) => c == '/' ? path[..i] : "")).Where(static parent => parent.Length > 0).ToHashSet();
        return paths.Distinct().Count() == paths.Count && !paths.Any(directories.Contains) && directories.Count <= 2000;
    }

    private static bool IsPath(string path) => path.Length > 0 && path[0] != '/' && !path.Any(char.IsControl) && Bytes(path) <= 4086
        && path.Split('/') is { Length: <= 64 } segments && segments.All(static segment => segment is not ("" or "." or "..") && Bytes(segment) <= 255);

    private static bool AreLimits(JsonElement? limits) => limits is null
        || (limits is { ValueKind: JsonValueKind.Array } list && list.GetArrayLength() == 0)
        || (limits is { ValueKind: JsonValueKind.Object } map && IsLimit(Member(map, "execution_timeout"), 1, 300) && IsLimit(Member(map, "memory_size"), 16, 2048));

    private static bool IsLimit(JsonElement? limit, int least, int most) =>
        limit is null || (limit is { ValueKind: JsonValueKind.Number } number && Whole(number.GetRawText(), most) is { } value && (value == 0 || (value >= least && value <= most)));

    /// <summary>The number when it is whole, or anything above <paramref name="most"/> when it is too large to write down.</summary>
    private static BigInteger? Whole(string text, int most)
    {
        var parts = text.ToLowerInvariant().Split('e');
        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var digits = BigInteger.Parse(parts[0].Replace(".", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
        if (digits.IsZero)
        {
            return 0;
        }

        var exponent = (parts.Length > 1 ? BigInteger.Parse(parts[1], System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture) : 0)
            - (point < 0 ? 0 : parts[0].Length - point - 1);
        if (exponent > 100)
        {
            return digits.Sign < 0 ? -1 : most + 1;
        }

        if (exponent < -parts[0].Length)
        {
            return null;
        }

        if (exponent >= 0)
        {
            return digits * BigInteger.Pow(10, (int)exponent);
        }

        var (quotient, rest) = BigInteger.DivRem(digits, BigInteger.Pow(10, (int)-exponent)) is var (q, r) ? (q, r) : default;
        return rest.IsZero ? quotient : null;
    }
}
