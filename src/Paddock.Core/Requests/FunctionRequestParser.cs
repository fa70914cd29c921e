using Paddock.Core.Executions;
using Paddock.Core.Grants;

namespace Paddock.Core.Requests;

/// <summary>Reads and checks the body of a function request. The first broken rule is reported.</summary>
internal sealed class FunctionRequestParser(ExecutionsOptions options)
{
    private static readonly byte[] _null = "null"u8.ToArray();

    /// <summary>Reads <paramref name="body"/>; null and a request when all is well.</summary>
    public Rejection? Parse(ReadOnlyMemory<byte> body, out FunctionRequest? request)
    {
        request = null;
        if (JsonBody.Parse(body, options.MaxInputDepth, BodyShape.Function, out RequestMembers? members) is { } rejection)
        {
            return rejection;
        }

        using (members)
        {
            return Read(members!, out request);
        }
    }

    private Rejection? Read(RequestMembers members, out FunctionRequest? request)
    {
        request = null;
        string code = "";
        List<KeyValuePair<string, string>> environment = [];
        List<InputFile> files = [];
        ExecutionLimits? limits = null;
        List<AllowedHost> hosts = [];
        string? revision = null;
        Rejection? rejection =
            SourceRules.ReadLanguage(members.Language, out Language language)
            ?? SourceRules.ReadCode(members.Code, options, out code)
            ?? EnvironmentRules.Read(members.Environment, options, out environment)
            ?? FileRules.Read(members.Files, options, out files)
            ?? LimitRules.Read(members.Limits, options, out limits)
            ?? GrantRules.Read(members.Http, members.AllowHttpHosts, options, out hosts)
            ?? RevisionRules.Read(members.RuntimeRevisionId, out revision);
        if (rejection is not null)
        {
            return rejection;
        }

        request = new FunctionRequest
        {
            Language = language,
            Code = code,
            Input = members.Input.IsEmpty ? _null : members.Input,
            Environment = environment,
            Files = files,
            Limits = limits!,
            AllowedHosts = hosts,
            RuntimeRevisionId = revision,
        };
        return null;
    }
}
