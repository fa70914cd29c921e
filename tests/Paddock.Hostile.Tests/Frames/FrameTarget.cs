using Paddock.Hostile.Tests.Fuzzing;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Native;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Hostile.Tests.Frames;

/// <summary>The readers of a cell's frame and of its streams over a real socket, beside another reading of the protocol.</summary>
internal sealed class FrameTarget : IFuzzTarget
{
    private const int Cap = 20_000;
    private const int MaxPayload = Cap + 5;

    private readonly byte[] _scratch = new byte[4096];

    public string Name => "frames";

    public Script Generate(Random random, Corpus corpus)
    {
        IEnumerable<Step> steps = FrameGenerator.Cut(random, FrameGenerator.Frame(random, Cap)).Select(static piece => new Step("send", piece));
        if (!corpus.IsEmpty && random.Next(3) == 0)
        {
            steps = corpus.Pick(random).Steps.Select(step => random.Next(3) == 0 ? step with { Data = ByteMutator.Mutate(random, step.Data) } : step);
        }

        return new Script([.. steps, .. random.Next(3) == 0 ? [new Step("close")] : Array.Empty<Step>()]);
    }

    public Task<string> RunAsync(Script script, CancellationToken cancellationToken)
    {
        var (ours, theirs) = Kernel.Pair(Kernel.Stream);
        var (pipe, writer) = Kernel.Pipe();
        try
        {
            return Task.FromResult(Run(script, ours, theirs, pipe, writer));
        }
        finally
        {
            Array.ForEach([ours, theirs, pipe, writer], static descriptor => descriptor.Close());
        }
    }

    private string Run(Script script, Descriptor ours, Descriptor theirs, Descriptor pipe, Descriptor writer)
    {
        var memory = new AnswerMemory(new AnswerBudget(long.MaxValue));
        var reader = new ResultReader(MaxPayload, memory);
        var capture = new StreamCapture(Cap / 4, memory);
        List<byte> sent = [];
        var closed = false;
        long allocated = 0;
        foreach (var step in script.Steps)
        {
            if (step.Op == "close")
            {
                theirs.Close();
                closed = true;
            }
            else if (!closed && step.Data.Length > 0)
            {
                // Once the frame is whole nobody reads on, and the socket fills.
                var taken = theirs.Send(step.Data);
                Kernel.Write(writer, step.Data.AsSpan(0, Math.Min(step.Data.Length, 60_000))).ShouldBeTrue();
                sent.AddRange(step.Data[..taken]);
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            reader.Read(ours);
            capture.Drain(pipe, _scratch).ShouldBeTrue();
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        // Doubling: all the buffers ever made are less than twice the last.
        allocated.ShouldBeLessThan(20_000 + (4L * Math.Min(sent.Count, MaxPayload)) + (4 * Cap), "memory grows with what has arrived");
        byte[] all = [.. sent];
        var kept = capture.ToStream();
        kept.Bytes.Length.ShouldBeLessThanOrEqualTo(Cap / 4);
        var wanted = FrameReference.Decode(all, MaxPayload);
        reader.State.ShouldBe(StateOf(wanted.Kind, closed));
        if (reader.State != FrameState.Complete)
        {
            return $"{reader.State}";
        }

        reader.Payload.ToArray().ShouldBe(wanted.Payload);
        var result = ResultPayload.TryParse(reader.Payload, out var parsed) ? parsed : default(ResultPayload?);
        var reference = FrameReference.Read(wanted.Payload);
        (result is null).ShouldBe(reference is null, "the two readings of the payload differ");
        if (result is { } mine && reference is not null)
        {
            ((int)mine.Status, mine.ExitCode).ShouldBe((reference.Status, reference.ExitCode));
            mine.Output.Span.SequenceEqual(reference.Output).ShouldBeTrue();
        }

        // The first bytes of the output, so that JSON of another shape is something new.
        return $"{reader.State} {result?.Status} {result?.ExitCode > 0} {string.Join(' ', wanted.Payload.Skip(5).Take(2))} {wanted.Payload.Length switch { < 6 => 0, < 100 => 1, < 5000 => 2, _ => 3 }}";
    }

    private static FrameState StateOf(string kind, bool closed) => kind switch
    {
        "whole" => FrameState.Complete,
        "large" => FrameState.TooLarge,
        "broken" => FrameState.Broken,
        _ => closed ? FrameState.Closed : FrameState.Incomplete,
    };
}
