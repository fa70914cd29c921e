using System.Text;

namespace Paddock.Sandbox.Builds;

/// <summary>Paths of files as code that nobody has read names them: relative, and of nothing but plain names.</summary>
internal static class PackagePath
{
    /// <summary>Longest path, in bytes of UTF-8.</summary>
    internal const int MaxBytes = 1024;

    /// <summary>Longest name in it, in bytes of UTF-8: what Linux file systems take.</summary>
    internal const int MaxNameBytes = 255;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a path.</summary>
    /// <returns>Null when it is one; else what is wrong with it.</returns>
    internal static string? Read(ReadOnlySpan<byte> bytes, out string path)
    {
        path = "";
        if (bytes.Length is 0 or > MaxBytes)
        {
            return $"it has {bytes.Length} bytes, and 1 to {MaxBytes} are allowed";
        }

        try
        {
            path = s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return "it is not UTF-8";
        }

        return path.Any(char.IsControl) ? "it has control characters" : path.Split('/').Select(WrongWith).FirstOrDefault(static wrong => wrong is not null);
    }

    /// <summary>The folders that lead to a path, the outermost first.</summary>
    internal static IEnumerable<string> FoldersOf(string path)
    {
        for (int slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            yield return path[..slash];
        }
    }

    private static string? WrongWith(string name) => name switch
    {
        "" => "it is absolute or has an empty component",
        "." or ".." => $"it has the component {name}",
        _ when Encoding.UTF8.GetByteCount(name) > MaxNameBytes => $"it has a component of more than {MaxNameBytes} bytes",
        _ => null,
    };
}
