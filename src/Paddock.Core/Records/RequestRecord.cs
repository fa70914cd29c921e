using System.Text.Json;
using Paddock.Core.Requests;

namespace Paddock.Core.Records;

/// <summary>
/// Writes a request for its record: as it was sent, in the form that is published now, without what means nothing to its endpoint, and with every credential hidden.
/// </summary>
internal static class RequestRecord
{
    private static readonly string[] _shared = ["env", "files", "http", "allow_http_hosts", "limits"];

    private static readonly Dictionary<ExecutionKind, BodyShape> _shapes = new()
    {
        [ExecutionKind.Function] = new BodyShape("", ["language", "code", "input", "runtime_revision_id", .. _shared]),
        [ExecutionKind.Script] = new BodyShape("", ["language", "code", "stdin", "args", "runtime_revision_id", .. _shared]),
        [ExecutionKind.Tool] = new BodyShape("", ["input", "revision_id", .. _shared]),
    };

    /// <summary>Writes the request that <paramref name="body"/> holds, which was accepted.</summary>
    public static void Write(RecordSink sink, ExecutionKind kind, ReadOnlySpan<byte> body)
    {
        Dictionary<string, Range> members = JsonSlice.Members(body, _shapes[kind]);
        sink.Open('{');
        Copy(sink, body, members, "language");
        Copy(sink, body, members, "code");
        Copy(sink, body, members, "revision_id");
        Copy(sink, body, members, "runtime_revision_id");
        WriteLimits(sink, Find(body, members, "limits"));
        WriteHttp(sink, Find(body, members, "http"));
        Copy(sink, body, members, "allow_http_hosts");
        WriteEnvironment(sink, kind, Find(body, members, "env"));
        Copy(sink, body, members, "args");
        Copy(sink, body, members, "stdin");
        Copy(sink, body, members, "input", saysOmissions: true);
        WriteFiles(sink, Find(body, members, "files"));
        sink.Close('}');
    }

    private static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> body, Dictionary<string, Range> members, string name)
    {
        ReadOnlySpan<byte> found = members.TryGetValue(name, out Range place) ? body[place] : default;
        return found.SequenceEqual("null"u8) ? default : found;
    }

    private static void Copy(RecordSink sink, ReadOnlySpan<byte> body, Dictionary<string, Range> members, string name, bool saysOmissions = false)
    {
        ReadOnlySpan<byte> found = Find(body, members, name);
        if (!found.IsEmpty)
        {
            sink.Name(System.Text.Encoding.ASCII.GetBytes(name));
            sink.Value(found, saysOmissions);
        }
    }

    private static void WriteEnvironment(RecordSink sink, ExecutionKind kind, ReadOnlySpan<byte> environment)
    {
        // PHP writes an empty object as [], and some write an empty list as {}.
        if (environment.IsEmpty || JsonSlice.IsList(environment) != (kind == ExecutionKind.Tool))
        {
            return;
        }

        sink.Name("env"u8);
        if (kind != ExecutionKind.Tool)
        {
            sink.Value(environment, saysOmissions: false);
            return;
        }

        WriteItems(sink, environment, static (sink, item) => WriteMembers(sink, item, "name", "value", "secret_id"));
    }

    private static void WriteFiles(RecordSink sink, ReadOnlySpan<byte> files)
    {
        if (files.IsEmpty)
        {
            return;
        }

        sink.Name("files"u8);
        WriteItems(sink, files, static (sink, item) =>
        {
            ReadOnlySpan<byte> contents = JsonSlice.Member(item, "contents"u8);
            sink.Name("path"u8);
            sink.Value(JsonSlice.Member(item, "path"u8), saysOmissions: false);
            sink.Name("contents"u8);
            sink.Value(contents.IsEmpty ? JsonSlice.Member(item, "content"u8) : contents, saysOmissions: false);
        });
    }

    private static void WriteHttp(RecordSink sink, ReadOnlySpan<byte> http)
    {
        ReadOnlySpan<byte> allow = JsonSlice.Member(http, "allow"u8);
        if (allow.IsEmpty)
        {
            return;
        }

        sink.Name("http"u8);
        sink.Open('{');
        sink.Name("allow"u8);
        WriteItems(sink, allow, static (sink, item) =>
        {
            WriteMembers(sink, item, "host");
            CredentialRecord.Write(sink, JsonSlice.Member(item, "auth"u8));
        });
        sink.Close('}');
    }

    /// <summary>Limits may be written as 1e1 or 30.0; readers expect whole numbers.</summary>
    private static void WriteLimits(RecordSink sink, ReadOnlySpan<byte> limits)
    {
        if (limits.IsEmpty || JsonSlice.IsList(limits))
        {
            return;
        }

        sink.Name("limits"u8);
        sink.Open('{');
        foreach (string name in (ReadOnlySpan<string>)["execution_timeout", "memory_size"])
        {
            byte[] member = System.Text.Encoding.ASCII.GetBytes(name);
            ReadOnlySpan<byte> value = JsonSlice.Member(limits, member);
            if (!value.IsEmpty && WholeNumber.TryRead(JsonElement.Parse(value), out long number))
            {
                sink.Name(member);
                sink.Number(number);
            }
        }

        sink.Close('}');
    }

    private static void WriteItems(RecordSink sink, ReadOnlySpan<byte> list, ItemWriter write)
    {
        sink.Open('[');
        foreach (Range place in JsonSlice.Items(list))
        {
            if (sink.IsFull)
            {
                break;
            }

            sink.Open('{');
            write(sink, list[place]);
            sink.Close('}');
        }

        sink.Close(']');
    }

    private static void WriteMembers(RecordSink sink, ReadOnlySpan<byte> item, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            byte[] member = System.Text.Encoding.ASCII.GetBytes(name);
            ReadOnlySpan<byte> value = JsonSlice.Member(item, member);
            if (!value.IsEmpty)
            {
                sink.Name(member);
                sink.Value(value, saysOmissions: false);
            }
        }
    }

    private delegate void ItemWriter(RecordSink sink, ReadOnlySpan<byte> item);
}
