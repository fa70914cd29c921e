using Paddock.Cli.Hosting;
using Paddock.Contracts.Executions;

namespace Paddock.Cli.Arguments;

/// <summary><c>--file PATH[=TARGET]</c>: a file of this machine that the code finds under <c>/mnt/req</c>.</summary>
internal static class FileArgument
{
    /// <exception cref="UsageException">It cannot be read, or is not text.</exception>
    public static async Task<RequestFile> ReadAsync(string text, CliConsole console, CancellationToken cancellationToken)
    {
        // a name may have an equals sign itself
        int equals = File.Exists(text) ? -1 : text.LastIndexOf('=');
        string path = equals < 0 ? text : text[..equals];
        string target = equals < 0 ? DefaultTarget(path) : text[(equals + 1)..];
        if (target.Length == 0 || path.Length == 0)
        {
            throw new UsageException($"--file is `{text}`, but must be PATH or PATH=TARGET");
        }

        return new RequestFile { Path = target, Contents = await LocalText.ReadAsync(path, console, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>As it was written when it lies below this folder, else the bare name.</summary>
    private static string DefaultTarget(string path)
    {
        string[] segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        return Path.IsPathRooted(path) || segments.Contains("..") ? Path.GetFileName(path) : string.Join('/', segments.Where(static segment => segment != "."));
    }
}
