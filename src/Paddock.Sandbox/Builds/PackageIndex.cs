using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Paddock.Sandbox.Builds;

/// <summary>
/// The list of all files of a set of packages: a line <c>mode size sha256 path</c> each, ordered by the bytes of the paths. The SHA-256 of this text is the
/// digest of the packages.
/// </summary>
internal static class PackageIndex
{
    private const string Plain = "444";
    private const string Executable = "555";

    /// <summary>The text for these files.</summary>
    internal static byte[] Write(IEnumerable<PackageFile> files)
    {
        var text = new StringBuilder();
        foreach (PackageFile file in files.OrderBy(static file => file.Path, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"{(file.IsExecutable ? Executable : Plain)} {file.Size} {file.Sha256} {file.Path}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>What the text lists. It is one that <see cref="Write"/> has made: its digest was compared before.</summary>
    /// <exception cref="FormatException">It is not.</exception>
    internal static List<PackageFile> Read(ReadOnlySpan<byte> text)
    {
        var files = new List<PackageFile>();
        foreach (string line in Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(' ', 4);
            files.Add(parts.Length == 4
                ? new PackageFile(parts[3], parts[0] == Executable, long.Parse(parts[1], CultureInfo.InvariantCulture), parts[2])
                : throw new FormatException($"'{line}' is no line of an index"));
        }

        return files;
    }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    internal static string DigestOf(ReadOnlySpan<byte> text) => Convert.ToHexStringLower(SHA256.HashData(text));
}
