using System.Text;

namespace Paddock.Cli.Hosting;

/// <summary>Reads a line from the terminal without showing it.</summary>
internal static class HiddenLine
{
    /// <returns>Null when the end of the input came first.</returns>
    public static string? Read(string prompt)
    {
        Console.Error.Write(prompt);
        StringBuilder line = new();
        try
        {
            while (true)
            {
                ConsoleKeyInfo key = Console.ReadKey(intercept: true);
                switch (key.Key)
                {
                    case ConsoleKey.Enter:
                        return line.ToString();
                    case ConsoleKey.D when key.Modifiers == ConsoleModifiers.Control && line.Length == 0:
                        return null;
                    case ConsoleKey.Backspace:
                        line.Length = Math.Max(line.Length - 1, 0);
                        break;
                    default:
                        Append(line, key.KeyChar);
                        break;
                }
            }
        }
        finally
        {
            Console.Error.WriteLine();
        }
    }

    private static void Append(StringBuilder line, char typed)
    {
        if (!char.IsControl(typed))
        {
            line.Append(typed);
        }
    }
}
