using System.Globalization;
using System.Text;

namespace Paddock.Sandbox.Jails;

/// <summary>What one jail is to be, as the launcher reads it: NUL-terminated words (docs/protocols/jail.md).</summary>
internal sealed class LaunchDescription
{
    private readonly List<string> _words = [];

    internal LaunchDescription Add(params ReadOnlySpan<string> words)
    {
        foreach (string word in words)
        {
            _words.Add(word.Contains('\0') ? throw new ArgumentException("A word of the launch description contains NUL.", nameof(words)) : word);
        }

        return this;
    }

    internal LaunchDescription Add(string keyword, long value) => Add(keyword, value.ToString(CultureInfo.InvariantCulture));

    internal byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Concat(_words.Select(static word => word + '\0')));
}
