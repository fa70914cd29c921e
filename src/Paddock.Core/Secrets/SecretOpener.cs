using Microsoft.Extensions.Logging;
using Paddock.Contracts.Errors;
using Paddock.Contracts.Ids;
using Paddock.Core.Executions;
using Paddock.Core.Grants;
using Paddock.Core.Requests;

namespace Paddock.Core.Secrets;

/// <summary>Puts stored secrets where a request refers to them.</summary>
internal sealed class SecretOpener(ISecretStore store, ISecretSeal seal, ILogger<SecretOpener> logger)
{
    /// <summary>The same hosts with every credential complete.</summary>
    /// <exception cref="StorageException">The storage does not answer.</exception>
    public async ValueTask<Answer<IReadOnlyList<AllowedHost>>> FillInAsync(
        string projectId, IReadOnlyList<AllowedHost> hosts, CancellationToken cancellationToken)
    {
        SecretReference[] references = [.. hosts.Select(static host => host.Secret).OfType<SecretReference>()];
        if (references.Length == 0)
        {
            return new Answer<IReadOnlyList<AllowedHost>>(hosts, null);
        }

        Answer<IReadOnlyDictionary<string, Secret>> opened = await OpenAsync(projectId, references, cancellationToken).ConfigureAwait(false);
        if (opened.Rejection is { } rejection)
        {
            return rejection;
        }

        List<AllowedHost> filled = new(hosts.Count);
        foreach (AllowedHost host in hosts)
        {
            if (host.Secret is { } reference && CredentialRules.CheckSecret(opened.Value![reference.Id].Reveal()) is { } problem)
            {
                return Rejection.Invalid($"{reference.Field}: secret {Show.Text(reference.Id)} {problem}");
            }

            filled.Add(host.Secret is { } filling ? new AllowedHost(host.Pattern, host.Credential!.With(opened.Value![filling.Id])) : host);
        }

        return new Answer<IReadOnlyList<AllowedHost>>(filled, null);
    }

    /// <summary>Opens what <paramref name="references"/> name, each once.</summary>
    /// <exception cref="StorageException">The storage does not answer.</exception>
    public async ValueTask<Answer<IReadOnlyDictionary<string, Secret>>> OpenAsync(
        string projectId, IReadOnlyList<SecretReference> references, CancellationToken cancellationToken)
    {
        Dictionary<string, Secret> opened = new(StringComparer.Ordinal);
        foreach (SecretReference reference in references)
        {
            if (opened.ContainsKey(reference.Id))
            {
                continue;
            }

            SealedSecret? secret = Ulid.IsValid(reference.Id)
                ? await store.FindAsync(projectId, reference.Id, cancellationToken).ConfigureAwait(false)
                : null;
            if (secret is null)
            {
                return Rejection.Invalid($"{reference.Field} names secret {Show.Text(reference.Id)}, which was not found; GET /v1/secrets lists those there are");
            }

            if (seal.Open(projectId, secret) is not { } value)
            {
                Log.CannotOpen(logger, secret.Id, secret.MasterKeyId);
                return new Rejection(
                    StatusCode.Internal,
                    $"{reference.Field}: secret {Show.Text(reference.Id)} cannot be opened; the operator finds the reason in the server's log, and creating it anew helps");
            }

            opened.Add(secret.Id, new Secret(value));
        }

        return new Answer<IReadOnlyDictionary<string, Secret>>(opened, null);
    }
}
