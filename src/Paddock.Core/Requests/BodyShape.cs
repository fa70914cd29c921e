namespace Paddock.Core.Requests;

/// <summary>What a body of one endpoint has in it. Whatever else is in it is ignored.</summary>
/// <param name="wanted">What it has to have, for whoever sent something else: <c>language and code</c>.</param>
/// <param name="names">The members that mean something.</param>
internal sealed class BodyShape(string wanted, params string[] names)
{
    /// <summary>Of <c>POST /v1/execute-function</c>.</summary>
    public static BodyShape Function { get; } = new(
        "language and code", "language", "code", "input", "env", "files", "http", "allow_http_hosts", "limits", "runtime_revision_id");

    /// <summary>Of <c>POST /v1/execute</c>.</summary>
    public static BodyShape Script { get; } = new(
        "language and code", "language", "code", "stdin", "args", "env", "files", "http", "allow_http_hosts", "limits", "runtime_revision_id");

    private readonly HashSet<string> _names = new(names, StringComparer.Ordinal);

    /// <summary>What it has to have, for whoever sent something else.</summary>
    public string Wanted => wanted;

    /// <summary>The member of this name, null when it means nothing here.</summary>
    public string? Find(string name) => _names.TryGetValue(name, out string? known) ? known : null;
}
