using System.Text;
using System.Text.Json;

namespace Paddock.TestKit.Api;

/// <summary>The body of one POST /v1/execute-function.</summary>
internal sealed record FunctionCall(string Language, string Code)
{
    /// <summary>The input as JSON text, sent byte for byte; null leaves the member out.</summary>
    public string? Input { get; init; }

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
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("language", Language);
            writer.WriteString("code", Code);
            WriteInput(writer);
            WriteEnv(writer);
            WriteFiles(writer);
            WriteHttp(writer);
            WriteLimits(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private void WriteInput(Utf8JsonWriter writer)
    {
        if (Input is not null)
        {
            writer.WritePropertyName("input");
            writer.WriteRawValue(Input, skipInputValidation: true);
        }
    }

    private void WriteEnv(Utf8JsonWriter writer)
    {
        if (Env is not null)
        {
            writer.WritePropertyName("env");
            JsonSerializer.Serialize(writer, Env);
        }
    }

    private void WriteFiles(Utf8JsonWriter writer)
    {
        if (Files is not null)
        {
            writer.WritePropertyName("files");
            JsonSerializer.Serialize(writer, Files.Select(file => new { path = file.Key, contents = file.Value }));
        }
    }

    private void WriteHttp(Utf8JsonWriter writer)
    {
        if (Http is not null)
        {
            writer.WritePropertyName("http");
            writer.WriteRawValue(Http);
        }
    }

    private void WriteLimits(Utf8JsonWriter writer)
    {
        if (Timeout is null && Memory is null)
        {
            return;
        }

        writer.WriteStartObject("limits");
        if (Timeout is { } timeout)
        {
            writer.WriteNumber("execution_timeout", timeout);
        }

        if (Memory is { } memory)
        {
            writer.WriteNumber("memory_size", memory);
        }

        writer.WriteEndObject();
    }
}
