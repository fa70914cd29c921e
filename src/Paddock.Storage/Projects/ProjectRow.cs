using Paddock.Core.Projects;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Projects;

/// <summary>A project as its table has it.</summary>
internal sealed record ProjectRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required long CreatedAt { get; init; }

    public Project ToProject() => new(Id, Name, Ticks.ToTime(CreatedAt));
}
