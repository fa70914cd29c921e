using System.CommandLine;
using Paddock.Cli.Arguments;
using Paddock.Cli.Hosting;
using Paddock.Cli.Output;
using Paddock.Client.Paging;
using Paddock.Contracts.Resources;
using Paddock.Contracts.Secrets;

namespace Paddock.Cli.Commands;

/// <summary><c>paddock secrets</c>: values that code uses and nobody reads back.</summary>
internal static class SecretsCommand
{
    public static Command Create(SessionRunner runner) => new("secrets", "Values that code uses and nobody reads back") { CreateOne(runner), List(runner), Delete(runner) };

    private static Command CreateOne(SessionRunner runner)
    {
        Argument<string> name = new("name") { HelpName = "NAME", Description = "What it is called" };
        Option<string?> file = new("--value-file") { HelpName = "FILE", Description = "File with the value. Default: stdin, where a terminal is asked without showing what is typed" };
        Command command = new("create", "Store a secret; prints its id") { name, file };
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            string called = session.Parsed.GetRequiredValue(name);
            string value = await ReadValueAsync(session, called, session.Parsed.GetValue(file), cancellationToken);
            SecretInfo secret = await session.Client.Secrets.CreateAsync(new CreateSecretRequest { Name = called, Value = value }, cancellationToken: cancellationToken);
            session.PrintId(secret.Id, $"created secret {secret.Name}; use it: --allow HOST=bearer-secret:{secret.Id}");
            return ExitCodes.Success;
        }));
        return command;
    }

    private static async Task<string> ReadValueAsync(Session session, string name, string? file, CancellationToken cancellationToken)
    {
        if (file is null && session.Console.IsInputTerminal)
        {
            return session.Console.ReadHidden($"Value of {TerminalText.OneLine(name)}: ") is { Length: > 0 } typed ? typed : throw new UsageException("no value was typed");
        }

        string value = await LocalText.ReadAsync(file ?? SourceFile.Stdin, session.Console, cancellationToken);
        // what `echo` and editors put behind it
        string bare = value.EndsWith("\r\n", StringComparison.Ordinal) ? value[..^2] : value.EndsWith('\n') ? value[..^1] : value;
        return bare.Length > 0 ? bare : throw new UsageException($"{(file is null or SourceFile.Stdin ? "stdin" : file)} is empty, and a secret has at least one character");
    }

    private static Command List(SessionRunner runner)
    {
        PageOptions pages = new();
        Command command = new("list", "List the secrets, without their values, the newest first");
        pages.AddTo(command);
        command.SetAction(runner.Action((session, cancellationToken) => pages.PrintAsync<SecretInfo>(
            session,
            "secrets",
            (limit, after) => session.Client.Secrets.ListPageAsync(new ListParameters { Limit = limit, StartingAfter = after }, cancellationToken: cancellationToken),
            secrets => Print(session, secrets),
            cancellationToken)));
        return command;
    }

    private static void Print(Session session, IReadOnlyList<SecretInfo> secrets)
    {
        if (secrets.Count == 0)
        {
            session.Printer.Say("there are no secrets; `paddock secrets create NAME` makes one");
            return;
        }

        Table table = new("ID", "NAME");
        foreach (SecretInfo secret in secrets)
        {
            table.Add(secret.Id, secret.Name);
        }

        table.Print(session.Printer, session.Console.IsOutputTerminal ? session.Console.Width() : null);
    }

    private static Command Delete(SessionRunner runner)
    {
        Argument<string> id = new("id") { HelpName = "ID", Description = "The id of the secret: `paddock secrets list` shows it" };
        Command command = new("delete", "Delete a secret") { id };
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            Deleted deleted = await session.Client.Secrets.DeleteAsync(session.Parsed.GetRequiredValue(id), cancellationToken: cancellationToken);
            session.PrintId(deleted.Id, $"deleted secret {deleted.Id}");
            return ExitCodes.Success;
        }));
        return command;
    }
}
