using System.Buffers;
using System.Security.Cryptography;

namespace Paddock.Sandbox.Builds;

/// <summary>Writes the files of a package stream below a folder that nobody else writes to.</summary>
internal static class PackageUnpacker
{
    private const int BufferBytes = 256 * 1024;

    /// <summary>Unpacks all of it, or what there is up to a <see cref="PackageStream.Failure"/>.</summary>
    /// <returns>The files that were written.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    internal static List<PackageFile> Unpack(PackageStream stream, string folder, CancellationToken cancellationToken)
    {
        var files = new List<PackageFile>();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (stream.TryNext(out PackageEntry entry) && Write(stream, folder, entry, buffer) is PackageFile file)
            {
                cancellationToken.ThrowIfCancellationRequested();
                files.Add(file);
            }

            return files;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static PackageFile? Write(PackageStream stream, string folder, PackageEntry entry, byte[] buffer)
    {
        bool isExecutable = entry.Kind == PackageEntryKind.Executable;
        string path = Path.Combine(folder, entry.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 });
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long left = entry.Size; left > 0;)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(left, buffer.Length));
            if (!stream.TryRead(part))
            {
                return null;
            }

            hash.AppendData(part);
            file.Write(part);
            left -= part.Length;
        }

        File.SetUnixFileMode(file.SafeFileHandle, PackageFile.ModeOf(isExecutable));
        return new PackageFile(entry.Path, isExecutable, entry.Size, Convert.ToHexStringLower(hash.GetCurrentHash()));
    }
}
