using System.Text.Json;
using Paddock.Cli.Commands;
using Paddock.Cli.Hosting;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Functions;

namespace Paddock.Cli.Output;

/// <summary>One execution in detail.</summary>
internal static class ExecutionReport
{
    public static void Print(Session session, Execution execution)
    {
        (string? code, JsonElement? input, ExecuteFunctionResponse? answer, ExecutionResult result) = execution.Details switch
        {
            ToolExecutionDetails tool => (null, tool.Request.Input, tool.Response, tool.Response.Execution),
            FunctionExecutionDetails function => (function.Request.Code, function.Request.Input, function.Response, function.Response.Execution),
            ScriptExecutionDetails script => (script.Request.Code, null, null, script.Response),
            _ => throw new InvalidOperationException("the client reads no other kinds"),
        };
        new Fields()
            .Add("id", execution.Id)
            .Add("started", ExecutionsCommand.Moment(execution.StartedAt))
            .Add("kind", ExecutionsCommand.Kind(execution))
            .Add("tool", (execution.Details as ToolExecutionDetails)?.ToolId)
            .Add("language", execution.Language)
            .Add("exit code", $"{execution.ExitCode}{(result.TerminationReason is { } reason ? $" ({reason})" : "")}")
            .Add("duration", $"{execution.Duration} ms")
            .Add("output status", answer?.OutputStatus)
            .Print(session.Printer);
        session.Printer.Section("code", code);
        session.Printer.Section("input", input is { } value ? PrettyJson.Write(value) : null);
        session.Printer.Section("stdin", (execution.Details as ScriptExecutionDetails)?.Request.Stdin);
        session.Printer.Section("output", answer is null ? null : PrettyJson.Write(answer.Output));
        session.Printer.Section("stdout", result.Stdout);
        session.Printer.Section("stderr", result.Stderr);
        PrintNetwork(session, execution.Network ?? []);
    }

    private static void PrintNetwork(Session session, IReadOnlyList<NetworkRequest> requests)
    {
        if (requests.Count == 0)
        {
            return;
        }

        session.Printer.Line();
        Table table = new("STATUS", "ALLOWED", "SENT", "RECEIVED", "MS", "METHOD", "URL");
        foreach (NetworkRequest request in requests)
        {
            table.Add($"{request.Status}", request.Allowed ? "yes" : "no", $"{request.SentBytes}", $"{request.ReceivedBytes}", $"{request.Duration}", request.Method, request.Url);
        }

        table.Print(session.Printer, session.Console.IsOutputTerminal ? session.Console.Width() : null);
    }
}
