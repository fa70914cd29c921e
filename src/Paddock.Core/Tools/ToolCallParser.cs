using System.Text.Json;
using Paddock.Core.Executions;
using Paddock.Core.Grants;
using Paddock.Core.Requests;

namespace Paddock.Core.Tools;

/// <summary>Reads and checks the body of <c>POST /v1/tools/{id}/execute</c>. The first broken rule is reported.</summary>
internal sealed class ToolCallParser(ExecutionsOptions options)
{
    private static readonly BodyShape _shape = new("input, or {} for none", "input", "revision_id", "env", "files", "http", "allow_http_hosts", "limits");
    private static readonly byte[] _null = "null"u8.ToArray();

    /// <summary>Reads <paramref name="body"/>; null and a call when all is well.</summary>
    public Rejection? Parse(ReadOnlyMemory<byte> body, out ToolCall? call)
    {
        call = null;
        if (JsonBody.Parse(body, options.MaxInputDepth, _shape, out RequestMembers? members) is { } rejection)
        {
            return rejection;
        }

        using (members)
        {
            return Read(members!, out call);
        }
    }

    private Rejection? Read(RequestMembers members, out ToolCall? call)
    {
        call = null;
        List<ToolVariable> variables = [];
        List<InputFile> files = [];
        ExecutionLimits? limits = null;
        List<AllowedHost> hosts = [];
        Rejection? rejection =
            ReadRevision(members["revision_id"], out string? revision)
            ?? ToolVariableRules.Read(members.Environment, options, out variables)
            ?? FileRules.Read(members.Files, options, out files)
            ?? LimitRules.Read(members.Limits, options, out limits)
            ?? GrantRules.Read(members.Http, members.AllowHttpHosts, options, out hosts);
        if (rejection is not null)
        {
            return rejection;
        }

        call = new ToolCall
        {
            RevisionId = revision,
            Input = members.Input.IsEmpty ? _null : members.Input,
            Variables = variables,
            Files = files,
            Limits = limits!,
            AllowedHosts = hosts,
        };
        return null;
    }

    private static Rejection? ReadRevision(JsonElement element, out string? revision)
    {
        revision = null;
        if (element.IsAbsent())
        {
            return null;
        }

        string? problem = JsonText.ReadString(element, out string text);
        revision = text.Length == 0 ? null : text;
        return problem is null ? null : Rejection.Invalid($"revision_id {problem}");
    }
}
