namespace Paddock.Bench;

/// <summary>
/// One row of the table: it gets ready, measures once a round, its own baselines in turn with what it is about, and then says what it found and
/// what was promised. A new row is one such class and one line of <see cref="RowCatalog"/>; neither report knows any row. One that owns
/// something is <see cref="IDisposable"/>.
/// </summary>
internal abstract class Row
{
    private readonly List<LoadGenerator> _loads = [];

    /// <summary>As <c>--rows</c> has it, or the name of a baseline.</summary>
    public abstract string Name { get; }

    /// <summary>More of the shared server's environment, as <c>NAME=value</c>.</summary>
    public virtual IReadOnlyList<string> Variables => [];

    /// <summary>Why the row cannot be measured on this machine; null: it can.</summary>
    public virtual string? Missing => null;

    /// <summary>What was found: a line for each thing measured.</summary>
    public abstract IEnumerable<Line> Lines { get; }

    /// <summary>What was promised, beside what was found.</summary>
    public virtual IEnumerable<Target> Targets => [];

    /// <summary>Sentences for a person, below the lines.</summary>
    public virtual IEnumerable<string> Notes => [];

    /// <summary>Right answers.</summary>
    public virtual int Right => _loads.Sum(static load => load.Right);

    /// <summary>Answers that were not the right one, lost connections among them.</summary>
    public virtual int Wrong => _loads.Sum(static load => load.Wrong);

    /// <summary>What the first wrong answer looked like; null when all were right.</summary>
    public string? FirstWrong => _loads.Select(static load => load.FirstWrong).FirstOrDefault(static text => text is not null);

    /// <summary>Before anything is measured or counted: warm up, build what is needed, find out that the server is broken.</summary>
    /// <param name="server">The server that rows share.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="BenchException">The row went wrong, and so the run; the other rows are measured.</exception>
    public virtual void Prepare(BenchServer server, CancellationToken cancellationToken)
    {
    }

    /// <summary>One round of the row and of its own baselines.</summary>
    /// <param name="round">From 0. A row that takes long measures in the first one only.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="BenchException">The row went wrong, and so the run; the other rows are measured.</exception>
    public abstract void Measure(int round, CancellationToken cancellationToken);

    /// <summary>A load whose answers are counted as the row's.</summary>
    protected LoadGenerator Load(BenchServer server, byte[] request, LoadGenerator.Check isRight, TimeSpan? patience = null)
    {
        var load = new LoadGenerator(server.Port, request, isRight, patience);
        _loads.Add(load);
        return load;
    }

    /// <inheritdoc cref="Load(BenchServer, byte[], LoadGenerator.Check, TimeSpan?)"/>
    protected LoadGenerator Load(BenchServer server, Workload workload, string? revision = null) =>
        Load(server, workload.Request(server, revision), Workload.IsRight);
}
