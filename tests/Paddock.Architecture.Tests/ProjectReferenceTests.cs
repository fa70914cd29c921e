using System.Xml.Linq;

namespace Paddock.Architecture.Tests;

/// <summary>The direction of the assemblies, read from the project files. Adapters never see each other.</summary>
public sealed class ProjectReferenceTests
{
    // What each project may see directly.
    private static readonly Dictionary<string, string[]> _allowed = new()
    {
        ["Paddock.Contracts"] = [],
        ["Paddock.Core"] = ["Paddock.Contracts"],
        ["Paddock.Sandbox"] = ["Paddock.Core"],
        ["Paddock.Egress"] = ["Paddock.Core"],
        ["Paddock.Storage"] = ["Paddock.Core"],
        ["Paddock.Server"] = ["Paddock.Contracts", "Paddock.Core", "Paddock.Sandbox", "Paddock.Egress", "Paddock.Storage"],
        ["Paddock.Client"] = ["Paddock.Contracts"],
        ["Paddock.Cli"] = ["Paddock.Client", "Paddock.Contracts"],
    };

    public static TheoryData<string> Projects => [.. Sources.ProjectFiles("src").Select(static file => Path.GetFileNameWithoutExtension(file))];

    [Fact]
    public void Projects_OfTheRepository_AreFound() => Projects.Count.ShouldBeGreaterThanOrEqualTo(4);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_InSrc_ReferencesOnlyWhatItsPlaceAllows(string project)
    {
        _allowed.ShouldContainKey(project);
        References(project).Except(_allowed[project]).ShouldBeEmpty($"{project} must not see these");
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_InSrc_NamesNoOtherProjectInItsSources(string project)
    {
        // A reference may come in by the way; what is not allowed is to use it.
        HashSet<string> reachable = Reachable(project);
        reachable.Add(project);
        string[] forbidden = [.. _allowed.Keys.Where(other => !reachable.Contains(other))];
        foreach (string file in Sources.Files($"src/{project}"))
        {
            string text = File.ReadAllText(file);
            // Paddock.Cli is no part of Paddock.Client
            forbidden.Where(other => text.Contains($"using {other};", StringComparison.Ordinal) || text.Contains($"using {other}.", StringComparison.Ordinal)).ShouldBeEmpty(file);
        }
    }

    [Fact]
    public void Contracts_ProjectFile_HasNoDependencyAtAll() =>
        Elements("Paddock.Contracts", "PackageReference", "ProjectReference", "FrameworkReference").ShouldBeEmpty();

    [Fact]
    public void Client_ProjectFile_HasNoPackageOfItsOwn() => Elements("Paddock.Client", "PackageReference", "FrameworkReference").ShouldBeEmpty();

    [Theory]
    [InlineData("Paddock.Contracts")]
    [InlineData("Paddock.Client")]
    public void Library_OfClients_IsBuiltWithTheAnalyzersOfTrimmingAndAot(string project) =>
        XDocument.Load(Path.Combine(Sources.Root, "src", project, $"{project}.csproj")).Descendants("IsAotCompatible").ShouldHaveSingleItem().Value.ShouldBe("true");

    [Fact]
    public void Core_ProjectFile_HasNoPackage() => Elements("Paddock.Core", "PackageReference").ShouldBeEmpty();

    [Fact]
    public void PackageVersions_InProjectFiles_AreNowhere()
    {
        foreach (string file in Sources.ProjectFiles("src").Concat(Sources.ProjectFiles("tests")))
        {
            XDocument.Load(file).Descendants("PackageReference").Where(static package => package.Attribute("Version") is not null)
                .ShouldBeEmpty($"{file}: versions stand in Directory.Packages.props");
        }
    }

    private static HashSet<string> Reachable(string project)
    {
        HashSet<string> reachable = [];
        foreach (string allowed in _allowed[project])
        {
            reachable.Add(allowed);
            reachable.UnionWith(Reachable(allowed));
        }

        return reachable;
    }

    private static IEnumerable<string> References(string project) =>
        Elements(project, "ProjectReference").Select(static path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

    private static IEnumerable<string> Elements(string project, params string[] names) =>
        XDocument.Load(Path.Combine(Sources.Root, "src", project, $"{project}.csproj"))
            .Descendants()
            .Where(element => names.Contains(element.Name.LocalName))
            .Select(static element => element.Attribute("Include")?.Value)
            .OfType<string>();
}
