using Paddock.Core.Executions;
using Paddock.Core.Grants;
using Paddock.Core.Runtimes;

namespace Paddock.Core.Requests;

/// <summary>A checked request. <see cref="Input"/> is a part of the request's body.</summary>
internal sealed record FunctionRequest : IExecutionRequest
{
    public required Language Language { get; init; }

    public required string Code { get; init; }

    public required ReadOnlyMemory<byte> Input { get; init; }

    public required IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; }

    public required IReadOnlyList<InputFile> Files { get; init; }

    public required ExecutionLimits Limits { get; init; }

    public required IReadOnlyList<AllowedHost> AllowedHosts { get; init; }

    public required string? RuntimeRevisionId { get; init; }

    /// <summary>What <see cref="RuntimeRevisionId"/> names, once that is found.</summary>
    public PackageSet? Packages { get; init; }

    public ExecutionJob ToJob(string id, IGrant? grant) => new()
    {
        Id = id,
        Language = Language,
        Code = Code,
        Input = Input,
        Environment = Environment,
        Files = Files,
        Limits = Limits,
        Packages = Packages,
        Grant = grant,
    };
}
