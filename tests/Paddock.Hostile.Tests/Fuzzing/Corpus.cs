namespace Paddock.Hostile.Tests.Fuzzing;

/// <summary>Inputs worth changing: those given, and those that made the target behave in a new way.</summary>
internal sealed class Corpus
{
    /// <summary>An answer that quotes its input could make everything look new.</summary>
    private const int Most = 2000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _behaviours = new(StringComparer.Ordinal);
    private readonly List<Script> _scripts = [];

    public int Behaviours
    {
        get
        {
            lock (_gate)
            {
                return _behaviours.Count;
            }
        }
    }

    public bool IsEmpty
    {
        get
        {
            lock (_gate)
            {
                return _scripts.Count == 0;
            }
        }
    }

    public void Note(string behaviour, Script script)
    {
        lock (_gate)
        {
            if (_behaviours.Count < Most && _behaviours.Add(behaviour))
            {
                _scripts.Add(script);
            }
        }
    }

    public Script Pick(Random random)
    {
        lock (_gate)
        {
            return _scripts[random.Next(_scripts.Count)];
        }
    }
}
