namespace Paddock.Core.Secrets;

/// <summary>Encrypts secrets under the master key. Implemented by Paddock.Storage.</summary>
public interface ISecretSeal
{
    /// <summary>Seals <paramref name="value"/>. What comes out can be opened only for the same project and id.</summary>
    SealedSecret Seal(string projectId, string id, string name, string value, DateTimeOffset now);

    /// <summary>Opens a secret.</summary>
    /// <returns>The value; null when it was sealed under another master key, or is damaged.</returns>
    string? Open(string projectId, SealedSecret secret);
}
