using Paddock.Core.Executions;
using Paddock.Core.Schemas;

namespace Paddock.Core.Tools;

/// <summary>Checks schemas of tools, and inputs against them. Compiled schemas are kept while they are few.</summary>
internal sealed class ToolSchemas(SchemaCompiler compiler)
{
    /// <summary>Bytes of schema text whose compiled forms, which are several times larger, are kept.</summary>
    private const long MaxKeptBytes = 4 * 1024 * 1024;

    // What even an empty schema takes.
    private const int OwnBytes = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, CompiledSchema> _byRevision = new(StringComparer.Ordinal);
    private long _keptBytes;

    /// <summary>What is wrong with a schema, or null.</summary>
    /// <param name="schema">JSON text.</param>
    public Rejection? Check(string schema) => compiler.Compile(schema, out _) is { } problem ? Rejection.Invalid(problem) : null;

    /// <summary>Why <paramref name="tool"/> cannot take <paramref name="input"/>, or null.</summary>
    /// <param name="tool">A revision: its schema never changes.</param>
    /// <param name="input">JSON.</param>
    public Rejection? Validate(StoredTool tool, ReadOnlyMemory<byte> input)
    {
        CompiledSchema? schema;
        lock (_lock)
        {
            _byRevision.TryGetValue(tool.RevisionId, out schema);
        }

        if (schema is null)
        {
            if (compiler.Compile(tool.InputSchema, out schema) is { } problem)
            {
                // It was good once: the operator has lowered a limit since.
                return Rejection.Invalid($"the tool's own schema is not accepted any more: {problem}");
            }

            Keep(tool, schema!);
        }

        return schema!.Validate(input) is { } failure ? Rejection.Invalid(failure.Message) : null;
    }

    /// <summary>When there are too many all are forgotten: those in use are back in a moment.</summary>
    private void Keep(StoredTool tool, CompiledSchema schema)
    {
        long bytes = tool.InputSchema.Length + OwnBytes;
        lock (_lock)
        {
            if (_keptBytes + bytes > MaxKeptBytes)
            {
                _byRevision.Clear();
                _keptBytes = 0;
            }

            if (_byRevision.TryAdd(tool.RevisionId, schema))
            {
                _keptBytes += bytes;
            }
        }
    }
}
