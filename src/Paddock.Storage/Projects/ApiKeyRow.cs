using Paddock.Core.Projects;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Projects;

/// <summary>A key as its table has it.</summary>
internal sealed record ApiKeyRow
{
    public required string Id { get; init; }

    public required string ProjectId { get; init; }

    public required string Name { get; init; }

    public required byte[] Hash { get; init; }

    public required long? MaxConcurrency { get; init; }

    public required long? RequestsPerMinute { get; init; }

    public required long IsMadeAtStart { get; init; }

    public required long CreatedAt { get; init; }

    public required long? RevokedAt { get; init; }

    public static ApiKeyRow Of(ApiKey key) => new()
    {
        Id = key.Id,
        ProjectId = key.ProjectId,
        Name = key.Name,
        Hash = key.Hash,
        MaxConcurrency = key.MaxConcurrency,
        RequestsPerMinute = key.RequestsPerMinute,
        IsMadeAtStart = key.IsMadeAtStart ? 1 : 0,
        CreatedAt = Ticks.Of(key.CreatedAt),
        RevokedAt = Ticks.Of(key.RevokedAt),
    };

    public ApiKey ToKey() => new()
    {
        Id = Id,
        ProjectId = ProjectId,
        Name = Name,
        Hash = Hash,
        MaxConcurrency = (int?)MaxConcurrency,
        RequestsPerMinute = (int?)RequestsPerMinute,
        IsMadeAtStart = IsMadeAtStart != 0,
        CreatedAt = Ticks.ToTime(CreatedAt),
        RevokedAt = Ticks.ToTime(RevokedAt),
    };
}
