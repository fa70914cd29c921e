namespace Paddock.Bench;

/// <summary>How long a row takes, and so which runs measure it without being told to.</summary>
internal enum RowLength
{
    /// <summary>Seconds: every run.</summary>
    Short,

    /// <summary>Half a minute: every run but a quick one.</summary>
    Medium,

    /// <summary>Minutes: only a run of all.</summary>
    Long,
}
