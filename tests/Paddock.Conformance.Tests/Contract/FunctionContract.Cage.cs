using System.Globalization;
using System.Text.Json;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Contract;

/// <summary>What can be seen of the cage from the inside. The escape suite looks at each layer closely.</summary>
public abstract partial class FunctionContract
{
    /// <summary>Returns the text of the file that the input names.</summary>
    protected abstract string ReadsFile { get; }

    /// <summary>Tries to write each path of its input; returns those where it worked.</summary>
    protected abstract string TriesToWrite { get; }

    /// <summary>Tries to read each path of its input; returns those where it worked.</summary>
    protected abstract string TriesToRead { get; }

    /// <summary>Returns <c>[own process id, [process ids in /proc]]</c>.</summary>
    protected abstract string ListsProcesses { get; }

    /// <summary>Runs <c>echo hi</c> as a child process and returns what it printed.</summary>
    protected abstract string RunsAChild { get; }

    /// <summary>
    /// Tries TCP to 192.0.2.1:80, TCP to 127.0.0.1 at port <c>input</c>, UDP to 192.0.2.1:53, and a look-up of paddock.invalid;
    /// returns an object of the four errors, null where there was none.
    /// </summary>
    protected abstract string TriesTheNetwork { get; }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Process_Always_HasNoPrivilege()
    {
        var answer = (await RunAsync(ReadsFile, "\"/proc/self/status\"")).ShouldBeValid();

        var status = answer.Output.GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(':', 2)).ToDictionary(parts => parts[0], parts => parts[1].Trim());
        foreach (var set in new[] { "CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb" })
        {
            status[set].ShouldBe("0000000000000000", set);
        }

        status["NoNewPrivs"].ShouldBe("1");
        status["Seccomp"].ShouldBe("2");
        status["Uid"].Split('\t').ShouldNotContain("0");
        status["Gid"].Split('\t').ShouldNotContain("0");
        status["Groups"].Split(' ').ShouldNotContain("0");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Process_Always_SeesOnlyItself()
    {
        var answer = (await RunAsync(ListsProcesses)).ShouldBeValid();

        answer.Output[0].GetInt32().ShouldBe(1);
        answer.Output[1].EnumerateArray().Select(pid => pid.GetInt32()).ShouldBe([1]);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Files_OfTheHost_CannotBeRead()
    {
        var data = Server.Server.DataDirectory;
        string[] paths =
        [
            "/etc/shadow", "/etc/passwd-", "/root/.bashrc", "/proc/kcore", "/proc/2/environ", "/proc/kallsyms", "/sys/kernel/notes",
            "/dev/mem", "/dev/kmsg", data, .. Directory.EnumerateFiles(data, "*", SearchOption.AllDirectories), RepositoryRoot.Find() + "/Paddock.slnx",
        ];

        (await RunAsync(TriesToRead, JsonSerializer.Serialize(paths))).ShouldBeValid("[]");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Files_OutsideTheScratch_CannotBeWritten()
    {
        string[] paths =
        [
            "/x", "/etc/x", "/usr/x", "/usr/bin/x", "/usr/lib/x", "/lib/x", "/opt/x", "/opt/paddock/x", "/home/x", "/root/x", "/var/x", "/var/tmp/x",
            "/mnt/x", "/dev/x", "/proc/x", "/sys/x", "/run/x", "/proc/sys/kernel/hostname", "/sys/fs/cgroup/x",
        ];

        (await RunAsync(TriesToWrite, JsonSerializer.Serialize(paths))).ShouldBeValid("[]");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task ChildProcess_EchoHi_Works() => (await RunAsync(RunsAChild)).ShouldBeValid("\"hi\\n\"");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Network_WithoutAGrant_IsNotThere()
    {
        var port = Server.Server.Port.ToString(CultureInfo.InvariantCulture);

        var answer = (await RunAsync(TriesTheNetwork, port)).ShouldBeValid();

        var ways = answer.Output.EnumerateObject().ToArray();
        ways.Select(static way => way.Name).ShouldBe(["tcp", "server", "udp", "dns", "resolver"]);
        ways.ShouldAllBe(static way => way.Value.ValueKind == JsonValueKind.String, answer.ToString());
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Requests_HundredAtOnce_AreAllAnsweredWithTheirOwn()
    {
        await Server.Burst.WaitAsync(Cancellation);
        try
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => RunAsync(WritesInput, $"\"request {i}\"")));

            for (var i = 0; i < answers.Length; i++)
            {
                answers[i].ShouldBeValid().ShouldPrint($"request {i}");
            }

            answers.Select(answer => answer.Id).ShouldBeUnique();
        }
        finally
        {
            Server.Burst.Release();
        }
    }
}
