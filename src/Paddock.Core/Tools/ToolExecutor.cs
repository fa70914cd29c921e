using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Paddock.Contracts.Ids;
using Paddock.Core.Executions;
using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Core.Requests;
using Paddock.Core.Runtimes;
using Paddock.Core.Secrets;

namespace Paddock.Core.Tools;

/// <summary>The use case: find a tool, check the call and its input, run it in the sandbox, turn its end into an answer.</summary>
internal sealed class ToolExecutor(
    IToolStore store,
    ToolSchemas schemas,
    SecretOpener secrets,
    RevisionCatalog catalog,
    ExecutionRunner runner,
    IOptions<ExecutionsOptions> options,
    ILogger<ToolExecutor> logger)
{
    private readonly ToolCallParser _parser = new(options.Value);

    /// <summary>Executes the tool called <paramref name="id"/>. Nothing runs when its input does not meet its schema.</summary>
    /// <param name="caller">Whose request it is.</param>
    /// <param name="id">The tool, as it stands in the path.</param>
    /// <param name="body">The request body, UTF-8 JSON. It must not change before this returns.</param>
    /// <param name="cancellationToken">Cancelled when the caller has hung up.</param>
    /// <exception cref="OperationCanceledException">The caller has hung up.</exception>
    /// <exception cref="StorageException">The storage does not answer.</exception>
    public async ValueTask<ExecutionAnswer> ExecuteAsync(Caller caller, string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (_parser.Parse(body, out ToolCall? call) is { } rejection)
        {
            return Refuse(rejection);
        }

        Answer<StoredTool> found = await FindAsync(caller, id, call!.RevisionId, cancellationToken).ConfigureAwait(false);
        if (found.Rejection is { } missing)
        {
            return Refuse(missing);
        }

        StoredTool tool = found.Value!;
        if (schemas.Validate(tool, call.Input) is { } unfit)
        {
            return Refuse(unfit);
        }

        Answer<PackageSet> packages = await catalog
            .ResolveAsync(caller.ProjectId, tool.RuntimeRevisionId, LanguageNames.Parse(tool.Language), cancellationToken).ConfigureAwait(false);
        if (packages.Rejection is { } unavailable)
        {
            return Refuse(unavailable);
        }

        SecretReference[] references = [.. call.Variables.Select(static variable => variable.Secret).OfType<SecretReference>()];
        Answer<IReadOnlyDictionary<string, Secret>> opened = await secrets.OpenAsync(caller.ProjectId, references, cancellationToken).ConfigureAwait(false);
        return opened.Rejection is { } closed
            ? Refuse(closed)
            : await RunAsync(caller, tool, call, packages.Value, opened.Value!, body, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<ExecutionAnswer> RunAsync(
        Caller caller,
        StoredTool tool,
        ToolCall call,
        PackageSet? packages,
        IReadOnlyDictionary<string, Secret> opened,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> environment = new(call.Variables.Count);
        foreach (ToolVariable variable in call.Variables)
        {
            string value = variable.Secret is { } reference ? opened[reference.Id].Reveal() : variable.Value!;
            if (EnvironmentRules.CheckValue(value, options.Value) is { } problem)
            {
                return Refuse(Rejection.Invalid($"{variable.Secret!.Field}: secret {Show.Text(variable.Secret.Id)} {problem}"));
            }

            environment.Add(new KeyValuePair<string, string>(variable.Name, value));
        }

        FunctionRequest request = new()
        {
            Language = LanguageNames.Parse(tool.Language),
            Code = tool.Code,
            Input = call.Input,
            Environment = environment,
            Files = call.Files,
            Limits = call.Limits,
            AllowedHosts = call.AllowedHosts,
            RuntimeRevisionId = tool.RuntimeRevisionId,
            Packages = packages,
        };
        ExecutionOrigin origin = new(caller, ExecutionKind.Tool, tool.Id, body) { Secrets = [.. opened.Values] };
        return await runner.RunAsync(origin, request, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<Answer<StoredTool>> FindAsync(Caller caller, string id, string? revisionId, CancellationToken cancellationToken)
    {
        if (!Ulid.IsValid(id))
        {
            return Missing.Tool(id);
        }

        if (revisionId is not null && Ulid.IsValid(revisionId)
            && await store.FindRevisionAsync(caller.ProjectId, id, revisionId, cancellationToken).ConfigureAwait(false) is { } pinned)
        {
            return pinned;
        }

        StoredTool? current = await store.FindAsync(caller.ProjectId, id, cancellationToken).ConfigureAwait(false);
        return current is null ? Missing.Tool(id) : revisionId is null ? current : Missing.ToolRevision(id, revisionId);
    }

    private ExecutionAnswer Refuse(Rejection rejection)
    {
        Log.Rejected(logger, rejection.Code);
        return ExecutionAnswer.Of(rejection);
    }
}
