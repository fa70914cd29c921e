using System.CommandLine;
using Paddock.Cli.Commands;
using Paddock.Cli.Output;
using Paddock.Client;
using Paddock.Client.Errors;

namespace Paddock.Cli.Hosting;

/// <summary>Runs a command with a client, and turns what goes wrong into a message and an exit code.</summary>
internal sealed class SessionRunner(CliConsole console, Printer printer, EverywhereOptions everywhere)
{
    /// <summary>The action of a command.</summary>
    public Func<ParseResult, CancellationToken, Task<int>> Action(Func<Session, CancellationToken, Task<int>> work) =>
        (parsed, cancellationToken) => RunAsync(parsed, work, cancellationToken);

    private async Task<int> RunAsync(ParseResult parsed, Func<Session, CancellationToken, Task<int>> work, CancellationToken cancellationToken)
    {
        try
        {
            Connection connection = Connection.Resolve(parsed.GetValue(everywhere.Url), parsed.GetValue(everywhere.Key), console.Environment);
            return await WorkAsync(parsed, work, connection, cancellationToken).ConfigureAwait(false);
        }
        catch (UsageException e)
        {
            printer.Say(e.Message);
            return ExitCodes.Usage;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            printer.Say("interrupted; the call was cancelled, and its code with it");
            return ExitCodes.Interrupted;
        }
    }

    private async Task<int> WorkAsync(ParseResult parsed, Func<Session, CancellationToken, Task<int>> work, Connection connection, CancellationToken cancellationToken)
    {
        bool json = parsed.GetValue(everywhere.Json);
        using AnswerTap tap = new(console.Network(connection.Url));
        using HttpClient http = new(tap, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            using PaddockClient client = new(new PaddockClientOptions { BaseUrl = connection.Url, ApiKey = RequireKey(connection), HttpClient = http, TimeProvider = console.Time });
            return await work(new Session(parsed, console, printer, client, tap, json), cancellationToken).ConfigureAwait(false);
        }
        catch (PaddockConfigurationException e)
        {
            printer.Say(e.Message);
            return ExitCodes.Usage;
        }
        catch (PaddockException e)
        {
            if (json && tap.Failure is { Length: > 0 } body)
            {
                printer.Bytes(body);
            }

            printer.Say(Failures.Explain(e, connection));
            return ExitCodes.Api;
        }
    }

    private static string RequireKey(Connection connection) => connection.Key
        ?? throw new UsageException($"there is no API key: set {string.Join(" or ", PaddockClientOptions.ApiKeyVariables)}, or give --key. {Failures.WhereKeysAre}");
}
