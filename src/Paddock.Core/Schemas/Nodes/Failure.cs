using Paddock.Core.Schemas.Values;

namespace Paddock.Core.Schemas.Nodes;

/// <summary>A keyword that was not met. Most are thrown away, by an <c>anyOf</c> say, so the words are put together only when they are asked for.</summary>
internal sealed class Failure(Keyword? keyword, Instance at, Func<string> rule, Failure? cause = null)
{
    // Long names make long paths; the end says most.
    private const int MaxPath = 200;

    public Keyword? Keyword { get; } = keyword;

    public Instance At { get; } = at;

    /// <summary>The last in the chain of causes: of an <c>anyOf</c>, what went wrong in its nearest schema. Itself when there is no other.</summary>
    public Failure Root => cause ?? this;

    /// <summary>For a person: <c>input at /age must be at most 120, and is 130 (maximum, schema at /properties/age/maximum)</c>.</summary>
    public string Message() =>
        Keyword is null ? rule() : $"{Subject()} {rule()} ({Keyword.Name}, schema at {Cut(Keyword.Path.ToString())})";

    /// <summary>The same without the keyword, for use within another message.</summary>
    public string Brief() => Keyword is null ? rule() : $"{Subject()} {rule()}";

    public SchemaFailure Report() => new(At.Path(), Keyword?.Name, Keyword?.Path.ToString(), Message());

    private static string Cut(string path) => path.Length <= MaxPath ? path : "…" + path[^MaxPath..];

    private string Subject()
    {
        string path = Cut(At.Path());
        string where = path.Length == 0 ? "input" : $"input at {path}";
        return At.IsName ? $"{where}: the name {Requests.Show.Text(At.Text)}" : where;
    }
}
