using Paddock.Core;
using Paddock.Core.Secrets;
using Paddock.Storage.Secrets;

namespace Paddock.Storage.MasterKeys;

/// <summary>
/// With a key file: (1) the file gets a new key in front of the old ones, so that whoever reads it from now on seals under the new one and opens under all;
/// (2) every secret is sealed anew and the old keys are retired, in one transaction; (3) the file keeps the new key only. Whatever step is the last, the file opens
/// everything. With a variable the operator does (1) and (3), and this is (2).
/// </summary>
internal sealed class MasterKeyRotation(
    IMasterKeySource source, MasterKeyChain keys, MasterKeyRegistry registry, ISecretStore secrets, AesGcmSecretSeal seal) : IMasterKeyRotation
{
    /// <inheritdoc/>
    public async ValueTask<MasterKeyRotated> RotateAsync(CancellationToken cancellationToken)
    {
        if (source is MasterKeyFile file)
        {
            return await RotateFileAsync(file, cancellationToken).ConfigureAwait(false);
        }

        await CheckVariableAsync(cancellationToken).ConfigureAwait(false);
        return await ResealAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<MasterKeyRotated> RotateFileAsync(MasterKeyFile file, CancellationToken cancellationToken)
    {
        if (!file.Exists())
        {
            throw new StartupException($"{file.Place} is not there yet, so there is nothing to rotate: a server makes it when it first starts");
        }

        using IDisposable alone = file.Lock();
        MasterKeyRing former = file.Load();

        // More than one key: a rotation was broken off after its first step, and its key is in front.
        if (former.Keys.Count == 1)
        {
            file.Replace(new MasterKeyRing([MasterKey.Create(), former.Current]));
        }

        MasterKeyRotated rotated = await ResealAsync(cancellationToken).ConfigureAwait(false);
        file.Replace(new MasterKeyRing([keys.Current]));
        return rotated;
    }

    /// <summary>A server that has only the old key would open nothing afterwards. One that has both has entered the new one.</summary>
    private async Task CheckVariableAsync(CancellationToken cancellationToken)
    {
        const string way = $"set {VariableMasterKeySource.Variable} to a new key (`openssl rand -base64 32`) and {VariableMasterKeySource.OldVariable} to the present one, "
            + "restart every server with both, and run this again with both";
        MasterKeyRing ring = keys.Ring;
        if (ring.Keys.Count == 1)
        {
            throw new StartupException($"{VariableMasterKeySource.OldVariable} is not set: {way}");
        }

        if (ring.Keys[0].Id == ring.Keys[1].Id)
        {
            throw new StartupException($"{VariableMasterKeySource.Variable} and {VariableMasterKeySource.OldVariable} are the same key: {way}");
        }

        if (!(await registry.ListCurrentAsync(cancellationToken).ConfigureAwait(false)).Contains(ring.Current.Id))
        {
            throw new StartupException($"no server has been started with the key in {VariableMasterKeySource.Variable} ({ring.Current.Id}) yet, or it is retired: {way}");
        }
    }

    private async Task<MasterKeyRotated> ResealAsync(CancellationToken cancellationToken)
    {
        string id = keys.Current.Id;
        int count = await secrets.ResealAsync(id, Reseal, cancellationToken).ConfigureAwait(false);
        return new MasterKeyRotated(id, source.Place, count);
    }

    private SealedSecret Reseal(string projectId, SealedSecret secret) => seal.Reseal(projectId, secret)
        ?? throw new StartupException(
            $"the secret {secret.Id} of project {projectId} does not open: it is damaged, or its master key {secret.MasterKeyId} is not in {source.Place}. "
            + "No secret was changed; put that key there, or delete the secret (DELETE /v1/secrets/ID), and run this again");
}
