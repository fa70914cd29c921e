using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Paddock.Core.Runtimes;

/// <summary>Makes one section out of the two that may hold <see cref="RuntimesOptions"/>.</summary>
internal static class RuntimesConfiguration
{
    /// <summary>The other place of the section, in line with all other settings. It goes before <see cref="RuntimesOptions.SectionName"/>.</summary>
    public const string OtherSectionName = $"Paddock:{RuntimesOptions.SectionName}";

    private const string Hosts = nameof(RuntimesOptions.PythonFileHosts);

    /// <summary>Reads both sections. An empty value is none; the list of hosts is taken whole from the one place or the other, and may be one text with commas.</summary>
    /// <returns>The section, under its usual name so that messages show that one.</returns>
    public static IConfigurationSection Read(IConfiguration configuration)
    {
        Dictionary<string, string?> settings = new(StringComparer.OrdinalIgnoreCase);
        string[] hosts = [];
        foreach (string place in (string[])[RuntimesOptions.SectionName, OtherSectionName])
        {
            IConfigurationSection section = configuration.GetSection(place);
            string[] found = [.. ReadHosts(section.GetSection(Hosts))];
            hosts = found.Length == 0 ? hosts : found;
            foreach ((string key, string? value) in section.AsEnumerable(makePathsRelative: true))
            {
                if (!string.IsNullOrEmpty(value) && !key.Split(':')[0].Equals(Hosts, StringComparison.OrdinalIgnoreCase))
                {
                    settings[$"{RuntimesOptions.SectionName}:{key}"] = value;
                }
            }
        }

        for (int i = 0; i < hosts.Length; i++)
        {
            settings[string.Create(CultureInfo.InvariantCulture, $"{RuntimesOptions.SectionName}:{Hosts}:{i}")] = hosts[i];
        }

        return new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection(RuntimesOptions.SectionName);
    }

    private static IEnumerable<string> ReadHosts(IConfigurationSection section) =>
        section.GetChildren().Select(static child => child.Value)
            .Prepend(section.Value)
            .SelectMany(static value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
}
