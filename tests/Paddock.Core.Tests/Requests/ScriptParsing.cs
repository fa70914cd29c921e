using System.Text;
using Paddock.Contracts.Errors;
using Paddock.Core.Executions;
using Paddock.Core.Requests;

namespace Paddock.Core.Tests.Requests;

/// <summary>Short ways to parse a script request and to look at what came of it.</summary>
internal static class ScriptParsing
{
    public static ScriptRequest Accept(string body, ExecutionsOptions? options = null)
    {
        Rejection? rejection = new ScriptRequestParser(options ?? new ExecutionsOptions()).Parse(Encoding.UTF8.GetBytes(body), out ScriptRequest? request);
        rejection.ShouldBeNull();
        return request.ShouldNotBeNull();
    }

    public static string Reject(string body, ExecutionsOptions? options = null)
    {
        Rejection rejection = new ScriptRequestParser(options ?? new ExecutionsOptions())
            .Parse(Encoding.UTF8.GetBytes(body), out ScriptRequest? request).ShouldNotBeNull();
        request.ShouldBeNull();
        rejection.Code.ShouldBe(StatusCode.InvalidArgument);
        return rejection.Message;
    }

    /// <summary>A good request with one more member.</summary>
    public static string With(string member) => $$"""{"language":"python","code":"c",{{member}}}""";
}
