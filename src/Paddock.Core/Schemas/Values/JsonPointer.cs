namespace Paddock.Core.Schemas.Values;

/// <summary>JSON pointers, RFC 6901.</summary>
internal static class JsonPointer
{
    /// <summary>One name as it stands in a pointer.</summary>
    public static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    /// <summary>The names in <paramref name="pointer"/>, which is empty or starts with a slash.</summary>
    public static IEnumerable<string> Split(string pointer) =>
        pointer.Split('/').Skip(1).Select(static name => name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));

    /// <summary>A pointer of names that are escaped.</summary>
    public static string Join(IEnumerable<string> escaped) => string.Concat(escaped.Select(static name => "/" + name));
}
