using Paddock.Core.Runtimes;
using Paddock.Storage.Engines;

namespace Paddock.Storage.Runtimes;

/// <summary>A runtime as its table has it, beside its newest revision.</summary>
internal sealed record RuntimeRow : RevisionColumns
{
    public required byte[] Name { get; init; }

    public required string Engine { get; init; }

    public required long RuntimeCreatedAt { get; init; }

    public StoredRuntime ToRuntime() => new()
    {
        Id = RuntimeId,
        Name = Text.FromBytes(Name),
        Language = RuntimeWords.ToLanguage(Language),
        Engine = Engine,
        CreatedAt = Ticks.ToTime(RuntimeCreatedAt),
        Newest = ToRevision(),
    };
}
