using System.Globalization;
using Paddock.Core.Health;
using Paddock.Server.Hosting;

namespace Paddock.Server.Doctor;

/// <summary>Whether state can be kept: a file in the data folder, or where that would be made, that is gone again at once.</summary>
internal static class DataCheck
{
    private const string Name = "data";
    private const long MiB = 1024 * 1024;
    private const long WantedMiB = 100;

    public static Finding Examine(ServerOptions options)
    {
        string folder = Path.GetFullPath(options.DataDirectory);
        string place = folder;
        while (!Directory.Exists(place) && Path.GetDirectoryName(place) is { } parent)
        {
            place = parent;
        }

        try
        {
            using FileStream file = new(Path.Combine(place, $".paddock-doctor-{Environment.ProcessId}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Finding(Name, FindingState.Lacking, $"{folder} cannot be written: {error.Message}")
            {
                Cost = "a made key cannot be kept",
                Mend = $"sudo chown -R $USER {place}, or another folder with --data",
            };
        }

        long free = new DriveInfo(place).AvailableFreeSpace / MiB;
        string what = string.Create(CultureInfo.InvariantCulture, $"{folder}, {free} MiB free");
        return free >= WantedMiB
            ? new Finding(Name, FindingState.Fine, what)
            : new Finding(Name, FindingState.Weak, what) { Cost = "state may not be kept", Mend = "free some, or choose another folder with --data" };
    }
}
