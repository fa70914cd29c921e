using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Jails;
using Paddock.Sandbox.Steps;
using Paddock.Sandbox.Tests.Fakes;

namespace Paddock.Sandbox.Tests.Cells;

/// <summary>Cells whose streams go to sinks, as those of builds do.</summary>
public sealed class CellSinkTests : IDisposable
{
    private const int Room = 1000;

    private readonly IoLoop _loop = new(NullLogger<IoLoop>.Instance);
    private readonly FakeTime _time = new();
    private readonly RecordingOwner _owner = new();
    private readonly Meter _meter = new("test");
    private readonly Sink _sink = new();
    private readonly FakeJail _jail;

    public CellSinkTests() => _jail = FakeJail.Start(_owner, _loop, _time, new CaptureLimits(10, 10, 1000, new AnswerBudget(1000)) { StdoutSink = _sink });

    public void Dispose()
    {
        _jail.Die();
        _jail.Jail.StopAsync("the test is over", TimeSpan.Zero).GetAwaiter().GetResult();
        _loop.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task Stdout_GoesToItsSinkWhateverTheCap()
    {
        (Task<SandboxOutcome> run, FakeCell inside) = Start();
        inside.Print(new string('x', Room));
        inside.Answer(0, 0, "1");

        SandboxOutcome outcome = await run.Soonest();

        outcome.Ending.ShouldBe(Ending.Exited);
        outcome.Stdout.ShouldBeSameAs(CapturedStream.Empty);
        _sink.Text.ShouldBe(new string('x', Room));
    }

    [Fact]
    public async Task Stdout_BeyondWhatTheSinkTakes_EndsTheCell()
    {
        (Task<SandboxOutcome> run, FakeCell inside) = Start();

        inside.Print(new string('x', Room + 1));

        (await run.Soonest()).Ending.ShouldBe(Ending.OutputTooLarge);
        _jail.Next().ShouldBe(new JailRequest(JailRequestKind.Kill, inside.Id, 0));
    }

    [Fact]
    public async Task Stdout_BeyondWhatTheSinkTakesAtTheVeryEnd_IsNoSuccess()
    {
        (Task<SandboxOutcome> run, FakeCell inside) = Start();

        // Whichever is read first; the cell may be gone by the second.
        inside.Print(new string('x', Room + 1));
        Kernel.Write(inside.Job, FakeCell.Frame(0, 0, "1"));

        (await run.Soonest()).Ending.ShouldBe(Ending.OutputTooLarge);
    }

    private (Task<SandboxOutcome> Run, FakeCell Inside) Start()
    {
        _jail.Jail.Spawn().ShouldBeTrue();
        FakeCell inside = _jail.Ready(_jail.NextSpawns(1)[0]);
        Cell cell = _owner.NextCell();
        var steps = new StepClock("test", _meter);
        return (AwaitAsync(), inside);

        async Task<SandboxOutcome> AwaitAsync() =>
            (await cell.RunAsync(new("the job"u8.ToArray()), TimeSpan.FromSeconds(10), steps, TestContext.Current.CancellationToken)).ShouldNotBeNull();
    }

    private sealed class Sink : IStreamSink
    {
        private readonly StringBuilder _text = new();

        internal string Text => _text.ToString();

        public bool Write(ReadOnlySpan<byte> data)
        {
            _text.Append(Encoding.ASCII.GetString(data));
            return _text.Length <= Room;
        }
    }
}
