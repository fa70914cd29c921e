using Paddock.Core.Executions;
using Paddock.Core.Requests;
using Paddock.Hostile.Tests.Fuzzing;
using Paddock.Hostile.Tests.Json;

namespace Paddock.Hostile.Tests.Http;

/// <summary>The reader of a request body alone, in this process, where it takes some ten thousand bodies a second.</summary>
internal sealed class BodyTarget : IFuzzTarget
{
    private readonly FunctionRequestParser _parser = new(new ExecutionsOptions());

    public string Name => "body";

    public Script Generate(Random random, Corpus corpus) => corpus.IsEmpty || random.Next(3) > 0
        ? new Script([new Step("body", BodyGenerator.Body(random))])
        : corpus.Pick(random) is { Steps: [var step, ..] } ? new Script([step with { Data = BodyGenerator.Bytes(random, step.Data) }]) : new Script([]);

    public Task<string> RunAsync(Script script, CancellationToken cancellationToken)
    {
        var body = script.Steps is [var step, ..] ? step.Data : [];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var rejection = _parser.Parse(body, out var request);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        allocated.ShouldBeLessThan(100_000 + (64L * body.Length), "memory has to stay in proportion to the body");
        (request is null).ShouldBe(rejection is not null);
        rejection?.Message.Length.ShouldBeInRange(1, 2000);
        var wanted = BodyOracle.Judge(body);
        if (wanted is BodyOracle.Verdict.Refused)
        {
            rejection.ShouldNotBeNull("the contract refuses this body");
        }
        else if (wanted is BodyOracle.Verdict.Accepted)
        {
            rejection?.Message.ShouldBeNull("the contract accepts this body");
        }

        return Task.FromResult(rejection is null ? $"accepted {request!.Files.Count} {request.Environment.Count} {request.AllowedHosts.Count}" : Behaviour.Of(rejection.Message));
    }
}
