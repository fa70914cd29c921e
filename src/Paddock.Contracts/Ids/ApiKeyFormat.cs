namespace Paddock.Contracts.Ids;

/// <summary>The form of the keys that Paddock makes: <c>riza_&lt;ULID&gt;_&lt;ULID&gt;</c>.</summary>
public static class ApiKeyFormat
{
    /// <summary>What every made key starts with.</summary>
    public const string Prefix = "riza_";

    /// <summary>Makes a new key; it carries 160 random bits.</summary>
    /// <param name="now">The time that its ULIDs carry.</param>
    public static string Create(DateTimeOffset now) => $"{Prefix}{Ulid.Create(now)}_{Ulid.Create(now)}";
}
