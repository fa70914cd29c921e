namespace Paddock.Core.Secrets;

/// <summary>A value that must not be seen: whatever prints it gets a mask.</summary>
internal sealed class Secret(string value)
{
    /// <summary>The value itself.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
