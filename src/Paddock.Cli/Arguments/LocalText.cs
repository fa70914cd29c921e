using System.Text;
using Paddock.Cli.Hosting;

namespace Paddock.Cli.Arguments;

/// <summary>Reads texts of this machine that go into a request.</summary>
internal static class LocalText
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="name">A file, or <c>-</c> for stdin.</param>
    /// <param name="console">Has stdin.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="UsageException">It cannot be read, or is not text.</exception>
    public static async Task<string> ReadAsync(string name, CliConsole console, CancellationToken cancellationToken)
    {
        string shown = name == SourceFile.Stdin ? "stdin" : name;
        try
        {
            return _strict.GetString(name == SourceFile.Stdin
                ? await ReadStdinAsync(console, cancellationToken).ConfigureAwait(false)
                : await File.ReadAllBytesAsync(name, cancellationToken).ConfigureAwait(false));
        }
        catch (DecoderFallbackException e)
        {
            throw new UsageException($"{shown} is not UTF-8 text, and a request can carry only text: send bytes in base64 and decode them in the code", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"cannot read {shown}: {(Directory.Exists(name) ? "it is a folder" : e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message)}", e);
        }
    }

    private static async Task<byte[]> ReadStdinAsync(CliConsole console, CancellationToken cancellationToken)
    {
        using MemoryStream all = new();
        await console.Input.CopyToAsync(all, cancellationToken).ConfigureAwait(false);
        return all.ToArray();
    }
}
