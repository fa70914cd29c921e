using System.Diagnostics;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Cage;

/// <summary>A temporary runtimes directory: the roots are those of the build, the runners copies with layers taken out.</summary>
internal sealed class MutatedRuntimes : IDisposable
{
    private MutatedRuntimes(string directory) => Directory = directory;

    public string Directory { get; }

    public static MutatedRuntimes Create(string source, IReadOnlyList<string> layers)
    {
        var copy = new MutatedRuntimes(System.IO.Directory.CreateTempSubdirectory("paddock-escape-runtimes-").FullName);
        // The jail opens it under the uid of a pool.
        File.SetUnixFileMode(copy.Directory, (UnixFileMode)0b111_101_101);
        foreach (var runtime in new DirectoryInfo(source).EnumerateDirectories())
        {
            var target = System.IO.Directory.CreateDirectory(Path.Combine(copy.Directory, runtime.Name)).FullName;
            File.CreateSymbolicLink(Path.Combine(target, "root"), Path.Combine(runtime.FullName, "root"));
            CopyTree(Path.Combine(runtime.FullName, "paddock"), Path.Combine(target, "paddock"));
        }

        foreach (var layer in layers)
        {
            copy.SwitchOff(layer);
        }

        copy.BundleAnew();
        return copy;
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private void SwitchOff(string layer)
    {
        var mutations = RunnerMutations.All.Where(mutation => mutation.Layer == layer).ToList();
        mutations.ShouldNotBeEmpty($"there is no layer {layer} in {nameof(RunnerMutations)}");
        foreach (var mutation in mutations)
        {
            var file = Path.Combine(Directory, mutation.File);
            var text = File.ReadAllText(file);
            (text.Split(mutation.Old).Length - 1).ShouldBe(1, $"{layer}: its text has to occur once in {mutation.File}");
            File.WriteAllText(file, text.Replace(mutation.Old, mutation.New, StringComparison.Ordinal));
            RemoveCompiled(file);
        }
    }

    /// <summary>Python would go on with what it compiled ahead.</summary>
    private static void RemoveCompiled(string file)
    {
        var compiled = Path.Combine(Path.GetDirectoryName(file)!, "__pycache__");
        if (System.IO.Directory.Exists(compiled))
        {
            foreach (var stale in System.IO.Directory.EnumerateFiles(compiled, $"{Path.GetFileNameWithoutExtension(file)}.*"))
            {
                File.Delete(stale);
            }
        }
    }

    /// <summary>The runner of JavaScript is one file and its bytecode, made of the files that were changed.</summary>
    private void BundleAnew()
    {
        var runner = Path.Combine(Directory, "javascript", "paddock");
        foreach (var stale in System.IO.Directory.EnumerateFiles(runner, "*.bundle.*"))
        {
            File.Delete(stale);
        }

        var program = Path.Combine(RepositoryRoot.Find(), "eng", "bundle-runner.sh");
        using var process = Process.Start(program, [runner, Path.Combine(Directory, "javascript", "root", "usr", "bin", "bun")]);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, program);
    }

    private static void CopyTree(string from, string to)
    {
        System.IO.Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (entry is DirectoryInfo)
            {
                CopyTree(entry.FullName, target);
            }
            else
            {
                File.Copy(entry.FullName, target);
            }
        }
    }
}
