using System.Text;
using System.Text.Json;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Lifecycle;

/// <summary>The first start makes a key, the second one finds it.</summary>
[Collection(LifecycleSuite.Name)]
public sealed class FirstStartTests : IDisposable
{
    private const UnixFileMode ForOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private readonly string _data = Directory.CreateTempSubdirectory("paddock-conformance-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ServerSettings Settings => new() { ApiKeys = null, DataDirectory = _data };

    [Fact(Timeout = TestTimeout.Default)]
    public async Task FirstStart_WithoutAKey_PrintsACurlLineThatWorksAsItIs()
    {
        await using var server = await ServerProcess.StartAsync(Settings, Cancellation);

        var command = await PrintedCurl.FindAsync(server.Output, Cancellation);

        command.ShouldContain($":{server.Port}/");
        var answer = JsonElement.Parse(await PrintedCurl.RunAsync(command, Cancellation));
        answer.GetProperty("output_status").GetString().ShouldBe("valid", answer.ToString());
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task FirstStart_WithoutAKey_KeepsOnlyItsHash()
    {
        await using var server = await ServerProcess.StartAsync(Settings, Cancellation);

        var key = await PrintedCurl.KeyAsync(server.Output, Cancellation);

        var files = Directory.GetFiles(_data, "*", SearchOption.AllDirectories);
        files.ShouldNotBeEmpty();
        foreach (var file in files)
        {
            Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, Cancellation)).ShouldNotContain(key[^26..], Case.Insensitive, file);
            (File.GetUnixFileMode(file) & ForOthers).ShouldBe(UnixFileMode.None, file);
        }
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task SecondStart_OnTheSameData_IsQuickAndKeepsTheKeyToItself()
    {
        string key;
        await using (var first = await ServerProcess.StartAsync(Settings, Cancellation))
        {
            key = await PrintedCurl.KeyAsync(first.Output, Cancellation);
            (await first.StopAsync(Signals.Terminate, Cancellation)).ShouldBe(0, first.Output.Tail());
        }

        await using var second = await ServerProcess.StartAsync(Settings, Cancellation);

        second.StartTime.ShouldBeLessThan(TimeSpan.FromSeconds(8)); // Promised are 3; a busy machine gets the rest.
        second.Output.ToString().ShouldNotContain("riza_");
        using var client = second.ClientWithKey(key);
        (await client.ExecuteAsync(Snippets.One("python"), Cancellation)).ShouldBeValid("1");
        using var stranger = second.ClientWithKey(key[..^1] + (key[^1] == '0' ? '1' : '0'));
        (await stranger.PostAsync("{}", Cancellation)).ShouldFail(System.Net.HttpStatusCode.Unauthorized, 16);
    }

    public void Dispose() => Directory.Delete(_data, recursive: true);
}
