using System.CommandLine;

namespace Paddock.Cli.Commands;

/// <summary>Examples at the end of the help of a command.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, string> _byPath = new()
    {
        ["run"] = """
              paddock run greet.py --input '{"name": "John"}'
              paddock run total.ts --input-file orders.json | jq .total
              cat greet.js | paddock run - --language js --input '"John"' --raw
              paddock run issues.py --env OWNER=acme --allow api.github.com=bearer-env:GITHUB_TOKEN

            What the function returns goes to stdout, as JSON; what it prints goes to stderr.
            """,
        ["exec"] = """
              paddock exec hello.php
              paddock exec sum.py 1 2 3
              paddock exec tool.py -- --verbose --url ours      (behind -- all is the script's)
              gunzip -c log.gz | paddock exec count.rb --stdin -
            """,
        ["tools create"] = """
              paddock tools create greet.py --description 'Greets someone' --schema greet.schema.json
              id=$(paddock tools create greet.py --name greet)
            """,
        ["tools update"] = """
              paddock tools update 01K… greet.py
              paddock tools update 01K… --name hello --schema hello.schema.json
            """,
        ["tools exec"] = """
              paddock tools exec 01K… --input '{"name": "John"}'
              paddock tools exec 01K… --env-secret TOKEN=01K… --allow api.example.com=bearer-secret:01K…
            """,
        ["runtimes create"] = """
              paddock runtimes create requirements.txt --name tables --import 'import pandas' --wait
              id=$(paddock runtimes create package.json)
              echo pandas==2.1.4 | paddock runtimes create - --language python --name tables

            Then, once the build has succeeded:
              paddock run table.py --runtime-revision $(paddock runtimes get "$id" --newest)
            """,
        ["runtimes revise"] = """
              paddock runtimes revise 01K… requirements.txt --wait
            """,
        ["runtimes get"] = """
              paddock runtimes get 01K…
              paddock runtimes get 01K… --lock > requirements.txt
            """,
        ["secrets create"] = """
              paddock secrets create github                      (asks for the value)
              paddock secrets create github < token.txt
              paddock secrets create github --value-file token.txt

            The value never stands on the command line, where all of this machine could see it. One line break at its end is left out.
            """,
        ["executions list"] = """
              paddock executions list --failed --limit 10
              paddock executions list --all --json | jq '.data[].duration'
            """,
    };

    public static string? Of(Command command) =>
        _byPath.GetValueOrDefault(command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{parent.Name} {command.Name}" : command.Name);
}
