using System.Text;
using Paddock.Contracts.Errors;
using Paddock.Core.Executions;
using Paddock.Core.Requests;

namespace Paddock.Core.Tests.Requests;

/// <summary>Short ways to parse a request and to look at what came of it.</summary>
internal static class Parsing
{
    public static FunctionRequest Accept(string body, ExecutionsOptions? options = null) => Accept(Encoding.UTF8.GetBytes(body), options);

    public static FunctionRequest Accept(byte[] body, ExecutionsOptions? options = null)
    {
        Rejection? rejection = new FunctionRequestParser(options ?? new ExecutionsOptions()).Parse(body, out FunctionRequest? request);
        rejection.ShouldBeNull();
        return request.ShouldNotBeNull();
    }

    public static string Reject(string body, ExecutionsOptions? options = null) => Reject(Encoding.UTF8.GetBytes(body), options);

    public static string Reject(byte[] body, ExecutionsOptions? options = null)
    {
        Rejection rejection = new FunctionRequestParser(options ?? new ExecutionsOptions()).Parse(body, out FunctionRequest? request).ShouldNotBeNull();
        request.ShouldBeNull();
        rejection.Code.ShouldBe(StatusCode.InvalidArgument);
        return rejection.Message;
    }

    /// <summary>A good request with one more member.</summary>
    public static string With(string member) => $$"""{"language":"python","code":"c",{{member}}}""";
}
