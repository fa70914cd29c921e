namespace Paddock.Sandbox;

/// <summary>How cells are made and kept.</summary>
public sealed record SandboxOptions
{
    /// <summary>Where these options stand in the configuration.</summary>
    public const string SectionName = "Paddock:Sandbox";

    /// <summary>Directory with one folder a runtime, each with <c>root</c> and <c>paddock</c>. <c>./paddock</c> sets it.</summary>
    /// <value>An existing directory.</value>
    public string RuntimesDirectory { get; init; } = "artifacts/runtimes";

    /// <summary>Directory of <c>paddock-jail</c>. <c>./paddock</c> sets it.</summary>
    /// <value>An existing directory.</value>
    public string NativeDirectory { get; init; } = "artifacts/native";

    /// <summary>Cells each pool that runs functions keeps ready when nothing happens: Python, and JavaScript with TypeScript.</summary>
    /// <value>1 to <see cref="MaxReady"/>. Default 4.</value>
    public int MinReady { get; init; } = 4;

    /// <summary>The same for the pools that run scripts only: Ruby and PHP.</summary>
    /// <value>1 to <see cref="MaxReady"/>. Default 1.</value>
    public int MinReadyScripts { get; init; } = 1;

    /// <summary>Most cells each pool keeps ready under load.</summary>
    /// <value>1 to 1,024. Default 64.</value>
    public int MaxReady { get; init; } = 64;

    /// <summary>Most cells of one pool alive at the same time, whatever they do.</summary>
    /// <value>1 to 4,000, which is what one jail holds. Default 1,100.</value>
    public int MaxCells { get; init; } = 1100;

    /// <summary>Most requests of one pool that wait for a cell; one more is answered 429.</summary>
    /// <value>0 to 100,000. Default 2,000.</value>
    public int MaxQueue { get; init; } = 2000;

    /// <summary>Longest a request waits for a cell before it is answered 429.</summary>
    /// <value>1 to 600 seconds. Default 30: half of what the SDKs wait for an answer.</value>
    public int QueueTimeoutSeconds { get; init; } = 30;

    /// <summary>Cells after which a template is replaced: all of them share its address layout.</summary>
    /// <value>1 or more. Default 20,000.</value>
    public int TemplateMaxForks { get; init; } = 20_000;

    /// <summary>Minutes after which a template is replaced.</summary>
    /// <value>1 or more. Default 60.</value>
    public int TemplateMaxMinutes { get; init; } = 60;

    /// <summary>Most bytes of stdout kept; what comes after is drained and dropped.</summary>
    /// <value>0 to 1 GiB. Default 20 MiB, as the original documents.</value>
    public int StdoutBytes { get; init; } = 20 * 1024 * 1024;

    /// <summary>Most bytes of stderr kept; what comes after is drained and dropped.</summary>
    /// <value>0 to 1 GiB. Default 10 MiB, as the original documents.</value>
    public int StderrBytes { get; init; } = 10 * 1024 * 1024;

    /// <summary>Largest returned value, in bytes of JSON.</summary>
    /// <value>1 to 1 GiB. Default 32 MiB.</value>
    public int OutputBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>Most bytes held of all answers together, until their callers have read them. The first 64 KiB of each stream and output are not counted.</summary>
    /// <value>The sum of the three above, to 1 TiB. Default 512 MiB.</value>
    public long MaxAnswerBytes { get; init; } = 512 * 1024 * 1024;

    /// <summary>Most processes and threads of one cell.</summary>
    /// <value>8 to 32,768. Default 128.</value>
    public int MaxProcesses { get; init; } = 128;

    /// <summary>CPUs one cell may use, as a share of time; 0 for no limit.</summary>
    /// <value>0, or 0.01 to 1,024. Default 1.</value>
    public double Cpus { get; init; } = 1;

    /// <summary>Size of each scratch file system of a cell (<c>/mnt/req</c>, <c>/tmp</c>, <c>/dev/shm</c>, <c>/src</c>); what is used counts as memory too.</summary>
    /// <value>1 to 65,536 MiB. Default 64.</value>
    public int ScratchMiB { get; init; } = 64;

    /// <summary>Most files in each scratch file system.</summary>
    /// <value>64 or more. Default 8,192.</value>
    public int ScratchFiles { get; init; } = 8192;

    /// <summary>Memory a template may use, in MiB.</summary>
    /// <value>32 or more. Default 512.</value>
    public int TemplateMemoryMiB { get; init; } = 512;

    /// <summary>Cells the pool of a revision keeps ready when nothing happens; never more than <see cref="MaxReady"/>.</summary>
    /// <value>1 to 1,024. Default 2.</value>
    public int MinReadyRevisions { get; init; } = 2;

    /// <summary>Memory that the pools of all revisions may take together, in MiB; beyond that the one used the longest ago goes.</summary>
    /// <value>64 to 16,777,216. Default 2,048.</value>
    public int RevisionMemoryMiB { get; init; } = 2048;

    /// <summary>Most revisions that have a pool at the same time.</summary>
    /// <value>1 to 512. Default 64.</value>
    public int MaxRevisions { get; init; } = 64;

    /// <summary>As root: the first of 1,024 uids that jails run under. Nothing else on the machine may use them.</summary>
    /// <value>1,000 to 2,000,000,000. Default 70,000.</value>
    public int FirstUid { get; init; } = 70_000;

    /// <summary>Start although a layer of the cage is missing. The server then says so at start and in <c>/health</c>.</summary>
    /// <value>Default false.</value>
    public bool AllowDegraded { get; init; }

    /// <summary>The environment variable that sets the option called <paramref name="option"/>.</summary>
    internal static string Setting(string option) => $"Paddock__Sandbox__{option}";
}
