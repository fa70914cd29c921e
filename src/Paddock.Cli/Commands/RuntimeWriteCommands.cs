using System.CommandLine;
using Paddock.Cli.Arguments;
using Paddock.Cli.Hosting;
using Paddock.Cli.Output;
using Paddock.Contracts.Runtimes;

namespace Paddock.Cli.Commands;

/// <summary><c>paddock runtimes create</c> and <c>revise</c>.</summary>
internal static class RuntimeWriteCommands
{
    public static Command Create(SessionRunner runner)
    {
        ManifestOptions manifest = new();
        Option<string?> name = new("--name") { HelpName = "NAME", Description = "What the runtime is called. Default: the name of the file's folder" };
        Command command = new("create", "Have packages built, as the first revision of a new runtime; prints the runtime's id") { name };
        manifest.AddTo(command);
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            string called = session.Parsed.GetValue(name) ?? ManifestSource.NameOf(session.Parsed.GetRequiredValue(manifest.File));
            ManifestSource source = await manifest.ReadManifestAsync(session, cancellationToken);
            CreateRuntimeRequest request = new()
            {
                Name = called,
                Language = source.Language,
                ManifestFile = source.Manifest,
                AdditionalPythonImports = manifest.ReadImports(session),
            };
            Runtime runtime = await session.Client.Runtimes.CreateAsync(request, cancellationToken: cancellationToken);
            string sentence = $"created runtime {runtime.Name}; its revision {runtime.RevisionId} is {runtime.Status}";
            return await EndAsync(session, manifest, runtime.Id, sentence, runtime.Id, runtime.RevisionId, cancellationToken);
        }));
        return command;
    }

    public static Command Revise(SessionRunner runner)
    {
        Argument<string> id = RuntimesCommand.Id();
        ManifestOptions manifest = new();
        Command command = new("revise", "Have other packages built, as the newest revision of a runtime; prints the revision's id") { id };
        manifest.AddTo(command);
        command.SetAction(runner.Action(async (session, cancellationToken) =>
        {
            ManifestSource source = await manifest.ReadManifestAsync(session, cancellationToken);
            CreateRevisionRequest request = new() { ManifestFile = source.Manifest, AdditionalPythonImports = manifest.ReadImports(session) };
            string runtimeId = session.Parsed.GetRequiredValue(id);
            Revision revision = await session.Client.Runtimes.Revisions.CreateAsync(runtimeId, request, cancellationToken: cancellationToken);
            return await EndAsync(session, manifest, revision.Id, $"revision {revision.Id} is {revision.Status}", runtimeId, revision.Id, cancellationToken);
        }));
        return command;
    }

    private static async Task<int> EndAsync(
        Session session, ManifestOptions manifest, string id, string sentence, string runtimeId, string revisionId, CancellationToken cancellationToken)
    {
        bool waits = session.Parsed.GetValue(manifest.Wait);
        if (!waits || !session.Json)
        {
            session.PrintId(id, waits ? sentence : $"{sentence}; follow its build: paddock runtimes log {runtimeId} {revisionId} --follow");
        }

        return waits ? await BuildReport.FollowAsync(session, runtimeId, revisionId, session.Printer.Stderr, cancellationToken) : ExitCodes.Success;
    }
}
