using System.Text.Json;
using Paddock.Cli.Hosting;
using Paddock.Contracts.Functions;

namespace Paddock.Cli.Output;

/// <summary>Prints how a function or a tool went. Only what it returned goes to stdout, so that a pipe gets JSON and nothing else.</summary>
internal static class FunctionReport
{
    /// <param name="session">The command.</param>
    /// <param name="answer">How it went.</param>
    /// <param name="rawText">A returned string goes out without quotes and escapes.</param>
    /// <returns>The exit code of the code; <see cref="ExitCodes.NoOutput"/> when that is 0 and there is no output.</returns>
    public static int Print(Session session, ExecuteFunctionResponse answer, bool rawText)
    {
        bool valid = answer.OutputStatus == OutputStatuses.Valid;
        int exitCode = answer.Execution.ExitCode != 0 || valid ? answer.Execution.ExitCode : ExitCodes.NoOutput;
        if (session.Json)
        {
            session.PrintAnswer();
            return exitCode;
        }

        session.Printer.Stderr(answer.Execution.Stdout);
        session.Printer.Stderr(answer.Execution.Stderr);
        if (valid)
        {
            session.Printer.Line(Text(session, answer.Output, rawText));
        }

        return exitCode;
    }

    private static string Text(Session session, JsonElement output, bool rawText)
    {
        if (rawText && output.ValueKind == JsonValueKind.String)
        {
            string text = PrettyJson.Text(output);
            return session.Console.IsOutputTerminal ? TerminalText.Harmless(text) : text;
        }

        return session.Console.IsOutputTerminal ? PrettyJson.Write(output) : output.GetRawText();
    }
}
