using System.Runtime.InteropServices;

namespace Paddock.Storage.MasterKeys;

/// <summary>The fields of <c>struct statx</c> that are looked at; its layout is the same on every processor.</summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
internal struct FileStatus
{
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    [FieldOffset(20)]
    public uint UserId;

    [FieldOffset(28)]
    public ushort Mode;

    [FieldOffset(40)]
    public long Size;

    public readonly bool IsRegularFile => (Mode & TypeMask) == Regular;
}
