using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Host;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests;

/// <summary>Runs attacks over HTTP, and asserts after each that the host and a cell beside it are as they were.</summary>
public abstract class EscapeTest(CageFixture cage)
{
    /// <summary>With the timer left out nothing ends an endless call; more than all time limits here show that as well as a minute does.</summary>
    private static readonly TimeSpan _patienceWithoutTimer = TimeSpan.FromSeconds(12);

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected CageFixture Cage => cage;

    private protected ServerProcess Server => cage.Server;

    private protected Task<FunctionAnswer> AttackAsync(string language, Payload payload, string? input = null) =>
        AttackAsync(new FunctionCall(language, payload.In(language)) { Input = input });

    private protected Task<FunctionAnswer> AttackAsync(FunctionCall call) => AttackAsync(call.Language, _ => call);

    /// <summary>As the others, for an attack that has to know the bystander it is aimed at.</summary>
    private protected Task<FunctionAnswer> AttackAsync(string language, Func<Bystander, FunctionCall> aim) =>
        WitnessAsync(language, async bystander =>
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            if (LayerSet.OfThisRun.Names.Contains("timer"))
            {
                patience.CancelAfter(_patienceWithoutTimer);
            }

            var answer = await Server.Client.ExecuteAsync(aim(bystander), patience.Token);
            AssertNoSecretIn(answer.ToString(), bystander);
            return answer;
        });

    /// <summary>Does something to the server and asserts that the host and a cell beside it are as they were.</summary>
    private protected async Task<T> WitnessAsync<T>(string language, Func<Bystander, Task<T>> act)
    {
        var witness = HostWitness.Look(Server, cage.Canaries);
        var bystander = await Bystander.StartAsync(Server, language, Cancellation);
        try
        {
            var result = await act(bystander);
            await bystander.AssertUntouchedAsync(Cancellation);
            await witness.AssertUnchangedAsync(Cancellation);
            return result;
        }
        catch
        {
            await bystander.EndAsync();
            witness.Repair();
            throw;
        }
    }

    private static void AssertNoSecretIn(string answer, Bystander bystander)
    {
        answer.ShouldNotContain(bystander.Secret, Case.Insensitive, "the secret of the cell beside it got out");
        answer.ShouldNotContain(Canaries.Secret, Case.Insensitive, "a secret of the host got out");
        answer.ShouldNotContain(Canaries.ServerSecret, Case.Insensitive, "the server's environment got out");
        answer.ShouldNotContain(ServerSettings.Key[^26..], Case.Insensitive, "the server's key got out");
    }
}
