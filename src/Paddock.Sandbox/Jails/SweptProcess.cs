using Paddock.Sandbox.Cgroups;

namespace Paddock.Sandbox.Jails;

/// <summary>A launcher that counts as gone only when its cgroups are: one that was killed could not remove them itself.</summary>
internal sealed class SweptProcess : IJailProcess
{
    /// <summary>Processes of a killed jail die within milliseconds; what is left after all tries is swept by the next start.</summary>
    private const int Tries = 50;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly IJailProcess _process;

    internal SweptProcess(IJailProcess process, IReadOnlyList<string> groups, ICgroupFiles files, TimeProvider time)
    {
        _process = process;
        Exited = SweepAsync(groups, files, time);
    }

    public Task Exited { get; }

    public void Kill() => _process.Kill();

    private async Task SweepAsync(IReadOnlyList<string> groups, ICgroupFiles files, TimeProvider time)
    {
        await _process.Exited.ConfigureAwait(false);
        for (int attempt = 0; attempt < Tries && !groups.All(files.Remove); attempt++)
        {
            await Task.Delay(s_pause, time).ConfigureAwait(false);
        }
    }
}
