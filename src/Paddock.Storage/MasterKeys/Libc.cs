using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Paddock.Storage.MasterKeys;

/// <summary>The system calls that .NET has no API for (docs/adr/0009). All set errno as <see cref="Marshal.GetLastPInvokeError"/>.</summary>
internal static unsafe partial class Libc
{
    internal const int ReadOnly = 0;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;
    internal const int EmptyPath = 0x1000;
    internal const uint BasicStatus = 0x7FF;
    internal const int TooManyLinks = 40;

    // These two differ between x86 and ARM.
    internal static readonly int Directory = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? 0x4000 : 0x10000;
    internal static readonly int NoFollow = RuntimeInformation.ProcessArchitecture is Architecture.Arm64 ? 0x8000 : 0x20000;

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    internal static partial int fsync(SafeFileHandle file);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int statx(SafeFileHandle folder, string path, int flags, uint mask, FileStatus* status);

    [LibraryImport("libc")]
    internal static partial uint geteuid();
}
