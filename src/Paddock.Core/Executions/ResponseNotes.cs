using System.Globalization;
using System.Text;
using Paddock.Core.Grants;

namespace Paddock.Core.Executions;

/// <summary>Writes the lines that Paddock adds to stderr, each one told apart by its prefix.</summary>
internal sealed class ResponseNotes(ExecutionsOptions options)
{
    private const string Prefix = "paddock: ";
    private const long MiB = 1024 * 1024;

    public string Write(ExecutionJob execution, SandboxOutcome outcome, GrantReport network)
    {
        string? end = End(execution, outcome);
        if (end is null && network.Notes.Count == 0 && outcome.Stdout.DroppedBytes == 0 && outcome.Stderr.DroppedBytes == 0)
        {
            return "";
        }

        StringBuilder notes = new();
        ReadOnlySpan<byte> stderr = outcome.Stderr.Bytes.Span;
        if (!stderr.IsEmpty && stderr[^1] != (byte)'\n')
        {
            notes.Append('\n');
        }

        foreach (string note in network.Notes)
        {
            notes.Append(Prefix).Append(note).Append('\n');
        }

        AppendCut(notes, "stdout", outcome.Stdout, "Paddock__Sandbox__StdoutBytes");
        AppendCut(notes, "stderr", outcome.Stderr, "Paddock__Sandbox__StderrBytes");
        if (end is not null)
        {
            notes.Append(Prefix).Append(end).Append('\n');
        }

        return notes.ToString();
    }

    /// <summary>A size as people write it: in the largest unit that divides it.</summary>
    internal static string Size(long bytes) => bytes switch
    {
        >= MiB when bytes % MiB == 0 => $"{bytes / MiB} MiB",
        >= 1024 when bytes % 1024 == 0 => $"{bytes / 1024} KiB",
        _ => $"{bytes} bytes",
    };

    private static void AppendCut(StringBuilder notes, string stream, CapturedStream captured, string setting)
    {
        if (captured.DroppedBytes > 0)
        {
            string size = Size(captured.Bytes.Length);
            notes.Append(
                CultureInfo.InvariantCulture,
                $"{Prefix}{stream} was cut at {size}; {captured.DroppedBytes} more bytes were dropped (the operator's limit, {setting})\n");
        }
    }

    private string? End(ExecutionJob execution, SandboxOutcome outcome) => outcome.Ending switch
    {
        Ending.Exited => execution.Script is null ? Exit(outcome, outcome.ExitCode & 0xFF) : null,
        Ending.Timeout => string.Create(
            CultureInfo.InvariantCulture,
            $"killed after {execution.Limits.Timeout.TotalSeconds} s: limits.execution_timeout allows no more; a request may raise it up to {options.MaxTimeoutSeconds} s"),
        Ending.Memory => string.Create(
            CultureInfo.InvariantCulture,
            $"killed at {Size(execution.Limits.MemoryBytes)} of memory: limits.memory_size allows no more; a request may raise it up to {options.MaxMemoryMiB} MiB"),
        Ending.Signal => $"killed by {Signals.Name(outcome.Signal)}",
        Ending.OutputTooLarge or Ending.BrokenResult when execution.Script is not null =>
            "killed: it wrote to descriptor 3, which is Paddock's own; what a script has to say goes to stdout",
        Ending.OutputTooLarge => outcome.OutputCapBytes > 0
            ? $"killed: what execute returned is larger than {Size(outcome.OutputCapBytes)} of JSON, the most a result may be (the operator's limit, Paddock__Sandbox__OutputBytes)"
            : "killed: what execute returned is larger than a result may be",
        Ending.BrokenResult => "the process sent a broken result; only execute's return value may be sent as one",
        _ => null,
    };

    /// <summary>Of a function; speaks only where the streams may not: an exit with 0 looks like success, and an empty stderr explains nothing.</summary>
    private static string? Exit(SandboxOutcome outcome, int exitCode) => exitCode switch
    {
        0 when !outcome.HasResult || outcome.OutputStatus == OutputStatus.Error => "the process exited before execute returned",
        not 0 when !outcome.HasResult && outcome.Stderr.Bytes.IsEmpty => string.Create(
            CultureInfo.InvariantCulture, $"the process ended with exit code {exitCode} and without a result"),
        _ => null,
    };
}
