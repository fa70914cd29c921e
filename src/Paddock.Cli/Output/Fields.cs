namespace Paddock.Cli.Output;

/// <summary>Names and values below each other, for one thing in detail.</summary>
internal sealed class Fields
{
    private readonly List<(string Name, string Value)> _fields = [];

    public Fields Add(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _fields.Add((name, TerminalText.OneLine(value)));
        }

        return this;
    }

    public void Print(Printer printer)
    {
        int width = _fields.Max(static field => field.Name.Length);
        foreach ((string name, string value) in _fields)
        {
            printer.Line($"{printer.Style.Strong(name.PadRight(width))}  {value}");
        }
    }
}
