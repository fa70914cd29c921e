using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Paddock.Core.Runtimes;

/// <summary>Makes <see cref="BuiltPackages.Key"/>.</summary>
internal static class BuildKey
{
    /// <summary>Another one makes every set of packages anew: to be raised when builds make something else of the same manifest.</summary>
    private const string Form = "1";

    /// <summary>The key of a revision on an interpreter, as <see cref="IPackageBuilder.DescribeInterpreter"/> names it.</summary>
    public static string Of(StoredRevision revision, string interpreter)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string part in (string[])[Form, revision.Language.ToString(), interpreter, revision.ManifestName, revision.Manifest])
        {
            // With its length in front of each, no two lists of parts are one text.
            byte[] bytes = Encoding.UTF8.GetBytes(part);
            byte[] length = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
