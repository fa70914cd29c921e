using Paddock.Contracts.Ids;
using Paddock.Core;
using Paddock.Core.Projects;

namespace Paddock.Server.Authentication;

/// <summary>Where the keys come from at a start: <c>PADDOCK_API_KEYS</c>, else the store, else one is made.</summary>
internal sealed class ApiKeySource(IConfiguration configuration, ApiKeyRing ring, IProjectStore store, TimeProvider time)
{
    private const string Variable = "PADDOCK_API_KEYS";
    private const int MinKeyLength = 8;

    /// <summary>The key that was made at this start, else null.</summary>
    public string? NewKey { get; private set; }

    /// <summary>True when somebody who runs this server chose a key: a key that was made here was shown to one person on this machine.</summary>
    public bool IsChosen { get; private set; }

    /// <summary>Fills the ring. A made key is not stored before <see cref="SaveAsync"/>, so that a failed start loses none.</summary>
    /// <exception cref="StartupException">There are keys, but they cannot be used.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (configuration[Variable] is { } configured && !string.IsNullOrWhiteSpace(configured))
        {
            ring.Configure(Parse(configured));
            IsChosen = true;
            return;
        }

        ApiKey[] good = [.. (await store.ListKeysAsync(cancellationToken)).Where(static key => key.RevokedAt is null)];
        IsChosen = Array.Exists(good, static key => !key.IsMadeAtStart);
        NewKey = good.Length == 0 ? ApiKeyFormat.Create(time.GetUtcNow()) : null;
    }

    /// <summary>Stores the hash of <see cref="NewKey"/>.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        await store.AddKeyAsync(
            new ApiKey
            {
                Id = Ulid.Next(now),
                ProjectId = Project.DefaultId,
                Name = "first start",
                Hash = KeyHash.Of(NewKey)!.Value.ToBytes(),
                IsMadeAtStart = true,
                CreatedAt = now,
            },
            cancellationToken);
    }

    private static IEnumerable<KeyHash> Parse(string configured)
    {
        string[] keys = configured.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int tooShort = Array.FindIndex(keys, static key => key.Length < MinKeyLength);
        int tooLong = Array.FindIndex(keys, static key => KeyHash.Of(key) is null);
        return keys.Length == 0 ? throw new StartupException($"{Variable} has no key in it; give keys of at least {MinKeyLength} characters, separated by commas")
            : tooShort >= 0 ? throw new StartupException(
                $"key {tooShort + 1} in {Variable} has {keys[tooShort].Length} characters, but a key must have at least {MinKeyLength}; `openssl rand -hex 16` makes a good one")
            : tooLong >= 0 ? throw new StartupException($"key {tooLong + 1} in {Variable} is longer than {KeyHash.MaxKeyBytes} bytes; `openssl rand -hex 16` makes a good one")
            : keys.Select(static key => KeyHash.Of(key)!.Value);
    }
}
