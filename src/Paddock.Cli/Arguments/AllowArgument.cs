using Paddock.Cli.Hosting;
using Paddock.Contracts.Executions;

namespace Paddock.Cli.Arguments;

/// <summary>
/// <c>--allow HOST[=CREDENTIAL]</c>. A credential is its kind, what the kind needs, and the secret part: <c>bearer:TOKEN</c>, <c>basic:USER:PASSWORD</c>, <c>header:NAME:VALUE</c>,
/// <c>query:KEY:VALUE</c>. After <c>KIND-env</c> the secret part is the name of an environment variable of the caller, after <c>KIND-secret</c> the id of a stored secret.
/// </summary>
internal static class AllowArgument
{
    private const string Forms = "HOST, HOST=bearer:TOKEN, HOST=basic:USER:PASSWORD, HOST=header:NAME:VALUE or HOST=query:KEY:VALUE; KIND-env takes the last part from a variable here, KIND-secret from a stored secret";

    /// <exception cref="UsageException">It is not of that form. The message shows no credential.</exception>
    public static HttpAllow Parse(string text, Func<string, string?> environment)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string host = equals < 0 ? text : text[..equals];
        if (host.Length == 0)
        {
            throw new UsageException($"--allow has no host; it takes {Forms}");
        }

        return new HttpAllow { Host = host, Auth = equals < 0 ? null : Credential(host, text[(equals + 1)..], environment) };
    }

    private static HttpAuth Credential(string host, string text, Func<string, string?> environment)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        string form = colon < 0 ? text : text[..colon];
        int dash = form.IndexOf('-', StringComparison.Ordinal);
        string kind = dash < 0 ? form : form[..dash];
        if (colon < 0 || (dash >= 0 && form[dash..] is not ("-env" or "-secret")) || kind is not ("bearer" or "basic" or "header" or "query"))
        {
            throw new UsageException($"--allow {host}=… has no credential of a known form; it takes {Forms}");
        }

        (string? name, string last) = Split(host, form, kind, text[(colon + 1)..]);
        bool stored = form.EndsWith("-secret", StringComparison.Ordinal);
        string? value = stored ? null : form.EndsWith("-env", StringComparison.Ordinal) ? FromEnvironment(host, last, environment) : last;
        string? secret = stored ? last : null;
        return kind switch
        {
            "bearer" => new HttpAuth { Bearer = new HttpBearerAuth { Token = value, SecretId = secret } },
            "basic" => new HttpAuth { Basic = new HttpBasicAuth { UserId = name!, Password = value, SecretId = secret } },
            "header" => new HttpAuth { Header = new HttpHeaderAuth { Name = name!, Value = value, SecretId = secret } },
            _ => new HttpAuth { Query = new HttpQueryAuth { Key = name!, Value = value, SecretId = secret } },
        };
    }

    private static (string? Name, string Last) Split(string host, string form, string kind, string rest)
    {
        if (kind == "bearer")
        {
            return rest.Length > 0 ? (null, rest) : throw new UsageException($"--allow {host}={form}: has nothing after the colon");
        }

        int colon = rest.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 ? (rest[..colon], rest[(colon + 1)..]) : throw new UsageException($"--allow {host}={form}:… needs two parts after {form}; it takes {Forms}");
    }

    private static string FromEnvironment(string host, string variable, Func<string, string?> environment) =>
        environment(variable) ?? throw new UsageException($"--allow {host}=… takes its credential from the variable {variable}, which is not set here");
}
