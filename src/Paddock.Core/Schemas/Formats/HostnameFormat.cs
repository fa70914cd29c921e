namespace Paddock.Core.Schemas.Formats;

/// <summary>Names of hosts, RFC 1123, with international labels in the form that DNS has them (<c>xn--…</c>).</summary>
internal static class HostnameFormat
{
    private const int MaxLength = 253;
    private const int MaxLabel = 63;

    public static bool IsHostname(string text) => text.Length is > 0 and <= MaxLength && text.Split('.').All(IsLabel);

    private static bool IsLabel(string label)
    {
        if (label.Length is 0 or > MaxLabel || label[0] == '-' || label[^1] == '-' || !label.All(static c => char.IsAsciiLetterOrDigit(c) || c == '-'))
        {
            return false;
        }

        return !label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase)
            || (Punycode.TryDecode(label["xn--".Length..], out int[] codePoints) && InternationalLabel.IsValid(codePoints));
    }
}
