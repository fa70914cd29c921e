using Paddock.Core.Grants;
using Paddock.Core.Runtimes;

namespace Paddock.Core.Tests.Runtimes;

public sealed class PackageIndexTests
{
    [Theory]
    [InlineData("https://pypi.org/simple", "", "https://pypi.org/simple", "pypi.org files.pythonhosted.org")]
    [InlineData("https://pypi.org/simple", "mirror.example", "https://pypi.org/simple", "pypi.org mirror.example")]
    [InlineData("https://u:p@Packages.Example:8443/simple/", "", "https://packages.example:8443/simple/", "packages.example:8443")]
    [InlineData("http://127.0.0.1:80/simple", "127.0.0.1, *.cdn.example:8080", "http://127.0.0.1/simple", "127.0.0.1 *.cdn.example:8080")]
    [InlineData("http://[::1]:99/", "", "http://[::1]:99/", "::1:99")]
    public void Index_OfPython_OpensItsHostAndThoseOfItsFiles(string url, string files, string shown, string hosts)
    {
        PackageIndex index = PackageIndex.Of(RuntimeLanguage.Python, new RuntimesOptions { PythonIndexUrl = url, PythonFileHosts = [files] });
        index.Url.ToString().ShouldBe(shown);
        string.Join(' ', index.Hosts.Select(static host => Show(host.Pattern))).ShouldBe(hosts);
        index.Hosts.ShouldAllBe(static host => host.IsOperators);
        index.Hosts.Skip(1).ShouldAllBe(static host => host.Credential == null);
    }

    [Fact]
    public void User_InTheUrl_BecomesABasicCredential()
    {
        BasicCredential credential = PackageIndex.Of(RuntimeLanguage.Python, new RuntimesOptions { PythonIndexUrl = "https://us%65r:p%40ss%3A@h/" })
            .Hosts[0].Credential.ShouldBeOfType<BasicCredential>();
        (credential.UserId.Reveal(), credential.Password.Reveal()).ShouldBe(("user", "p@ss:"));
    }

    [Fact]
    public void Token_OfTheRegistry_BecomesABearerCredential()
    {
        PackageIndex index = PackageIndex.Of(RuntimeLanguage.JavaScript, new RuntimesOptions { NpmRegistryToken = "npm_1", PythonFileHosts = ["files.example"] });
        AllowedHost host = index.Hosts.Single();
        (Show(host.Pattern), host.IsOperators, index.Url.ToString()).ShouldBe(("registry.npmjs.org", true, "https://registry.npmjs.org/"));
        host.Credential.ShouldBeOfType<BearerCredential>().Token.Reveal().ShouldBe("npm_1");
    }

    private static string Show(HostPattern pattern) =>
        $"{(pattern.Kind == HostPatternKind.Subdomains ? "*." : "")}{pattern.Host}{(pattern.Port is { } port ? $":{port}" : "")}";
}
