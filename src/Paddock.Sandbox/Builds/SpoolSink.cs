using Paddock.Sandbox.Cells;

namespace Paddock.Sandbox.Builds;

/// <summary>Writes what a cell prints to a file, up to a limit.</summary>
/// <param name="file">The file; its owner disposes of it.</param>
/// <param name="limit">Most bytes.</param>
internal sealed class SpoolSink(FileStream file, long limit) : IStreamSink
{
    /// <summary>The disk is full, or broken: a fault of the server's own. Null as long as it is not.</summary>
    internal IOException? Fault { get; private set; }

    /// <inheritdoc/>
    public bool Write(ReadOnlySpan<byte> data)
    {
        if (file.Position + data.Length > limit)
        {
            return false;
        }

        try
        {
            file.Write(data);
            return true;
        }
        catch (IOException error)
        {
            Fault = error;
            return false;
        }
    }
}
