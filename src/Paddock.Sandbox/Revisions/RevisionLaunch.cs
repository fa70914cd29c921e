using System.Text;
using System.Text.Json;
using Paddock.Core.Runtimes;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Pools;

namespace Paddock.Sandbox.Revisions;

/// <summary>What a revision adds to the launch of its language's jail.</summary>
internal static class RevisionLaunch
{
    /// <summary>Read by runtimes/python/template.py.</summary>
    private const string PreloadPath = "/opt/paddock/preload.json";

    private const string PythonPackages = "/opt/packages";

    /// <summary>Where every search for a package ends, from <c>/src</c> and from <c>/mnt/req</c>.</summary>
    private const string NodePackages = "/node_modules";

    // The linear algebra under numpy starts a thread a core when it is loaded, which a template must not have; and a cell has one core.
    private static readonly string[] s_python =
        [$"PYTHONPATH={PythonPackages}", "OPENBLAS_NUM_THREADS=1", "OMP_NUM_THREADS=1", "MKL_NUM_THREADS=1", "NUMEXPR_NUM_THREADS=1", "MPLBACKEND=Agg"];

    /// <summary>What runs in the cells of a language's revisions.</summary>
    internal static RuntimeProgram ProgramOf(RuntimeLanguage language) => RuntimeProgram.Of(language == RuntimeLanguage.Python ? PoolKind.Python : PoolKind.JavaScript);

    /// <summary>The packages bound into <paramref name="plain"/> and, for Python, what its template imports ahead.</summary>
    internal static JailSpec Of(PackageSet packages, JailSpec plain, string folder) => plain with
    {
        Name = $"{plain.Name}-revision",
        Binds = [(folder, MountPoint(packages.Language))],
        Environment = EnvironmentOf(packages.Language),
        IsMute = true,
        Files = packages.Language == RuntimeLanguage.Python ? [(PreloadPath, Preload(packages))] : [],
    };

    /// <summary>Where cells find the packages.</summary>
    internal static string MountPoint(RuntimeLanguage language) => language == RuntimeLanguage.Python ? PythonPackages : NodePackages;

    /// <summary>The environment of cells with packages.</summary>
    internal static IReadOnlyList<string> EnvironmentOf(RuntimeLanguage language) => language == RuntimeLanguage.Python ? s_python : [];

    private static string Preload(PackageSet packages)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartArray("preloads"u8);
            foreach (string module in packages.Preloads.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                json.WriteStringValue(module);
            }

            json.WriteEndArray();
            json.WriteString("imports"u8, packages.Imports);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
