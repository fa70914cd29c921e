using System.Text;
using Paddock.Core.Grants;

namespace Paddock.Egress.Credentials;

/// <summary>Puts credentials into a request that was allowed. Whatever the code set in their place is gone.</summary>
internal static class CredentialWriter
{
    /// <summary>Sets the parameters of the query.</summary>
    public static string ApplyToTarget(string pathAndQuery, IReadOnlyList<HostCredential> credentials)
    {
        foreach (HostCredential credential in credentials)
        {
            if (credential is QueryCredential query)
            {
                pathAndQuery = QueryRewriter.Set(pathAndQuery, query.Key, query.Value.Reveal());
            }
        }

        return pathAndQuery;
    }

    /// <summary>Sets the headers.</summary>
    public static void ApplyToHeaders(HttpRequestMessage request, IReadOnlyList<HostCredential> credentials)
    {
        foreach (HostCredential credential in credentials)
        {
            switch (credential)
            {
                case BearerCredential bearer:
                    Set(request, "Authorization", $"Bearer {bearer.Token.Reveal()}");
                    break;
                case BasicCredential basic:
                    Set(request, "Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic.UserId.Reveal()}:{basic.Password.Reveal()}"))}");
                    break;
                case HeaderCredential header:
                    Set(request, header.Name, header.Value.Reveal());
                    break;
                case QueryCredential:
                    break;
                default:
                    throw new InvalidOperationException("There is no such credential.");
            }
        }
    }

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        // Services behind CGI or WSGI cannot tell X_Key from X-Key.
        string[] same =
        [
            .. request.Headers.NonValidated.Select(static header => header.Key)
                .Concat(request.Content?.Headers.NonValidated.Select(static header => header.Key) ?? [])
                .Where(other => string.Equals(other.Replace('_', '-'), name.Replace('_', '-'), StringComparison.OrdinalIgnoreCase)),
        ];
        foreach (string other in same)
        {
            request.Headers.Remove(other);
            request.Content?.Headers.Remove(other);
        }

        // A character of a header is a byte here, whatever the byte means.
        string bytes = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(value));
        if (!request.Headers.TryAddWithoutValidation(name, bytes))
        {
            request.Content ??= new ByteArrayContent([]);
            request.Content.Headers.TryAddWithoutValidation(name, bytes);
        }
    }
}
