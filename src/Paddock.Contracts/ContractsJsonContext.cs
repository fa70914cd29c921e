using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Paddock.Contracts.Errors;
using Paddock.Contracts.Executions;
using Paddock.Contracts.Functions;
using Paddock.Contracts.Health;
using Paddock.Contracts.Resources;
using Paddock.Contracts.Runtimes;
using Paddock.Contracts.Scripts;
using Paddock.Contracts.Secrets;
using Paddock.Contracts.Tools;

namespace Paddock.Contracts;

/// <summary>The one place that turns wire types into JSON and back. Unknown members are ignored, nulls are left out.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CreateRevisionRequest))]
[JsonSerializable(typeof(CreateRuntimeRequest))]
[JsonSerializable(typeof(CreateSecretRequest))]
[JsonSerializable(typeof(CreateToolRequest))]
[JsonSerializable(typeof(Deleted))]
[JsonSerializable(typeof(ExecuteFunctionRequest))]
[JsonSerializable(typeof(ExecuteFunctionResponse))]
[JsonSerializable(typeof(ExecuteRequest))]
[JsonSerializable(typeof(ExecuteToolRequest))]
[JsonSerializable(typeof(Execution))]
[JsonSerializable(typeof(ExecutionList))]
[JsonSerializable(typeof(ExecutionResult))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(IReadOnlyList<NetworkRequest>))]
[JsonSerializable(typeof(Revision))]
[JsonSerializable(typeof(RevisionList))]
[JsonSerializable(typeof(Runtime))]
[JsonSerializable(typeof(RuntimeList))]
[JsonSerializable(typeof(SecretInfo))]
[JsonSerializable(typeof(SecretList))]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(Tool))]
[JsonSerializable(typeof(ToolList))]
[JsonSerializable(typeof(UpdateToolRequest))]
public sealed partial class ContractsJsonContext : JsonSerializerContext
{
    /// <summary>The same, escaping only what JSON wants escaped: what it writes goes to a JSON parser or a person, never into HTML.</summary>
    public static ContractsJsonContext Relaxed { get; } = new(new JsonSerializerOptions
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
