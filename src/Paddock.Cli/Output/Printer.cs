using System.Text;
using Paddock.Cli.Hosting;

namespace Paddock.Cli.Output;

/// <summary>Writes to stdout and stderr, in UTF-8 whatever the locale.</summary>
internal sealed class Printer
{
    private static readonly UTF8Encoding _utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly CliConsole _console;

    public Printer(CliConsole console)
    {
        _console = console;
        Out = new StreamWriter(console.Output, _utf8, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
        Error = new StreamWriter(console.Error, _utf8, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
        Style = new Style(console.IsOutputTerminal, console.Environment);
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    public Style Style { get; }

    /// <summary>A line of ours on stdout.</summary>
    public void Line(string text = "") => Out.WriteLine(text);

    /// <summary>A message of ours on stderr.</summary>
    public void Say(string message) => Error.WriteLine($"paddock: {TerminalText.OneLine(message)}");

    /// <summary>What code wrote to its stdout, on ours.</summary>
    public void Stdout(string text) => Out.Write(_console.IsOutputTerminal ? TerminalText.Harmless(text) : text);

    /// <summary>What code wrote, on our stderr.</summary>
    public void Stderr(string text) => Error.Write(_console.IsErrorTerminal ? TerminalText.Harmless(text) : text);

    /// <summary>A heading and a text below it; nothing for an empty text.</summary>
    public void Section(string heading, string? text)
    {
        if (!string.IsNullOrEmpty(text))
        {
            Line();
            Line(Style.Strong(heading));
            Stdout(text.EndsWith('\n') ? text : $"{text}\n");
        }
    }

    /// <summary>An answer, byte for byte, on a line of its own.</summary>
    public void Bytes(ReadOnlySpan<byte> answer)
    {
        Out.Flush();
        _console.Output.Write(answer);
        if (answer is not [.., (byte)'\n'])
        {
            _console.Output.WriteByte((byte)'\n');
        }

        _console.Output.Flush();
    }

    public async Task FlushAsync()
    {
        await Out.FlushAsync().ConfigureAwait(false);
        await Error.FlushAsync().ConfigureAwait(false);
    }
}
