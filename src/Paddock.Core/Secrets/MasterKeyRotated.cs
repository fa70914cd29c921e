namespace Paddock.Core.Secrets;

/// <summary>What a rotation did.</summary>
/// <param name="MasterKeyId">The master key that everything is sealed under now.</param>
/// <param name="Place">Where that key is: a file, or a variable.</param>
/// <param name="Secrets">How many secrets there are.</param>
public sealed record MasterKeyRotated(string MasterKeyId, string Place, int Secrets);
