namespace Paddock.Server.OpenApi;

/// <summary>What the OpenAPI document says of one endpoint.</summary>
/// <param name="Method">Such as <c>GET</c>.</param>
/// <param name="Path">As it is mapped.</param>
/// <param name="Id">What generated clients call it.</param>
/// <param name="Summary">It in a few words.</param>
/// <param name="Description">What else a caller wants to know.</param>
internal sealed record ApiOperation(string Method, string Path, string Id, string Summary, string Description)
{
    /// <summary>The wire type of the body it takes; null when it takes none.</summary>
    public Type? Request { get; init; }

    /// <summary>The wire type of its answer; null for a JSON document of another's shape.</summary>
    public Type? Response { get; init; }

    /// <summary>Whether its answer is plain text.</summary>
    public bool IsText { get; init; }

    /// <summary>The parameters in its query.</summary>
    public IReadOnlyList<ApiParameter> Query { get; init; } = [];

    /// <summary>Whether it needs a key.</summary>
    public bool NeedsKey { get; init; } = true;

    /// <summary>Whether the original API has none like it.</summary>
    public bool IsAddition { get; init; }

    /// <summary>The HTTP statuses it can have apart from 200.</summary>
    public required IReadOnlyList<int> Errors { get; init; }

    /// <summary>An example of a body and its answer, as JSON.</summary>
    public (string Request, string Response)? Example { get; init; }

    /// <summary>The group it belongs to, which begins its id.</summary>
    public string Tag => Id[..Id.IndexOf('_', StringComparison.Ordinal)];
}
