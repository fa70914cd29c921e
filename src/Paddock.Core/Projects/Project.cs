namespace Paddock.Core.Projects;

/// <summary>Whose tools, secrets, executions and keys stay together, seen by nobody else.</summary>
/// <param name="Id">ULID.</param>
/// <param name="Name">Its name, different from all others.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record Project(string Id, string Name, DateTimeOffset CreatedAt)
{
    /// <summary>The project that is always there: keys in <c>PADDOCK_API_KEYS</c>, and the one made at the first start, belong to it.</summary>
    public const string DefaultId = "00000000000000000000000000";

    /// <summary>The name of that project.</summary>
    public const string DefaultName = "default";
}
