using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Paddock.Core;
using Paddock.Server.Hosting;
using Paddock.Server.Http;

namespace Paddock.Server.Tests.Http;

public sealed class EdgeMiddlewareTests
{
    [Theory]
    [InlineData(408, "the body came too slowly; send it at 240 bytes a second or faster")]
    [InlineData(400, "the body could not be read: Unexpected end")]
    [InlineData(413, "the body is larger than 67108864 bytes; send less, or raise Paddock__Server__MaxRequestBodyBytes on the server")]
    public async Task BadBody_OfAnyKind_KeepsItsStatusAndIsJson(int status, string message)
    {
        (int answered, string body) = await RunAsync(_ => throw new BadHttpRequestException("Unexpected end", status));
        answered.ShouldBe(status);
        body.ShouldBe($$"""{"code":3,"message":"{{message}}"}""");
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Caller_Gone_GetsNothing(bool reset, bool aborted)
    {
        (_, string body) = await RunAsync(context =>
        {
            context.RequestAborted = new CancellationToken(aborted);
            throw reset ? new ConnectionResetException("gone") : new OperationCanceledException();
        });
        body.ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancellation_ThatTheCallerDidNotCause_Is500()
    {
        (int status, string body) = await RunAsync(_ => throw new OperationCanceledException("hidden"));
        status.ShouldBe(500);
        body.ShouldStartWith("{\"code\":13,");
        body.ShouldNotContain("hidden");
    }

    [Fact]
    public async Task Database_Away_Is503AndItsErrorStaysHere()
    {
        (int status, string body) = await RunAsync(_ => throw new StorageException("hidden", isTransient: true, innerException: null));
        status.ShouldBe(503);
        body.ShouldStartWith("{\"code\":14,\"message\":\"the server cannot reach its database; try again");
        body.ShouldNotContain("hidden");
    }

    [Fact]
    public async Task Database_Broken_Is500()
    {
        (int status, string body) = await RunAsync(_ => throw new StorageException("hidden"));
        status.ShouldBe(500);
        body.ShouldStartWith("{\"code\":13,");
        body.ShouldNotContain("hidden");
    }

    private static async Task<(int Status, string Body)> RunAsync(RequestDelegate next)
    {
        using MemoryStream body = new();
        DefaultHttpContext context = new();
        context.Response.Body = body;
        EdgeMiddleware edge = new(next, Options.Create(new ServerOptions()), new DegradedHeader(new Fakes.FakeSandbox()), NullLogger<EdgeMiddleware>.Instance);
        await edge.InvokeAsync(context);
        return (context.Response.StatusCode, Encoding.UTF8.GetString(body.ToArray()));
    }
}
