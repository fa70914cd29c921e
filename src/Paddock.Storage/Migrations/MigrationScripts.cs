using System.Globalization;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Migrations;

/// <summary>The scripts <c>Migrations/ENGINE/NUMBER-NAME.sql</c> that this assembly carries.</summary>
internal static class MigrationScripts
{
    /// <summary>All for one engine, in order.</summary>
    public static IReadOnlyList<Migration> Of(Engine engine)
    {
        string folder = $"Migrations/{engine}/";
        return [.. typeof(MigrationScripts).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
            .Select(name => Read(name, Path.GetFileNameWithoutExtension(name)))
            .OrderBy(static migration => migration.Number)];
    }

    private static Migration Read(string resource, string file)
    {
        using StreamReader reader = new(typeof(MigrationScripts).Assembly.GetManifestResourceStream(resource)!);
        int dash = file.IndexOf('-', StringComparison.Ordinal);
        return new Migration(int.Parse(file.AsSpan(0, dash), CultureInfo.InvariantCulture), file[(dash + 1)..], reader.ReadToEnd());
    }
}
