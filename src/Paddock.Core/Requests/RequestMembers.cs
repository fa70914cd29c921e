using System.Text.Json;

namespace Paddock.Core.Requests;

/// <summary>The members of a request that mean something. Of two with one name the later counts; null is the same as absent.</summary>
internal struct RequestMembers
{
    public JsonElement Language;
    public JsonElement Code;
    public JsonElement Input;
    public JsonElement Environment;
    public JsonElement Files;
    public JsonElement Http;
    public JsonElement AllowHttpHosts;
    public JsonElement Limits;
    public JsonElement RuntimeRevisionId;

    public static RequestMembers Read(JsonElement request)
    {
        RequestMembers members = default;
        foreach (JsonProperty property in request.EnumerateObject())
        {
            switch (JsonText.NameOf(property))
            {
                case "language": members.Language = property.Value; break;
                case "code": members.Code = property.Value; break;
                case "input": members.Input = property.Value; break;
                case "env": members.Environment = property.Value; break;
                case "files": members.Files = property.Value; break;
                case "http": members.Http = property.Value; break;
                case "allow_http_hosts": members.AllowHttpHosts = property.Value; break;
                case "limits": members.Limits = property.Value; break;
                case "runtime_revision_id": members.RuntimeRevisionId = property.Value; break;
                default: break;
            }
        }

        return members;
    }
}
