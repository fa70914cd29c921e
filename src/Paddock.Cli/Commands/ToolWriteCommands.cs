using System.CommandLine;
using System.Text.Json;
using Paddock.Cli.Arguments;
using Paddock.Cli.Hosting;
using Paddock.Contracts.Tools;

namespace Paddock.Cli.Commands;

/// <summary><c>paddock tools create</c> and <c>update</c>.</summary>
internal static class ToolWriteCommands
{
    public static Command Create(SessionRunner runner)
    {
        Argument<string> file = SourceOptions.File("The program that defines `execute`, or - for stdin");
        Option<string?> name = Name("What the tool is called. Default: the name of the file");
        Option<string?> description = Description();
        Option<string?> schema = Schema();
        Option<string?> language = SourceOptions.Language();
        Option<string?> revision = SourceOptions.RuntimeRevision();
        Command command = new("create", "Store a function; prints its id") { file, name, description, schema, language, revision };
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            SourceFile source = (await SourceFile.ReadAsync(session.Parsed.GetRequiredValue(file), session.Parsed.GetValue(language), session.Console, cancellationToken)).ForFunctions();
            CreateToolRequest request = new()
            {
                Name = session.Parsed.GetValue(name) ?? (source.Name == SourceFile.Stdin ? throw new UsageException("code from stdin has no name: give --name") : source.Stem),
                Language = source.Language,
                Code = source.Code,
                Description = session.Parsed.GetValue(description),
                InputSchema = await ReadSchemaAsync(session, schema, cancellationToken),
                RuntimeRevisionId = session.Parsed.GetValue(revision),
            };
            Tool tool = await session.Client.Tools.CreateAsync(request, cancellationToken: cancellationToken);
            session.PrintId(tool.Id, $"created tool {tool.Name}; call it: paddock tools exec {tool.Id}");
            return ExitCodes.Success;
        }));
        return command;
    }

    public static Command Update(SessionRunner runner)
    {
        Argument<string> id = ToolsCommand.Id();
        Argument<string?> file = new("file") { HelpName = "FILE", Description = "Its new code, or - for stdin. Default: the code stays", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> name = Name("What the tool is called from now on");
        Option<string?> description = Description();
        Option<string?> schema = Schema();
        Option<string?> language = SourceOptions.Language();
        Option<string?> revision = SourceOptions.RuntimeRevision("The revision of a runtime whose packages the code finds from now on; empty: none");
        Command command = new("update", "Change a tool, which makes a new revision of it; what is not given stays") { id, file, name, description, schema, language, revision };
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            SourceFile? source = session.Parsed.GetValue(file) is { } path
                ? (await SourceFile.ReadAsync(path, session.Parsed.GetValue(language), session.Console, cancellationToken)).ForFunctions()
                : null;
            UpdateToolRequest request = new()
            {
                Name = session.Parsed.GetValue(name),
                Code = source?.Code,
                Language = source?.Language ?? session.Parsed.GetValue(language),
                Description = session.Parsed.GetValue(description),
                InputSchema = await ReadSchemaAsync(session, schema, cancellationToken),
                RuntimeRevisionId = session.Parsed.GetValue(revision),
            };
            if (request == new UpdateToolRequest())
            {
                throw new UsageException("nothing is to change: give a FILE, --name, --description, --schema, --language or --runtime-revision");
            }

            Tool tool = await session.Client.Tools.UpdateAsync(session.Parsed.GetRequiredValue(id), request, cancellationToken: cancellationToken);
            session.PrintId(tool.Id, $"updated tool {tool.Name}; its revision is {tool.RevisionId} now");
            return ExitCodes.Success;
        }));
        return command;
    }

    private static Option<string?> Name(string description) => new("--name") { HelpName = "NAME", Description = description };

    private static Option<string?> Description() => new("--description") { HelpName = "TEXT", Description = "What the tool does" };

    private static Option<string?> Schema() => new("--schema") { HelpName = "FILE", Description = "File with the JSON Schema that inputs are checked against, draft 2020-12 or 7" };

    private static async Task<JsonElement?> ReadSchemaAsync(Session session, Option<string?> schema, CancellationToken cancellationToken) =>
        session.Parsed.GetValue(schema) is { } file ? JsonArgument.Parse(file, await LocalText.ReadAsync(file, session.Console, cancellationToken)) : null;
}
