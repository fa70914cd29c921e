using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Paddock.Runtimes.Tests.Index;

/// <summary>A file of the index.</summary>
internal sealed record Archive(string FileName, byte[] Bytes)
{
    /// <summary>The name of its project, as a URL has it.</summary>
    public string Project { get; } = FileName[..FileName.IndexOf('-', StringComparison.Ordinal)].Replace('_', '-').ToLowerInvariant();

    public string Sha256 { get; } = Convert.ToHexStringLower(SHA256.HashData(Bytes));

    /// <summary>A source package with a setup.py and whatever else.</summary>
    public static Archive Source(string name, string version, string setup, params (string Path, string Text)[] files)
    {
        using var buffer = new MemoryStream();
        using (var zip = new GZipStream(buffer, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zip))
        {
            foreach (var (path, text) in files.Append(("setup.py", setup)).Append(("PKG-INFO", $"Metadata-Version: 1.0\nName: {name}\nVersion: {version}\n")))
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"{name}-{version}/{path}") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        return new Archive($"{name}-{version}.tar.gz", buffer.ToArray());
    }

    /// <summary>A wheel of Python sources.</summary>
    public static Archive Wheel(string name, string version, string metadata, params (string Path, string Text)[] files)
    {
        var info = $"{name}-{version}.dist-info";
        (string Path, string Text)[] all =
        [
            .. files,
            ($"{info}/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}"),
            ($"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"),
        ];
        var record = string.Concat(all.Append(($"{info}/RECORD", "")).Select(file => $"{file.Item1},,\n"));
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (path, text) in all.Append(($"{info}/RECORD", record)))
            {
                using var entry = new StreamWriter(zip.CreateEntry(path).Open());
                entry.Write(text);
            }
        }

        return new Archive($"{name}-{version}-py3-none-any.whl", buffer.ToArray());
    }
}
