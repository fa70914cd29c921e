using System.CommandLine;
using Paddock.Cli.Output;
using Paddock.Client;

namespace Paddock.Cli.Hosting;

/// <summary>What one command works with.</summary>
internal sealed class Session(ParseResult parsed, CliConsole console, Printer printer, PaddockClient client, AnswerTap tap, bool json)
{
    public ParseResult Parsed => parsed;

    public CliConsole Console => console;

    public Printer Printer => printer;

    public PaddockClient Client => client;

    /// <summary>Whether <c>--json</c> was given.</summary>
    public bool Json => json;

    /// <summary>The bodies of the answers, as they came.</summary>
    public IReadOnlyList<byte[]> Answers => tap.Successes;

    /// <summary>Prints the last answer as it came.</summary>
    public void PrintAnswer() => printer.Bytes(tap.Successes[^1]);

    /// <summary>Forgets all answers but the last one.</summary>
    public void KeepLastAnswer() => tap.KeepLast();

    /// <summary>Ends a command that made or deleted something: its id alone on stdout, for scripts, and a sentence on stderr, for people; the answer with <c>--json</c>.</summary>
    public void PrintId(string id, string sentence)
    {
        if (json)
        {
            PrintAnswer();
            return;
        }

        printer.Line(TerminalText.OneLine(id));
        printer.Say(sentence);
    }
}
