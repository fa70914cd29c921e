namespace Paddock.Core.Schemas.Formats;

/// <summary>The formats that can be checked. Others are remarks, whatever the options say.</summary>
internal static class KnownFormats
{
    /// <summary>The check of <paramref name="format"/>; null when it is not known.</summary>
    public static Func<string, bool>? Find(string format) => format switch
    {
        "date" => TimeFormats.IsDate,
        "date-time" => TimeFormats.IsDateTime,
        "email" => EmailFormat.IsEmail,
        "hostname" => HostnameFormat.IsHostname,
        "ipv4" => AddressFormats.IsIpv4,
        "ipv6" => AddressFormats.IsIpv6,
        "time" => TimeFormats.IsTime,
        "uri" => UriFormat.IsUri,
        "uuid" => IsUuid,
        _ => null,
    };

    private static bool IsUuid(string text) =>
        text.Length == 36 && !text.Where(static (c, index) => index is 8 or 13 or 18 or 23 ? c != '-' : !char.IsAsciiHexDigit(c)).Any();
}
