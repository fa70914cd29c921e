using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace Paddock.Core.Grants;

/// <summary>Canonical host names: what is compared is always this form, never what somebody typed.</summary>
internal static class HostNames
{
    private const int MaxNameLength = 253;
    private const int MaxLabelLength = 63;

    private static readonly SearchValues<char> _labelCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");
    private static readonly SearchValues<char> _hexDigits = SearchValues.Create("0123456789abcdef");
    private static readonly IdnMapping _idn = new();

    /// <summary>Puts <paramref name="name"/> in lower case and IDNA, and drops one trailing dot.</summary>
    /// <returns>Null when all is well, else the rule that is broken.</returns>
    public static string? Canonicalize(string name, out string canonical, out bool isAddress)
    {
        isAddress = false;
        canonical = name.ToLowerInvariant();
        if (!Ascii.IsValid(canonical) && !TryEncode(canonical, out canonical))
        {
            return "is not a valid international host name";
        }

        if (canonical.EndsWith('.'))
        {
            canonical = canonical[..^1];
        }

        if (canonical.Length > MaxNameLength)
        {
            return "must not be longer than 253 characters";
        }

        foreach (Range range in canonical.AsSpan().Split('.'))
        {
            ReadOnlySpan<char> label = canonical.AsSpan(range);
            if (label.IsEmpty)
            {
                return "must not have an empty label";
            }

            if (label.Length > MaxLabelLength || label[0] == '-' || label[^1] == '-' || label.ContainsAnyExcept(_labelCharacters))
            {
                return "must be labels of up to 63 letters, digits, - and _ that do not start or end with -";
            }
        }

        return CheckAddress(canonical, out isAddress);
    }

    private static bool TryEncode(string name, out string encoded)
    {
        try
        {
            encoded = _idn.GetAscii(name);
            return true;
        }
        catch (ArgumentException)
        {
            // The BCL offers no way to ask first.
            encoded = name;
            return false;
        }
    }

    /// <summary>A name whose last label is a number is an IPv4 address to somebody, so it has to be one to everybody.</summary>
    private static string? CheckAddress(string name, out bool isAddress)
    {
        ReadOnlySpan<char> last = name.AsSpan(name.LastIndexOf('.') + 1);
        bool numeric = !last.ContainsAnyExceptInRange('0', '9')
            || (last.StartsWith("0x") && !last[2..].ContainsAnyExcept(_hexDigits));
        isAddress = numeric;
        if (!numeric)
        {
            return null;
        }

        return IPAddress.TryParse(name, out IPAddress? address) && address.ToString() == name
            ? null
            : "must write an IPv4 address as four decimal numbers without leading zeros";
    }
}
