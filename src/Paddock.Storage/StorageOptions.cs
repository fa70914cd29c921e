namespace Paddock.Storage;

/// <summary>What the operator says about where state is kept.</summary>
public sealed record StorageOptions
{
    /// <summary>Where these options stand in the configuration.</summary>
    public const string SectionName = "Storage";

    /// <summary>The PostgreSQL database to keep everything in, in place of the file <c>paddock.db</c> in the data directory.</summary>
    /// <value>A connection string, such as <c>Host=db.example;Database=paddock;Username=paddock;Password=…</c>. Default none: the file.</value>
    public string? ConnectionString { get; init; }

    // A record would print the password.
    /// <inheritdoc/>
    public override string ToString() => $"{SectionName} {(ConnectionString is null ? "in a file" : "in PostgreSQL")}";
}
