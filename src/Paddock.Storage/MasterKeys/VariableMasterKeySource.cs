using Paddock.Core;

namespace Paddock.Storage.MasterKeys;

/// <summary>Keys from the environment, the same from the start of the process to its end.</summary>
/// <param name="key">The value of <see cref="Variable"/>.</param>
/// <param name="oldKey">The value of <see cref="OldVariable"/>, or null.</param>
internal sealed class VariableMasterKeySource(string key, string? oldKey) : IMasterKeySource
{
    /// <summary>The key that seals.</summary>
    public const string Variable = "PADDOCK_MASTER_KEY";

    /// <summary>One more that opens, until a rotation is done.</summary>
    public const string OldVariable = "PADDOCK_MASTER_KEY_OLD";

    /// <inheritdoc/>
    public string Place => Variable;

    /// <inheritdoc/>
    public bool Exists() => true;

    /// <inheritdoc/>
    public void Create()
    {
        // There is one.
    }

    /// <inheritdoc/>
    public MasterKeyRing Load() => new(string.IsNullOrWhiteSpace(oldKey) ? [Parse(Variable, key)] : [Parse(Variable, key), Parse(OldVariable, oldKey)]);

    /// <inheritdoc/>
    public object GetStamp() => Variable;

    private static MasterKey Parse(string variable, string text) => MasterKey.Parse(text)
        ?? throw new StartupException(
            $"{variable} has {text.Trim().Length} characters that are not {MasterKey.Length} bytes in base64 (44 characters) or hexadecimal (64); `openssl rand -base64 32` makes a good one");
}
