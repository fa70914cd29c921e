using System.Text;

namespace Paddock.Storage.Engines;

/// <summary>Text that callers wrote, as it is stored: UTF-8 bytes, since it may hold U+0000, which PostgreSQL's text cannot.</summary>
internal static class Text
{
    public static byte[] ToBytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string FromBytes(byte[] bytes) => Encoding.UTF8.GetString(bytes);
}
