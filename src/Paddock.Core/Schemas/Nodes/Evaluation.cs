using System.Globalization;
using System.Runtime.CompilerServices;
using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>One check of one input: what it may still use up, and why it was ended if it was.</summary>
internal sealed class Evaluation(SchemasOptions options, long maxSteps, bool usesScope, TimeProvider time)
{
    /// <summary>
    /// Schemas that may wait for one another: some hundreds of bytes of stack each. An input of 1,000 levels takes two or three for each level, and
    /// whoever leads a check around in a circle gets no further than this.
    /// </summary>
    internal const int MaxDepth = 6000;

    private int _depth;
    private TimeSpan _inPatterns;
    private Failure? _stopped;

    public StepBudget Budget { get; } = new(maxSteps);

    /// <summary>Whether any <c>$dynamicRef</c> will ask for the scope.</summary>
    public bool UsesScope { get; } = usesScope;

    /// <summary>Why the check ended before its time; null when it did not.</summary>
    public Failure? Stopped => _stopped ?? (Budget.IsSpent ? OutOfSteps() : null);

    /// <summary>Before each schema: false when the check is over.</summary>
    public bool TryEnter(Instance at)
    {
        if (!Budget.TrySpend(1))
        {
            return false;
        }

        _depth++;
        if (_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            _depth--;
            Stop(at, () => string.Create(
                CultureInfo.InvariantCulture,
                $"input could not be checked against input_schema: more than {MaxDepth} of its schemas lead into one another, one for each level of the input or more; use flatter data or fewer steps of $ref and allOf"));
            return false;
        }

        return true;
    }

    public void Leave() => _depth--;

    /// <summary>Before each use of a pattern: false when the time of all patterns is over.</summary>
    public bool TryUsePattern(Instance at, int characters) =>
        Budget.TrySpend(1 + (characters / 16)) && (_inPatterns.TotalMilliseconds < options.PatternMilliseconds || !StopForPatterns(at));

    /// <summary>The time now, for <see cref="PatternUsed"/>.</summary>
    public long Now() => time.GetTimestamp();

    public void PatternUsed(long since) => _inPatterns += time.GetElapsedTime(since);

    /// <summary>Ends the check because the patterns took too long; true, always.</summary>
    public bool StopForPatterns(Instance at)
    {
        Stop(at, () => string.Create(
            CultureInfo.InvariantCulture,
            $"input could not be checked against input_schema: its patterns took more than {options.PatternMilliseconds} ms on this input ({SchemasOptions.Setting(nameof(options.PatternMilliseconds))}); write them without nested repeats such as (a+)+, and without lookaround"));
        return true;
    }

    private void Stop(Instance at, Func<string> rule) => _stopped ??= new Failure(null, at, rule);

    private Failure OutOfSteps() => _stopped ??= new Failure(null, new Instance(default, Budget), () => string.Create(
        CultureInfo.InvariantCulture,
        $"input could not be checked against input_schema within {maxSteps} steps (the most for an input of this size; {SchemasOptions.Setting(nameof(options.MaxSteps))} bounds it for any size); send less, or simplify the anyOf, oneOf, allOf and $ref of the schema"));
}
