using System.Collections.Concurrent;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Jails;

namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>Writes down what a jail tells its owner.</summary>
internal sealed class RecordingOwner : IJailOwner
{
    private readonly BlockingCollection<(string Event, Cell? Cell)> _events = [];

    public void OnUp(Jail jail) => _events.Add(("up", null));

    public void OnCellReady(Jail jail, Cell cell, TimeSpan spawn, TimeSpan cage) =>
        _events.Add(($"ready {cell.Id} {spawn.TotalMilliseconds} {cage.TotalMilliseconds}", cell));

    public void OnCellEnded(Jail jail, Cell cell) => _events.Add(($"ended {cell.Id}", cell));

    public void OnSpawnFailed(Jail jail, string reason) => _events.Add(($"failed: {reason}", null));

    public void OnBroken(Jail jail, string reason) => _events.Add(($"broken: {reason}", null));

    internal string Next() => Take().Event;

    internal Cell NextCell() => Take().Cell.ShouldNotBeNull();

    /// <summary>What has come and was not asked for yet.</summary>
    internal string[] Rest()
    {
        List<string> rest = [];
        while (_events.TryTake(out (string Event, Cell?) next))
        {
            rest.Add(next.Event);
        }

        return [.. rest];
    }

    private (string Event, Cell? Cell) Take()
    {
        _events.TryTake(out (string Event, Cell?) next, Soon.PatienceMilliseconds, TestContext.Current.CancellationToken).ShouldBeTrue("no event came in time");
        return next;
    }
}
