namespace Paddock.Core.Records;

/// <summary>What is kept of executions, and for how long.</summary>
public sealed record RecordsOptions
{
    /// <summary>Where these options stand in the configuration.</summary>
    public const string SectionName = "Paddock:Records";

    /// <summary>Whether executions are recorded. When not, nothing is stored and the lists are empty; what was stored before still goes by its age.</summary>
    /// <value>Default true.</value>
    public bool Enabled { get; init; } = true;

    /// <summary>Days after which a record is removed.</summary>
    /// <value>0 (never) to 36,500. Default 7.</value>
    public int RetentionDays { get; init; } = 7;

    /// <summary>How many records of a project are kept, the newest.</summary>
    /// <value>0 (any number) to 1,000,000,000. Default 100,000.</value>
    public int MaxRecords { get; init; } = 100_000;

    /// <summary>About how many bytes one record may have; in a longer one long texts are cut, and say so.</summary>
    /// <value>4 KiB to 64 MiB. Default 1 MiB.</value>
    public int MaxRecordBytes { get; init; } = 1024 * 1024;

    /// <summary>How many bytes of records may wait to be stored; beyond that answers wait a little, then records are lost.</summary>
    /// <value>1 MiB to 1 GiB. Default 64 MiB.</value>
    public int MaxBacklogBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The environment variable that sets the option called <paramref name="option"/>.</summary>
    internal static string Setting(string option) => $"Paddock__Records__{option}";
}
