using System.Text;
using System.Text.Unicode;

namespace Paddock.Core.Executions;

/// <summary>Makes what a process printed into valid UTF-8.</summary>
internal static class Utf8Text
{
    /// <summary>The same bytes when they are valid, which costs no copy; else a copy with U+FFFD for each broken sequence.</summary>
    public static ReadOnlyMemory<byte> Repair(ReadOnlyMemory<byte> bytes) =>
        Utf8.IsValid(bytes.Span) ? bytes : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span));
}
