using System.Text.Json;
using Paddock.Bench.Peers;

namespace Paddock.Bench.Tests.Peers;

/// <summary>What is compared with Paddock: each is measured, or says why not.</summary>
public sealed class PeerTests : IDisposable
{
    private readonly string _logs = Directory.CreateTempSubdirectory("paddock-peers-").FullName;

    public void Dispose() => Directory.Delete(_logs, recursive: true);

    [Fact]
    public void Peer_ThatIsNotInstalled_SaysSo() =>
        new StartedPeer("x", "x", ["no-such-program"], _logs).Try().ShouldNotBeNull().ShouldStartWith("no-such-program is not installed");

    [Fact]
    public void Peer_ThatFails_SaysWithWhichWords() =>
        new StartedPeer("x", "x", ["/bin/sh", "-c", "echo no namespaces here; echo more; exit 3"], _logs).Try()
            .ShouldBe("it does not run here: wait status 768, no namespaces here");

    [Fact]
    public void Peer_WithAnotherAnswer_IsNotMeasured() => new StartedPeer("x", "x", ["/bin/true"], _logs).Try().ShouldBe("it does not run here: wait status 0, without a word");

    [Fact]
    public void Peer_WithTheRightAnswer_IsMeasured()
    {
        var peer = new StartedPeer("x", "x", ["/bin/sh", "-c", """echo '{"name": "John", "executed": true}'"""], _logs);

        peer.Try().ShouldBeNull();
        peer.Measure(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);

        peer.Measured.P50.ShouldBeGreaterThan(0);
        peer.Measured.BestRate.ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public void Start_WithAnId_GetsOneOfItsOwn()
    {
        var spawner = new Spawner("x", ["/bin/echo", Spawner.Id]);
        string[] outputs = [.. Enumerable.Range(0, 2).Select(i =>
        {
            string output = Path.Combine(_logs, $"{i}");
            spawner.Start(output).Wait().ShouldBe(0);
            return File.ReadAllText(output);
        })];

        outputs.ShouldBeUnique();
        outputs.ShouldAllBe(static text => text.StartsWith("paddock-bench-", StringComparison.Ordinal));
    }

    [Fact]
    public void Bundle_OfAnyProgram_IsJsonThatNamesIt()
    {
        using var bundle = new CrunBundle("/a \"root\"", ["/usr/bin/python3.11", "-c", "print(\"a\\n\")"]);
        string[] command = [.. bundle.Command("/usr/bin/crun")];

        command[^1].ShouldBe(Spawner.Id);
        string folder = string.Join(' ', command).Split("--bundle ")[1].Split(' ', '"')[0];
        using JsonDocument config = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "config.json")));
        config.RootElement.GetProperty("root").GetProperty("path").GetString().ShouldBe("/a \"root\"");
        config.RootElement.GetProperty("process").GetProperty("args")[2].GetString().ShouldBe("print(\"a\\n\")");
    }
}
