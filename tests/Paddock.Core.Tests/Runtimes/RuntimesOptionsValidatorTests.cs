using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Paddock.Core.Runtimes;

namespace Paddock.Core.Tests.Runtimes;

public sealed class RuntimesOptionsValidatorTests
{
    [Fact]
    public void Options_ByDefault_AreValid() => Check(new RuntimesOptions()).ShouldBeEmpty();

    [Fact]
    public void Options_OutOfRange_AreAllReported() => Check(new RuntimesOptions
    {
        MaxConcurrentBuilds = 65, MaxQueuedBuilds = 0, BuildTimeoutSeconds = 0, BuildMemoryMiB = 127, MaxPackagesMiB = 0,
        MaxPackageFiles = 0, MaxManifestBytes = 0, MaxImportsBytes = 16_385, MaxLogBytes = 4095, MaxAttempts = 0,
    }).ShouldBe(
    [
        "Runtimes:MaxConcurrentBuilds is 65, but must be 0 to 64; set Runtimes__MaxConcurrentBuilds to a number in that range.",
        "Runtimes:MaxQueuedBuilds is 0, but must be 1 to 100000; set Runtimes__MaxQueuedBuilds to a number in that range.",
        "Runtimes:BuildTimeoutSeconds is 0, but must be 1 to 86400; set Runtimes__BuildTimeoutSeconds to a number in that range.",
        "Runtimes:BuildMemoryMiB is 127, but must be 128 to 1048576; set Runtimes__BuildMemoryMiB to a number in that range.",
        "Runtimes:MaxPackagesMiB is 0, but must be 1 to 65536; set Runtimes__MaxPackagesMiB to a number in that range.",
        "Runtimes:MaxPackageFiles is 0, but must be 1 to 10000000; set Runtimes__MaxPackageFiles to a number in that range.",
        "Runtimes:MaxManifestBytes is 0, but must be 1 to 1048576; set Runtimes__MaxManifestBytes to a number in that range.",
        "Runtimes:MaxImportsBytes is 16385, but must be 1 to 16384; set Runtimes__MaxImportsBytes to a number in that range.",
        "Runtimes:MaxLogBytes is 4095, but must be 4096 to 16777216; set Runtimes__MaxLogBytes to a number in that range.",
        "Runtimes:MaxAttempts is 0, but must be 1 to 100; set Runtimes__MaxAttempts to a number in that range.",
    ]);

    [Theory]
    [InlineData("pypi.org/simple", "\"pypi.org/simple\", which is not an http or https URL")]
    [InlineData("", "\"\", which is not an http or https URL")]
    [InlineData("ftp://u:hunter22@h/", "\"***@h/\", which is not an http or https URL")]
    [InlineData("https://u:hunter22@h:99999/", "\"***@h:99999/\", which is not an http or https URL")]
    [InlineData("https://u:hunter22@h/simple?x=1", "\"***@h/simple?x=1\", which has a query or a fragment")]
    [InlineData("https://:hunter22@h/simple", "\"***@h/simple\", which has a password without a user")]
    public void Url_ThatIsNone_IsRefusedWithoutItsPassword(string url, string message)
    {
        string[] failures = [.. Check(new RuntimesOptions { PythonIndexUrl = url, NpmRegistryUrl = url })];
        failures.Select(static failure => failure[..failure.IndexOf("; set", StringComparison.Ordinal)]).ShouldBe([$"Runtimes:PythonIndexUrl is {message}", $"Runtimes:NpmRegistryUrl is {message}"]);
        failures.ShouldAllBe(static failure => !failure.Contains("hunter22"));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8081/simple")]
    [InlineData("https://user:p%40ss@[::1]:8443/a/b/")]
    [InlineData("https://bücher.example/simple")]
    public void Url_OfAnIndex_IsAccepted(string url) => Check(new RuntimesOptions { PythonIndexUrl = url, NpmRegistryUrl = url }).ShouldBeEmpty();

    [Theory]
    [InlineData("https://files.example.com", "\"https://files.example.com\", which must be a host alone, without scheme, path or query")]
    [InlineData("u:hunter22@h", "\"***@h\", which must not contain @; credentials belong in auth")]
    [InlineData("*", "\"*\", which opens every host to builds")]
    public void FileHost_ThatIsNone_IsRefused(string host, string message) =>
        Check(new RuntimesOptions { PythonFileHosts = ["good.example, *.good.example", host] }).Single()
            .ShouldBe($"Runtimes:PythonFileHosts is {message}; set Runtimes__PythonFileHosts to host names such as files.example.com,*.cdn.example.com.");

    [Fact]
    public void Token_ThatIsNone_IsRefusedUnseen()
    {
        string[] failures = [.. Check(new RuntimesOptions { NpmRegistryToken = "npm secret", NpmRegistryUrl = "https://u:p@h/" })];
        failures.Length.ShouldBe(2);
        failures[0].ShouldBe("Runtimes:NpmRegistryToken has a character in it that no token has; set Runtimes__NpmRegistryToken to visible ASCII characters without spaces.");
        failures[1].ShouldStartWith("Runtimes:NpmRegistryToken is set although NpmRegistryUrl has a user");
        failures.ShouldAllBe(static failure => !failure.Contains("secret") && !failure.Contains("u:p"));
    }

    [Fact]
    public void Options_WhenPrinted_ShowNoCredential() =>
        new RuntimesOptions { PythonIndexUrl = "https://u:hunter22@h/", NpmRegistryToken = "hunter22" }.ToString().ShouldBe("Runtimes");

    [Fact]
    public void Section_OfTheConfiguration_IsReadInBothPlacesWithListsAsText()
    {
        RuntimesOptions options = Read(
            ("Runtimes:PythonIndexUrl", "https://a.example/"), ("Runtimes:NpmRegistryToken", ""), ("Runtimes:PythonFileHosts", "x.example"),
            ("Paddock:Runtimes:PythonIndexUrl", "https://b.example/"), ("Paddock:Runtimes:PythonFileHosts:0", "y.example, z.example"));
        (options.PythonIndexUrl, options.NpmRegistryToken, string.Join(' ', options.PythonFileHosts)).ShouldBe(("https://b.example/", null, "y.example z.example"));
    }

    [Fact]
    public void Key_ThatIsUnknown_IsAnError() =>
        Should.Throw<InvalidOperationException>(static () => Read(("Runtimes:PythonIndexURI", "https://a.example/"))).Message.ShouldContain("PythonIndexURI");

    private static IEnumerable<string> Check(RuntimesOptions options) => new RuntimesOptionsValidator().Validate(null, options).Failures ?? [];

    private static RuntimesOptions Read(params (string Key, string Value)[] settings)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build();
        using ServiceProvider services = new ServiceCollection().AddPaddockCore(configuration).BuildServiceProvider();
        return services.GetRequiredService<IOptions<RuntimesOptions>>().Value;
    }
}
