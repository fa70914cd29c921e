using System.Text.Json;

namespace Paddock.Core.Requests;

/// <summary>The members of a request that mean something. Of two with one name the later counts; null is the same as absent.</summary>
internal sealed class RequestMembers : IDisposable
{
    private readonly List<JsonDocument> _documents = [];

    public JsonElement Language { get; private set; }

    public JsonElement Code { get; private set; }

    /// <summary>The bytes of the input as they stand in the body; none when it is absent.</summary>
    public ReadOnlyMemory<byte> Input { get; private set; }

    public JsonElement Environment { get; private set; }

    public JsonElement Files { get; private set; }

    public JsonElement Http { get; private set; }

    public JsonElement AllowHttpHosts { get; private set; }

    public JsonElement Limits { get; private set; }

    public JsonElement RuntimeRevisionId { get; private set; }

    /// <summary>Reads the members that <paramref name="scan"/> found. The elements are good until this is disposed.</summary>
    public static RequestMembers Read(ReadOnlyMemory<byte> body, BodyScan scan, int maxDepth)
    {
        RequestMembers members = new();
        foreach ((string name, BodyScan.Place place) in scan.Members)
        {
            ReadOnlyMemory<byte> text = body.Slice(place.Start, place.Length);
            switch (name)
            {
                case "language": members.Language = members.Parse(text, maxDepth); break;
                case "code": members.Code = members.Parse(text, maxDepth); break;
                case "input": members.Input = text; break;
                case "env": members.Environment = members.Parse(text, maxDepth); break;
                case "files": members.Files = members.Parse(text, maxDepth); break;
                case "http": members.Http = members.Parse(text, maxDepth); break;
                case "allow_http_hosts": members.AllowHttpHosts = members.Parse(text, maxDepth); break;
                case "limits": members.Limits = members.Parse(text, maxDepth); break;
                case "runtime_revision_id": members.RuntimeRevisionId = members.Parse(text, maxDepth); break;
                default: break;
            }
        }

        return members;
    }

    public void Dispose() => _documents.ForEach(static document => document.Dispose());

    private JsonElement Parse(ReadOnlyMemory<byte> text, int maxDepth)
    {
        JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = maxDepth });
        _documents.Add(document);
        return document.RootElement;
    }
}
