using System.Buffers.Binary;
using System.Text;

namespace Paddock.Sandbox.Tests.Builds;

/// <summary>Writes package streams, right ones and wrong ones.</summary>
internal sealed class PackageStreamWriter
{
    private readonly List<byte> _bytes = [];

    internal PackageStreamWriter File(string path, string content = "x", bool isExecutable = false) =>
        Entry((byte)(isExecutable ? 2 : 1), Encoding.UTF8.GetBytes(path), Encoding.UTF8.GetBytes(content));

    internal PackageStreamWriter Lock(string text = "one==1\n") => Entry(3, [], Encoding.UTF8.GetBytes(text));

    internal PackageStreamWriter End() => Entry(0, [], []);

    internal PackageStreamWriter Entry(byte kind, byte[] path, byte[] content) => Head(kind, (uint)path.Length, (ulong)content.Length).Raw(path).Raw(content);

    internal PackageStreamWriter Head(byte kind, uint pathLength, ulong size)
    {
        Span<byte> head = stackalloc byte[13];
        head[0] = kind;
        BinaryPrimitives.WriteUInt32LittleEndian(head[1..], pathLength);
        BinaryPrimitives.WriteUInt64LittleEndian(head[5..], size);
        _bytes.AddRange(head);
        return this;
    }

    internal PackageStreamWriter Raw(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    internal byte[] ToArray() => [.. _bytes];
}
