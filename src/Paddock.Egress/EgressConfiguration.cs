using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Paddock.Egress;

/// <summary>Makes one section out of the two that may hold <see cref="EgressOptions"/>.</summary>
internal static class EgressConfiguration
{
    /// <summary>The other place of the section, in line with all other settings. It goes before <see cref="EgressOptions.SectionName"/>.</summary>
    public const string OtherSectionName = $"Paddock:{EgressOptions.SectionName}";

    private const string Ranges = nameof(EgressOptions.AllowPrivateRanges);

    /// <summary>Reads both sections. An empty value is none; a list is taken whole from the one place or the other, and may be one text with commas.</summary>
    /// <returns>The section, under its usual name so that messages show that one.</returns>
    public static IConfigurationSection Read(IConfiguration configuration)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        string[] ranges = [];
        foreach (string place in (string[])[EgressOptions.SectionName, OtherSectionName])
        {
            IConfigurationSection section = configuration.GetSection(place);
            string[] found = [.. ReadRanges(section.GetSection(Ranges))];
            ranges = found.Length == 0 ? ranges : found;
            foreach ((string key, string? value) in section.AsEnumerable(makePathsRelative: true))
            {
                if (!string.IsNullOrEmpty(value) && !IsRange(key))
                {
                    settings[$"{EgressOptions.SectionName}:{key}"] = value;
                }
            }
        }

        for (int i = 0; i < ranges.Length; i++)
        {
            settings[string.Create(CultureInfo.InvariantCulture, $"{EgressOptions.SectionName}:{Ranges}:{i}")] = ranges[i];
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection(EgressOptions.SectionName);
    }

    private static bool IsRange(string key) =>
        key.Split(':')[0].Equals(Ranges, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> ReadRanges(IConfigurationSection section) =>
        section.GetChildren().Select(static child => child.Value)
            .Prepend(section.Value)
            .SelectMany(static value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
