using Microsoft.Extensions.Logging;
using Paddock.Core;
using Paddock.Storage.Engines;

namespace Paddock.Storage.MasterKeys;

/// <summary>Sees to it at start that there is a master key, and that it is the right one.</summary>
internal sealed class MasterKeyStart(IMasterKeySource source, MasterKeyChain keys, MasterKeyRegistry registry, Database database, ILogger<MasterKeyStart> logger)
{
    /// <summary>Loads the keys; makes one when there has never been any.</summary>
    /// <exception cref="StartupException">There is no key where there has to be one, or it is not to be used.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!source.Exists())
        {
            await RefuseSecondKeyAsync(cancellationToken).ConfigureAwait(false);
            source.Create();
            Log.MasterKeyMade(logger, source.Place, keys.Current.Id);
        }

        if (await registry.AddAsync(keys.Current, cancellationToken).ConfigureAwait(false) is { } retired)
        {
            throw new StartupException(
                $"the master key {keys.Current.Id} in {source.Place} was retired by a rotation at {retired:u}: use the one that came after it, {await NameCurrentAsync(cancellationToken).ConfigureAwait(false)}");
        }

        foreach ((string id, long count) in await registry.CountSecretsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (keys.Find(id) is null)
            {
                Log.SecretsSealedUnderOtherKey(logger, count, id, source.Place);
            }
        }
    }

    /// <summary>A key made now would not open what others have sealed, and nobody would notice before a secret is used.</summary>
    private async Task RefuseSecondKeyAsync(CancellationToken cancellationToken)
    {
        bool isKnown = (await registry.ListCurrentAsync(cancellationToken).ConfigureAwait(false)).Count > 0;

        // Looked at once more: another server that starts now makes the file first and enters it afterwards.
        if (isKnown && !source.Exists())
        {
            throw new StartupException(
                $"{source.Place} is missing, and the secrets in {database.Place} are sealed under the master key {await NameCurrentAsync(cancellationToken).ConfigureAwait(false)}: "
                + $"put that file back, or set {VariableMasterKeySource.Variable}. Lost? Those secrets are, too; make a new key with `(umask 077; openssl rand -base64 32 > {source.Place})`");
        }
    }

    private async Task<string> NameCurrentAsync(CancellationToken cancellationToken) =>
        string.Join(" or ", await registry.ListCurrentAsync(cancellationToken).ConfigureAwait(false));
}
