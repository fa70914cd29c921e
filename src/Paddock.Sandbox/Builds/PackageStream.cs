using System.Buffers.Binary;
using System.Text;
using Paddock.Core.Runtimes;

namespace Paddock.Sandbox.Builds;

/// <summary>
/// Reads what a build's cell has written to its stdout: docs/protocols/build.md. Every byte comes from code that nobody has read, so each length, name and sum is
/// checked before anything is done with it.
/// </summary>
/// <param name="source">The bytes.</param>
/// <param name="limits">Most that may come.</param>
internal sealed class PackageStream(Stream source, BuildLimits limits)
{
    /// <summary>Longest lock, in bytes.</summary>
    internal const int MaxLockBytes = 8 * 1024 * 1024;

    /// <summary>Longest reason of a failure, in bytes.</summary>
    internal const int MaxFailureBytes = 8 * 1024;

    /// <summary>Kind, length of the path, size.</summary>
    internal const int HeadBytes = 13;

    private const string NotAStream = "The build's cell sent something else than packages: ";

    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>What is wrong with the stream, in one sentence; null as long as nothing is.</summary>
    internal string? Failure { get; private set; }

    /// <summary>What was resolved; null until it has come.</summary>
    internal string? Lock { get; private set; }

    /// <summary>Most bytes a stream within the limits can have.</summary>
    internal static long MostBytes(BuildLimits limits) => limits.PackageBytes + MaxLockBytes + ((limits.PackageFiles + 2L) * (HeadBytes + PackagePath.MaxBytes));

    /// <summary>Reads the head of the next file, whose bytes have then to be read with <see cref="TryRead"/>.</summary>
    /// <returns>False at the end and on a <see cref="Failure"/>.</returns>
    internal bool TryNext(out PackageEntry file)
    {
        while (TryReadHead(out file))
        {
            switch (file.Kind)
            {
                case PackageEntryKind.File or PackageEntryKind.Executable:
                    return IsWithinLimits(file) && IsPlaceFree(file.Path);
                case PackageEntryKind.Lock when TakeLock(file):
                    break;
                case PackageEntryKind.Failure:
                    return Fail(ReadReason(file));
                case PackageEntryKind.End:
                    CheckEnd(file);
                    return false;
                default:
                    return Fail($"{NotAStream}an entry of kind {(int)file.Kind} that does not belong there.");
            }
        }

        return false;
    }

    /// <summary>Fills a part of what follows the head.</summary>
    /// <returns>False, and a <see cref="Failure"/>, when the stream ends first.</returns>
    internal bool TryRead(Span<byte> part) =>
        source.ReadAtLeast(part, part.Length, throwOnEndOfStream: false) == part.Length || Fail("The build's cell ended before it had sent all packages.");

    private bool TryReadHead(out PackageEntry entry)
    {
        entry = default;
        Span<byte> head = stackalloc byte[HeadBytes];
        Span<byte> name = stackalloc byte[PackagePath.MaxBytes];
        if (!TryRead(head))
        {
            return false;
        }

        uint length = BinaryPrimitives.ReadUInt32LittleEndian(head[1..]);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(head[5..]);
        if (length > PackagePath.MaxBytes || size > long.MaxValue)
        {
            return Fail($"{NotAStream}an entry with a path of {length} bytes and {size} bytes of content.");
        }

        if (!TryRead(name[..(int)length]))
        {
            return false;
        }

        var kind = (PackageEntryKind)head[0];
        string path = "";
        if (kind is PackageEntryKind.File or PackageEntryKind.Executable && PackagePath.Read(name[..(int)length], out path) is string wrong)
        {
            return Fail($"The packages have a file whose path is not allowed: {wrong}.");
        }

        entry = new PackageEntry(kind, path, (long)size);
        return true;
    }

    private bool IsWithinLimits(PackageEntry file)
    {
        if (_files.Count >= limits.PackageFiles)
        {
            return Fail($"The packages have more than {limits.PackageFiles} files, the limit of this server ({RuntimesOptions.Setting(nameof(RuntimesOptions.MaxPackageFiles))} raises it).");
        }

        if (file.Size > limits.PackageBytes - _bytes)
        {
            return Fail(TooLarge(limits));
        }

        _bytes += file.Size;
        return true;
    }

    /// <summary>Says which limit was passed, and how it is raised.</summary>
    internal static string TooLarge(BuildLimits limits) =>
        $"The packages have more than {limits.PackageBytes / (1024 * 1024)} MiB, the limit of this server ({RuntimesOptions.Setting(nameof(RuntimesOptions.MaxPackagesMiB))} raises it).";

    private bool IsPlaceFree(string path)
    {
        if (_folders.Contains(path) || !_files.Add(path))
        {
            return Fail($"The packages have two entries at {path}.");
        }

        foreach (string folder in PackagePath.FoldersOf(path))
        {
            if (_files.Contains(folder))
            {
                return Fail($"The packages have a file at {folder}, and files below it.");
            }

            _folders.Add(folder);
        }

        return true;
    }

    private bool TakeLock(PackageEntry entry)
    {
        if (Lock is not null || entry.Size > MaxLockBytes)
        {
            return Fail(Lock is null ? $"The lock of the packages has {entry.Size} bytes, and {MaxLockBytes} are allowed." : $"{NotAStream}two locks.");
        }

        byte[] text = new byte[entry.Size];
        if (!TryRead(text))
        {
            return false;
        }

        Lock = Encoding.UTF8.GetString(text);
        return !Lock.Contains('\0', StringComparison.Ordinal) || Fail($"{NotAStream}a lock that is not text.");
    }

    private string ReadReason(PackageEntry entry)
    {
        byte[] text = new byte[Math.Min(entry.Size, MaxFailureBytes)];
        return TryRead(text) ? string.Concat(Encoding.UTF8.GetString(text).Select(static c => char.IsControl(c) ? ' ' : c)) : "The build failed.";
    }

    private void CheckEnd(PackageEntry entry)
    {
        Span<byte> more = stackalloc byte[1];
        if (entry.Size != 0 || source.Read(more) != 0)
        {
            Fail($"{NotAStream}more bytes after the end.");
        }
        else if (Lock is null)
        {
            Fail($"{NotAStream}no lock.");
        }
    }

    private bool Fail(string failure)
    {
        Failure ??= failure;
        return false;
    }
}
