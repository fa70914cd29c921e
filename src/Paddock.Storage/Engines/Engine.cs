namespace Paddock.Storage.Engines;

/// <summary>The engines. The names are those of the folders below Migrations.</summary>
internal enum Engine
{
    /// <summary>A file in the data directory.</summary>
    Sqlite,

    /// <summary>A server.</summary>
    Postgres,
}
