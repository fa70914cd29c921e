namespace Paddock.Core.Runtimes;

/// <summary>A revision and the project it is in.</summary>
public sealed record ProjectRevision(string ProjectId, StoredRevision Revision);
