using System.Globalization;
using Paddock.Core;
using Paddock.Core.Executions;
using Paddock.Sandbox.Cells;
using Paddock.Sandbox.Cgroups;
using Paddock.Sandbox.Io;
using Paddock.Sandbox.Native;

namespace Paddock.Sandbox.Jails;

/// <summary>Writes the launch description of a jail and starts it.</summary>
/// <param name="options">Where things are, and the limits of a cell.</param>
/// <param name="executions">The limits of a request.</param>
/// <param name="cgroups">Where control groups can be made.</param>
/// <param name="files">Reads and removes those.</param>
/// <param name="loop">Waits for what jails and cells say.</param>
/// <param name="time">Tells the time.</param>
/// <param name="trustedCertificates">The authorities that cells trust, as PEM: those of the egress door, since nothing else is ever to be reached.</param>
internal sealed class JailLauncher(
    SandboxOptions options, ExecutionsOptions executions, CgroupLayout cgroups, ICgroupFiles files, IoLoop loop, TimeProvider time, string trustedCertificates)
{
    private const long MiB = 1024 * 1024;
    private const long StackMiB = 8;
    private const double CpuPeriodMicroseconds = 100_000;

    /// <summary>Where Debian's programs and libraries look; everything else is told by a variable.</summary>
    private const string CertificatesPath = "/etc/ssl/certs/ca-certificates.crt";

    /// <summary>What every program in a cell finds in its environment.</summary>
    private static readonly string[] s_environment =
    [
        "PATH=/usr/bin:/bin", "HOME=/tmp", "LANG=C.UTF-8", "TZ=UTC", "LD_PRELOAD=/opt/paddock/libpaddock.so",
        // OpenSSL and httpx; requests, whatever it bundles; curl; node's programs and bun, which bring their own.
        $"SSL_CERT_FILE={CertificatesPath}", $"REQUESTS_CA_BUNDLE={CertificatesPath}", $"CURL_CA_BUNDLE={CertificatesPath}", $"NODE_EXTRA_CA_CERTS={CertificatesPath}",
    ];

    private readonly CaptureLimits _capture = new(
        Layer.IsOn("output-caps") ? options.StdoutBytes : int.MaxValue,
        Layer.IsOn("output-caps") ? options.StderrBytes : int.MaxValue,
        Layer.IsOn("result-checks") ? options.OutputBytes : int.MaxValue / 2,
        new AnswerBudget(Layer.IsOn("output-caps") ? options.MaxAnswerBytes : long.MaxValue));
    private int _started;

    /// <summary>The memory limit of a new cell: the default of a request, so that most need no other.</summary>
    internal long MemoryBytes => executions.DefaultMemoryMiB * MiB;

    /// <summary>A jail as the options describe it.</summary>
    /// <param name="program">What runs in it.</param>
    /// <param name="uid">How far above the first its uid is, as root.</param>
    internal JailSpec SpecOf(RuntimeProgram program, int uid) => new()
    {
        Name = program.Name,
        Program = program,
        Runtime = program.Name,
        UidOffset = uid,
        MemoryBytes = MemoryBytes,
        MaxProcesses = options.MaxProcesses,
        ScratchBytes = options.ScratchMiB * MiB,
        ScratchFiles = options.ScratchFiles,
    };

    /// <exception cref="IOException">The launcher could not be started.</exception>
    internal Jail Start(JailSpec spec, IJailOwner owner)
    {
        string launcher = Path.GetFullPath(Path.Combine(options.NativeDirectory, "paddock-jail"));
        IReadOnlyList<CgroupPlace> groups = NameGroups(spec.Name);
        (JailProcess process, Descriptor socket) = JailProcess.Start(launcher, loop);
        var swept = new SweptProcess(process, [.. groups.Select(static group => group.Directory)], files, time);
        CaptureLimits capture = _capture with { StdoutSink = spec.Stdout, StderrSink = spec.Stderr };
        return Jail.Attach(swept, socket, Describe(spec, groups), groups, owner, loop, capture, time);
    }

    private LaunchDescription Describe(JailSpec spec, IReadOnlyList<CgroupPlace> groups)
    {
        RuntimeProgram program = spec.Program;
        string runtime = Path.GetFullPath(Path.Combine(options.RuntimesDirectory, spec.Runtime));
        LaunchDescription launch = new LaunchDescription()
            .Add("uid", Libc.geteuid() == 0 ? options.FirstUid + spec.UidOffset : 0)
            .Add("root", Path.Combine(runtime, "root"))
            .Add("bind", Path.Combine(runtime, "paddock"), "/opt/paddock")
            .Add("file", CertificatesPath, trustedCertificates)
            .Add("memory", spec.MemoryBytes)
            .Add("template-memory", options.TemplateMemoryMiB * MiB)
            .Add("data", DataBytes(spec))
            .Add("pids", spec.MaxProcesses)
            .Add("cpu-quota-us", (long)(options.Cpus * CpuPeriodMicroseconds))
            .Add("scratch-bytes", spec.ScratchBytes)
            .Add("scratch-inodes", spec.ScratchFiles);
        foreach (CgroupPlace group in groups)
        {
            launch.Add("cgroup", group.Controller, group.Directory);
        }

        foreach ((string source, string target) in spec.Binds)
        {
            launch.Add("bind", source, target);
        }

        foreach ((string target, string contents) in spec.Files)
        {
            launch.Add("file", target, contents);
        }

        if (program.IsForked)
        {
            launch.Add("fork-template");
        }

        if (spec.IsMute)
        {
            launch.Add("mute-template");
        }

        // libpaddock finishes the cage of an exec'ed cell when it sees the last one (native/src/serve.c).
        foreach (string variable in (string[])[.. s_environment, .. program.Environment, .. spec.Environment, .. program.IsForked ? [] : new[] { "PADDOCK_EXECED_CELL=1" }])
        {
            launch.Add("env", variable);
        }

        foreach (string word in program.Arguments)
        {
            launch.Add("arg", word);
        }

        return launch;
    }

    /// <summary>
    /// What one process of a cell may ask for, should the control group fail: the largest limit of a request, a stack for each thread, and what the
    /// interpreter asks for and never uses.
    /// </summary>
    private long DataBytes(JailSpec spec) =>
        Math.Max(executions.MaxMemoryMiB * MiB, spec.MemoryBytes) + (((spec.MaxProcesses * StackMiB) + spec.Program.UnusedMiB) * MiB);

    /// <summary>Our process id comes first in the name, so that a later server can tell what a dead one left behind.</summary>
    private IReadOnlyList<CgroupPlace> NameGroups(string name)
    {
        string group = string.Create(CultureInfo.InvariantCulture, $"{CgroupFiles.Prefix}{Environment.ProcessId}-{name}-{Interlocked.Increment(ref _started)}");
        return [.. cgroups.Places.Select(place => place with { Directory = Path.Combine(place.Directory, group) })];
    }
}
