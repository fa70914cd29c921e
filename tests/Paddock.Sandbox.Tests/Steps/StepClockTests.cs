using System.Diagnostics.Metrics;
using Paddock.Core.Executions;
using Paddock.Sandbox.Steps;

namespace Paddock.Sandbox.Tests.Steps;

public sealed class StepClockTests : IDisposable
{
    private readonly Meter _meter = new("StepClockTests");

    public void Dispose() => _meter.Dispose();

    [Fact]
    public void Counts_OfWhatHasNotHappened_AreLeftOut()
    {
        var clock = new StepClock("python", _meter);
        clock.Record(Step.Result, TimeSpan.FromMilliseconds(3));
        clock.Count(Ending.Timeout);

        clock.ReadTimes().Single().ShouldSatisfyAllConditions(
            static times => times.Step.ShouldBe("result"), static times => times.Total.ShouldBe(TimeSpan.FromMilliseconds(3)));
        clock.ReadEndings().ShouldBe([new EndingCount("python", Ending.Timeout, 1)]);
    }

    [Fact]
    public void Meter_ThatSomebodyListensTo_GetsEachDurationInSecondsAndEachEnding()
    {
        List<string> heard = [];
        using var listener = new MeterListener { InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter == _meter)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        } };
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => heard.Add($"{instrument.Name} {instrument.Unit} {value} {Text(tags)}"));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => heard.Add($"{instrument.Name} {value} {Text(tags)}"));
        listener.Start();
        var clock = new StepClock("python", _meter);

        clock.Record(Step.Run, TimeSpan.FromMilliseconds(250));
        clock.Count(Ending.OutputTooLarge);

        heard.ShouldBe(["paddock.step.duration s 0.25 pool=python,step=run", "paddock.executions 1 pool=python,ending=output_limit"]);
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) => string.Join(',', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}"));
}
