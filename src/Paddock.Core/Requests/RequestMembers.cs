using System.Text.Json;

namespace Paddock.Core.Requests;

/// <summary>The members of a request that mean something. Of two with one name the later counts; null is the same as absent.</summary>
internal sealed class RequestMembers : IDisposable
{
    private const string InputName = "input";
    private const string StdinName = "stdin";

    private readonly Dictionary<string, JsonDocument> _documents = new(StringComparer.Ordinal);

    public JsonElement Language => this["language"];

    public JsonElement Code => this["code"];

    /// <summary>The bytes of the input as they stand in the body; none when it is absent.</summary>
    public ReadOnlyMemory<byte> Input { get; private set; }

    /// <summary>The bytes of the stdin as they stand in the body, quotes and all; none when it is absent. Up to 10 MiB: read without a string of it.</summary>
    public ReadOnlyMemory<byte> Stdin { get; private set; }

    public JsonElement Arguments => this["args"];

    public JsonElement Environment => this["env"];

    public JsonElement Files => this["files"];

    public JsonElement Http => this["http"];

    public JsonElement AllowHttpHosts => this["allow_http_hosts"];

    public JsonElement Limits => this["limits"];

    public JsonElement RuntimeRevisionId => this["runtime_revision_id"];

    /// <summary>Any other member but the input and the stdin, which are never parsed; undefined when it is absent.</summary>
    public JsonElement this[string name] => _documents.TryGetValue(name, out JsonDocument? document) ? document.RootElement : default;

    /// <summary>Reads the members that <paramref name="scan"/> found. The elements are good until this is disposed.</summary>
    public static RequestMembers Read(ReadOnlyMemory<byte> body, BodyScan scan, int maxDepth)
    {
        RequestMembers members = new();
        foreach ((string name, BodyScan.Place place) in scan.Members)
        {
            ReadOnlyMemory<byte> text = body.Slice(place.Start, place.Length);
            switch (name)
            {
                case InputName:
                    members.Input = text;
                    break;
                case StdinName:
                    members.Stdin = text;
                    break;
                default:
                    members._documents.Add(name, JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = maxDepth }));
                    break;
            }
        }

        return members;
    }

    public void Dispose()
    {
        foreach (JsonDocument document in _documents.Values)
        {
            document.Dispose();
        }
    }
}
