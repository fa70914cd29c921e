using System.Security.Cryptography;
using System.Text.Json;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Host;

/// <summary>Another cell of the same pool that runs beside an attack, holds a secret, and says at its end what happened to it.</summary>
internal sealed class Bystander
{
    private const int User1 = 10;
    private const int LongestLife = 120;

    private readonly Task<FunctionAnswer> _call;
    private readonly ProcessInfo _process;

    private Bystander(string name, string secret, int key, Task<FunctionAnswer> call, ProcessInfo process)
    {
        Name = name;
        Secret = secret;
        Key = key;
        _call = call;
        _process = process;
    }

    /// <summary>Name of its abstract socket, without the leading NUL, and of its process.</summary>
    public string Name { get; }

    /// <summary>What it keeps in <c>/mnt/req/secret</c>, <c>/tmp/secret</c>, <c>/dev/shm/secret</c>, in its environment and in its memory.</summary>
    public string Secret { get; }

    /// <summary>Key of its System V shared memory segment.</summary>
    public int Key { get; }

    /// <summary>Its process on the host.</summary>
    public int Pid => _process.Pid;

    public static async Task<Bystander> StartAsync(ServerProcess server, string language, CancellationToken cancellationToken)
    {
        var name = $"by-{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        var secret = $"bystander-{RandomNumberGenerator.GetHexString(24, lowercase: true)}";
        var key = RandomNumberGenerator.GetInt32(1, int.MaxValue);
        var call = server.Client.ExecuteAsync(
            new FunctionCall(language, BystanderCode.Payload.In(language))
            {
                Input = JsonSerializer.Serialize(new { secret, name, key }),
                Env = new Dictionary<string, string> { ["BYSTANDER_SECRET"] = secret },
                Timeout = LongestLife,
            },
            cancellationToken);
        ProcessInfo? process = null;
        await Eventually.HoldsAsync(
            () => call.IsCompleted || (process = ProcessTable.All().FirstOrDefault(process => process.Name == name)) is not null,
            TimeSpan.FromSeconds(15),
            () => $"the bystander did not come up: {server.Output.Tail(10)}",
            cancellationToken);
        return process is null
            ? throw new InvalidOperationException("the bystander ended before it began: " + await call)
            : new Bystander(name, secret, key, call, process);
    }

    /// <summary>Ends it and checks that nothing happened to it.</summary>
    public async Task AssertUntouchedAsync(CancellationToken cancellationToken)
    {
        if (ProcessTable.IsAlive(_process))
        {
            Signals.TrySend(Pid, User1);
        }

        var answer = await _call.WaitAsync(TimeSpan.FromSeconds(20), cancellationToken);
        answer.OutputStatus.ShouldBe("valid", $"the bystander: {answer}");
        answer.Output.GetRawText().ShouldBe($"[{User1},[]]", "the signal that ended the bystander and what it found changed");
    }

    /// <summary>Ends it whatever happened.</summary>
    public async Task EndAsync()
    {
        if (ProcessTable.IsAlive(_process))
        {
            Signals.TrySend(Pid, Signals.Kill);
        }

        await Task.WhenAny(_call, Task.Delay(TimeSpan.FromSeconds(20)));
    }
}
