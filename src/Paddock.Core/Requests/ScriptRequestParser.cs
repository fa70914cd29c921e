using Paddock.Core.Executions;
using Paddock.Core.Grants;

namespace Paddock.Core.Requests;

/// <summary>Reads and checks the body of a script request. The first broken rule is reported.</summary>
internal sealed class ScriptRequestParser(ExecutionsOptions options)
{
    /// <summary>Reads <paramref name="body"/>; null and a request when all is well.</summary>
    public Rejection? Parse(ReadOnlyMemory<byte> body, out ScriptRequest? request)
    {
        request = null;
        if (JsonBody.Parse(body, options.MaxInputDepth, BodyShape.Script, out RequestMembers? members) is { } rejection)
        {
            return rejection;
        }

        using (members)
        {
            return Read(members!, out request);
        }
    }

    private Rejection? Read(RequestMembers members, out ScriptRequest? request)
    {
        request = null;
        string code = "";
        List<string> arguments = [];
        ReadOnlyMemory<byte> stdin = default;
        List<KeyValuePair<string, string>> environment = [];
        List<InputFile> files = [];
        ExecutionLimits? limits = null;
        List<AllowedHost> hosts = [];
        string? revision = null;
        Rejection? rejection =
            SourceRules.ReadScriptLanguage(members.Language, out Language language)
            ?? SourceRules.ReadCode(members.Code, options, out code)
            ?? ArgumentRules.Read(members.Arguments, options, out arguments)
            ?? StdinRules.Read(members.Stdin, options, out stdin)
            ?? EnvironmentRules.Read(members.Environment, options, out environment)
            ?? FileRules.Read(members.Files, options, out files)
            ?? LimitRules.Read(members.Limits, options, out limits)
            ?? GrantRules.Read(members.Http, members.AllowHttpHosts, options, out hosts)
            ?? RevisionRules.Read(members.RuntimeRevisionId, out revision);
        if (rejection is not null)
        {
            return rejection;
        }

        request = new ScriptRequest
        {
            Language = language,
            Code = code,
            Script = new ScriptInput(arguments, stdin),
            Environment = environment,
            Files = files,
            Limits = limits!,
            AllowedHosts = hosts,
            RuntimeRevisionId = revision,
        };
        return null;
    }
}
