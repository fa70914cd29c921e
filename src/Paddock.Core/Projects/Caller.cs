namespace Paddock.Core.Projects;

/// <summary>Whose request it is: nothing of another project exists for it.</summary>
/// <param name="ProjectId">ULID of the project that its key belongs to.</param>
/// <param name="KeyId">ULID of the key.</param>
public sealed record Caller(string ProjectId, string KeyId);
