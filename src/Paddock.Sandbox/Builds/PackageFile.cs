namespace Paddock.Sandbox.Builds;

/// <summary>One file of a set of packages.</summary>
/// <param name="Path">Below the folder that is bound into cells, with <c>/</c> between its components; see <see cref="PackagePath"/>.</param>
/// <param name="IsExecutable">Mode 0555; else 0444.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
internal readonly record struct PackageFile(string Path, bool IsExecutable, long Size, string Sha256)
{
    internal const UnixFileMode FolderMode =
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode ReadMode = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Its permissions.</summary>
    internal UnixFileMode Mode => ModeOf(IsExecutable);

    internal static UnixFileMode ModeOf(bool isExecutable) => isExecutable ? FolderMode : ReadMode;
}
