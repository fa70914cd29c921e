using Microsoft.Extensions.Configuration;

namespace Paddock.Storage;

/// <summary>Makes one section out of the two that may hold <see cref="StorageOptions"/>.</summary>
internal static class StorageConfiguration
{
    /// <summary>The other place of the section, in line with all other settings. It goes before <see cref="StorageOptions.SectionName"/>.</summary>
    public const string OtherSectionName = $"Paddock:{StorageOptions.SectionName}";

    /// <summary>Reads both sections. An empty value is none.</summary>
    /// <returns>The section, under its usual name so that messages show that one.</returns>
    public static IConfigurationSection Read(IConfiguration configuration)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        foreach (string place in (string[])[StorageOptions.SectionName, OtherSectionName])
        {
            foreach ((string key, string? value) in configuration.GetSection(place).AsEnumerable(makePathsRelative: true))
            {
                if (!string.IsNullOrWhiteSpace(value))
                {
                    settings[$"{StorageOptions.SectionName}:{key}"] = value;
                }
            }
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection(StorageOptions.SectionName);
    }
}
