using Paddock.Core.Projects;

namespace Paddock.Server.Tests.Fakes;

/// <summary>Keeps projects and keys in memory, and counts how often a key was looked up.</summary>
internal sealed class FakeProjectStore : IProjectStore
{
    private readonly List<Project> _projects = [new(Project.DefaultId, Project.DefaultName, DateTimeOffset.UnixEpoch)];

    public List<ApiKey> Keys { get; } = [];

    public int LookUps { get; private set; }

    /// <summary>What adding a key ends with, if anything.</summary>
    public Exception? Refusal { get; init; }

    public ValueTask<Project> GetOrAddAsync(string name, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Project? project = _projects.Find(known => known.Name == name);
        if (project is null)
        {
            project = new Project(Contracts.Ids.Ulid.Create(now), name, now);
            _projects.Add(project);
        }

        return ValueTask.FromResult(project);
    }

    public ValueTask<IReadOnlyList<Project>> ListAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<Project>>(_projects);

    public ValueTask AddKeyAsync(ApiKey key, CancellationToken cancellationToken)
    {
        if (Refusal is not null)
        {
            return ValueTask.FromException(Refusal);
        }

        Keys.Add(key);
        return ValueTask.CompletedTask;
    }

    public ValueTask<ApiKey?> FindKeyAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        LookUps++;
        return ValueTask.FromResult(Keys.Find(key => key.Hash.AsSpan().SequenceEqual(hash.Span)));
    }

    public ValueTask<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<ApiKey>>(Keys);

    public ValueTask<bool> RevokeKeyAsync(string id, DateTimeOffset now, CancellationToken cancellationToken)
    {
        int index = Keys.FindIndex(key => key.Id == id);
        if (index >= 0)
        {
            Keys[index] = Keys[index] with { RevokedAt = Keys[index].RevokedAt ?? now };
        }

        return ValueTask.FromResult(index >= 0);
    }
}
