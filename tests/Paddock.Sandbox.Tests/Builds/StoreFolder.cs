using System.Security.Cryptography;
using System.Text;
using Paddock.Core.Runtimes;
using Paddock.Sandbox.Builds;

namespace Paddock.Sandbox.Tests.Builds;

/// <summary>A store in a folder that goes with the test.</summary>
internal sealed class StoreFolder : IDisposable
{
    internal static readonly string Key = new('a', 64);

    internal StoreFolder() => Store = new PackageStore(Path);

    internal string Path { get; } = Directory.CreateTempSubdirectory("paddock-store-").FullName;

    internal PackageStore Store { get; }

    /// <summary>Keeps packages with two files.</summary>
    internal BuiltPackages KeepTwo(string? key = null)
    {
        string staging = Store.Stage();
        string packages = System.IO.Path.Combine(staging, PackageStore.PackagesName);
        PackageFile[] files = [Add(packages, "one.py", "x = 1\n", isExecutable: false), Add(packages, "bin/sub/tool", "#!/bin/sh\n", isExecutable: true)];
        return Store.Keep(staging, key ?? Key, files, "one==1\n");
    }

    internal string PathOf(string file) => System.IO.Path.Combine(Store.PathOf(Key), file);

    /// <summary>Lets a test write to what is read-only.</summary>
    internal static void Open(string path) => File.SetUnixFileMode(path, File.GetUnixFileMode(path) | UnixFileMode.UserWrite);

    public void Dispose() => PackageStore.Discard(Path);

    private static PackageFile Add(string packages, string path, string text, bool isExecutable)
    {
        string full = System.IO.Path.Combine(packages, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        File.SetUnixFileMode(full, PackageFile.ModeOf(isExecutable));
        return new PackageFile(path, isExecutable, text.Length, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
    }
}
