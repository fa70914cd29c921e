using System.Text;

namespace Paddock.Cli.Output;

/// <summary>Columns for people. In a terminal the last one is cut at its edge; into a pipe or file everything goes whole.</summary>
internal sealed class Table(params string[] headers)
{
    private const string Gap = "  ";

    private readonly List<string[]> _rows = [];

    public void Add(params string[] cells) => _rows.Add([.. cells.Select(TerminalText.OneLine)]);

    /// <param name="printer">Where it goes.</param>
    /// <param name="width">Columns there are; null for as many as it takes.</param>
    public void Print(Printer printer, int? width)
    {
        int[] widths = [.. headers.Select((header, column) => _rows.Select(row => row[column].Length).Append(header.Length).Max())];
        printer.Line(printer.Style.Strong(Line(headers, widths, width)));
        foreach (string[] row in _rows)
        {
            printer.Line(Line(row, widths, width));
        }
    }

    private static string Line(string[] cells, int[] widths, int? width)
    {
        StringBuilder line = new();
        for (int column = 0; column < cells.Length; column++)
        {
            line.Append(column == 0 ? "" : Gap).Append(cells[column].PadRight(widths[column]));
        }

        string text = line.ToString().TrimEnd();
        return width is { } most && text.Length > most ? $"{text[..(most - 1)]}…" : text;
    }
}
