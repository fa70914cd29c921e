using System.Text.Json;
using System.Text.Json.Nodes;

namespace Paddock.TestKit.Api;

/// <summary>The body of one POST /v1/execute.</summary>
internal sealed record ScriptCall(string Language, string Code)
{
    public IReadOnlyList<string>? Args { get; init; }

    public string? Stdin { get; init; }

    public IReadOnlyDictionary<string, string>? Env { get; init; }

    public IReadOnlyDictionary<string, string>? Files { get; init; }

    /// <summary>The member http as JSON text; null leaves it out.</summary>
    public string? Http { get; init; }

    /// <summary>limits.execution_timeout in seconds.</summary>
    public int? Timeout { get; init; }

    /// <summary>limits.memory_size in MiB.</summary>
    public int? Memory { get; init; }

    public string ToJson()
    {
        var body = new JsonObject { ["language"] = Language, ["code"] = Code };
        Add(body, "args", Args is null ? null : JsonSerializer.SerializeToNode(Args));
        Add(body, "stdin", Stdin is null ? null : JsonValue.Create(Stdin));
        Add(body, "env", Env is null ? null : JsonSerializer.SerializeToNode(Env));
        Add(body, "files", Files is null ? null : JsonSerializer.SerializeToNode(Files.Select(file => new { path = file.Key, contents = file.Value })));
        Add(body, "http", Http is null ? null : JsonNode.Parse(Http));
        var limits = new JsonObject();
        Add(limits, "execution_timeout", Timeout is { } timeout ? JsonValue.Create(timeout) : null);
        Add(limits, "memory_size", Memory is { } memory ? JsonValue.Create(memory) : null);
        Add(body, "limits", limits.Count == 0 ? null : limits);
        return body.ToJsonString();
    }

    private static void Add(JsonObject to, string name, JsonNode? value)
    {
        if (value is not null)
        {
            to[name] = value;
        }
    }
}
