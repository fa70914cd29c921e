using System.Net;

namespace Paddock.Egress.Credentials;

/// <summary>Sets a parameter in a query, leaving every other byte of it as it was sent.</summary>
internal static class QueryRewriter
{
    /// <summary>Replaces every parameter of <paramref name="pathAndQuery"/> that is named <paramref name="key"/>, however it is escaped, by one at the end.</summary>
    public static string Set(string pathAndQuery, string key, string value)
    {
        int question = pathAndQuery.IndexOf('?', StringComparison.Ordinal);
        string path = question < 0 ? pathAndQuery : pathAndQuery[..question];
        List<string> kept = [];
        if (question >= 0)
        {
            foreach (string pair in pathAndQuery[(question + 1)..].Split('&'))
            {
                // Some servers also split at semicolons.
                string left = string.Join(';', pair.Split(';').Where(part => !IsNamed(part, key)));
                if (left.Length > 0)
                {
                    kept.Add(left);
                }
            }
        }

        kept.Add($"{Uri.EscapeDataString(key)}={Uri.EscapeDataString(value)}");
        return $"{path}?{string.Join('&', kept)}";
    }

    private static bool IsNamed(string parameter, string key)
    {
        int equals = parameter.IndexOf('=', StringComparison.Ordinal);
        string name = equals < 0 ? parameter : parameter[..equals];
        return string.Equals(WebUtility.UrlDecode(name), key, StringComparison.Ordinal) || string.Equals(Uri.UnescapeDataString(name), key, StringComparison.Ordinal);
    }
}
