namespace Paddock.Door.Tests.Hosting;

/// <summary>The names that the server under test finds on loopback.</summary>
internal static class Hosts
{
    /// <summary>https, with a good certificate.</summary>
    public const string Api = "api.example.com";

    /// <summary>https, with a good certificate.</summary>
    public const string Other = "other.example.com";

    /// <summary>https, with a good certificate; below wild.example.</summary>
    public const string Wild = "a.wild.example";

    /// <summary>http.</summary>
    public const string Plain = "plain.example.com";

    /// <summary>https, with a certificate that has expired.</summary>
    public const string Expired = "expired.example.com";

    /// <summary>https, with the certificate of another name.</summary>
    public const string Misnamed = "misnamed.example.com";

    /// <summary>https, with a certificate of an authority that nobody trusts.</summary>
    public const string Untrusted = "untrusted.example.com";

    /// <summary>Nobody listens.</summary>
    public const string Refusing = "refusing.example.com";

    /// <summary>http, below a name each for what goes wrong: see <see cref="Upstream.FaultyServer"/>.</summary>
    public const string Faulty = "faulty.example.com";

    /// <summary>No name server knows it: RFC 2606 keeps the top-level domain free.</summary>
    public const string Unknown = "nowhere.invalid";
}
