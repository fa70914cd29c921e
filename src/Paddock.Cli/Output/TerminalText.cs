using System.Text;

namespace Paddock.Cli.Output;

/// <summary>Text that nobody has read, on its way to a terminal: what would move the cursor, set the title or answer for the user is made visible.</summary>
internal static class TerminalText
{
    /// <summary>Keeps line breaks and tabs.</summary>
    public static string Harmless(string text) => Replace(text, static c => c is '\n' or '\t' or '\r');

    /// <summary>For a cell of a table or a message: nothing breaks the line.</summary>
    public static string OneLine(string text) => Replace(text.Trim().ReplaceLineEndings(" "), static _ => false);

    private static string Replace(string text, Func<char, bool> keep)
    {
        if (!text.Any(c => char.IsControl(c) && !keep(c)))
        {
            return text;
        }

        StringBuilder harmless = new(text.Length + 16);
        foreach (char c in text)
        {
            // ESC becomes ␛, and so on: Unicode has a picture of each; those above 0x7F have none
            harmless.Append(!char.IsControl(c) || keep(c) ? c : c < ' ' ? (char)('\u2400' + c) : c == '\u007F' ? '\u2421' : '\uFFFD');
        }

        return harmless.ToString();
    }
}
