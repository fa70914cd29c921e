using System.Text;
using Paddock.Contracts.Executions;
using Paddock.Core.Executions;
using Paddock.Core.Grants;
using Paddock.Core.Projects;
using Paddock.Core.Records;
using Paddock.Core.Requests;
using Paddock.Core.Secrets;
using Paddock.Core.Tools;

namespace Paddock.Core.Tests.Records;

/// <summary>Executions that are over, for records.</summary>
internal static class Ended
{
    public const string Id = "01JC0NF0RMANCE000000000001";
    public const string ToolId = "01JC0NF0RMANCE000000000002";

    private static readonly byte[] _null = "null"u8.ToArray();

    /// <summary>A function whose request is <paramref name="body"/>, which is checked as the server does.</summary>
    public static EndedExecution Function(string body, string output = "null", string stdout = "", string stderr = "", string notes = "")
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        new FunctionRequestParser(new ExecutionsOptions()).Parse(bytes, out FunctionRequest? request).ShouldBeNull();
        return Of(ExecutionKind.Function, bytes, request!.AllowedHosts, output, stdout, stderr, notes);
    }

    /// <summary>A call of a tool, likewise, that was given these stored secrets.</summary>
    public static EndedExecution Tool(string body, string output = "null", string stdout = "", params string[] secrets)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        new ToolCallParser(new ExecutionsOptions()).Parse(bytes, out ToolCall? call).ShouldBeNull();
        EndedExecution ended = Of(ExecutionKind.Tool, bytes, call!.AllowedHosts, output, stdout, "", "");
        return ended with { Origin = ended.Origin with { ToolId = ToolId, Secrets = [.. secrets.Select(static secret => new Secret(secret))] } };
    }

    public static EndedExecution Of(
        ExecutionKind kind, byte[] body, IReadOnlyList<AllowedHost> hosts, string output, string stdout, string stderr, string notes) => new(
            new ExecutionOrigin(new Caller(Project.DefaultId, Project.DefaultId), kind, null, body),
            Language.Python,
            new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            hosts,
            new ExecutionReply
            {
                Id = Id,
                Output = output == "null" ? _null : Encoding.UTF8.GetBytes(output),
                OutputStatus = OutputStatus.Valid,
                ExitCode = 0,
                Stdout = Encoding.UTF8.GetBytes(stdout),
                Stderr = Encoding.UTF8.GetBytes(stderr),
                Notes = notes,
                DurationMilliseconds = 7,
                TerminationReason = TerminationReasons.Exited,
            },
            GrantReport.Empty);
}
