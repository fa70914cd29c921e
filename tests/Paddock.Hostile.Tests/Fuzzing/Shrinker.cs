using System.Diagnostics;

namespace Paddock.Hostile.Tests.Fuzzing;

/// <summary>Makes a failing input smaller: drops steps, then pieces of their bytes, as long as it still fails in the same way.</summary>
/// <param name="fails">Runs an input; true when it fails as the first one did.</param>
/// <param name="bound">How long it may take.</param>
internal sealed class Shrinker(Func<Script, Task<bool>> fails, TimeSpan bound)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public async Task<Script> ShrinkAsync(Script script)
    {
        for (var before = int.MaxValue; script.Size < before && !IsLate;)
        {
            before = script.Size;
            script = new Script(await LessAsync(script.Steps.ToArray(), static steps => new Script(steps)));
            for (var i = 0; i < script.Steps.Count && !IsLate; i++)
            {
                var (current, at) = (script, i);
                var data = await LessAsync(current.Steps[at].Data, bytes => current.With(at, current.Steps[at] with { Data = bytes }));
                script = script.With(i, script.Steps[i] with { Data = data });
            }
        }

        return script;
    }

    private bool IsLate => _clock.Elapsed > bound;

    /// <summary>Leaves out pieces of half the length, a quarter, … one.</summary>
    private async Task<T[]> LessAsync<T>(T[] whole, Func<T[], Script> make)
    {
        for (var piece = Math.Max(1, whole.Length / 2); whole.Length > 0; piece /= 2)
        {
            for (var at = 0; at < whole.Length && !IsLate;)
            {
                T[] shorter = [.. whole[..at], .. whole[Math.Min(whole.Length, at + piece)..]];
                if (await fails(make(shorter)))
                {
                    whole = shorter;
                }
                else
                {
                    at += piece;
                }
            }

            if (piece <= 1)
            {
                break;
            }
        }

        return whole;
    }
}
