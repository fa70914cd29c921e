using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Paddock.Cli.Output;

namespace Paddock.Cli.Commands;

/// <summary><c>--help</c>: a page of our own for the whole tool; for each command what the parser knows, then examples.</summary>
internal sealed class HelpPages : SynchronousCommandLineAction
{
    private const string Overview = """
        Runs code that nobody has read, on a Paddock server.

          paddock run FILE [--input JSON]     call the function `execute` of FILE and print what it returns, as JSON
          paddock exec FILE [ARG…]            run FILE as a script: its output and its exit code are those of paddock
          paddock tools create | list | get | update | exec | delete        functions that the server keeps
          paddock runtimes create | list | get | revise | revisions | log | cancel | delete     packages that code can run with
          paddock secrets create | list | delete                            values that code uses and nobody reads back
          paddock executions list | get                                     what ran, and how it went

        FILE is a program on this machine, or - for stdin; its ending tells the language (.py .js .ts .rb .php), or --language does.
        `paddock run --help` and so on say what each takes.

        Try it
          paddock run greet.py --input '{"name": "John"}'
          paddock run report.ts --input-file orders.json --file rates.csv --timeout 60 --memory 512
          paddock run issues.py --allow api.github.com=bearer-env:GITHUB_TOKEN
          echo 'puts gets.reverse' > r.rb; echo hello | paddock exec r.rb --stdin -
          id=$(paddock tools create greet.py --schema greet.schema.json); paddock tools exec "$id" --input '{"name": "John"}'
          paddock runtimes create requirements.txt --name tables --wait
          paddock executions list --failed

        Everywhere
          --json        print what the API answers, as it is
          --url URL     the server; else PADDOCK_BASE_URL, RIZA_BASE_URL, http://127.0.0.1:3003
          --key KEY     the API key; else PADDOCK_API_KEY, RIZA_API_KEY
          --version     the version of this tool

        Ends with
          the exit code of the code, where code ran (1 when it returned something that is not JSON); 1 after a build that failed;
          0 well; 2 wrong usage; 125 the server could not be reached or refused, and why is on stderr; 130 interrupted.

        """;

    private readonly HelpAction _parsers;
    private readonly Printer _printer;
    private readonly Func<int> _width;

    public HelpPages(HelpAction parsers, Printer printer, Func<int> width)
    {
        _parsers = parsers;
        _printer = printer;
        _width = width;
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        Command command = parseResult.CommandResult.Command;
        if (command is RootCommand)
        {
            _printer.Out.Write(Overview);
            return 0;
        }

        _parsers.MaxWidth = _width();
        int exitCode = _parsers.Invoke(parseResult);
        if (Examples.Of(command) is { } examples)
        {
            _printer.Line("Examples:");
            _printer.Line(examples);
        }

        return exitCode;
    }
}
