using System.Net;
using Paddock.Client.Errors;
using Paddock.Client.Paging;
using Paddock.Client.Tests.Fakes;

namespace Paddock.Client.Tests.Paging;

/// <summary>Lists that are longer than a page.</summary>
public sealed class PagerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_OfSeveralPages_IsReadUntilAnEmptyOne()
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, Secrets("3", "2")).Answers(HttpStatusCode.OK, Secrets("1")).Answers(HttpStatusCode.OK, Secrets());
        using var client = Clients.Of(server);

        var ids = new List<string>();
        await foreach (var secret in client.Secrets.ListAsync(new ListParameters { Limit = 2 }, cancellationToken: Token))
        {
            ids.Add(secret.Id);
        }

        ids.ShouldBe(["3", "2", "1"]);
        server.Requests.Select(static request => request.Url.PathAndQuery)
            .ShouldBe(["/v1/secrets?limit=2", "/v1/secrets?limit=2&starting_after=2", "/v1/secrets?limit=2&starting_after=1"]);
    }

    [Fact]
    public async Task List_ReadInPart_AsksForNoMorePages()
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, Secrets("3", "2"));
        using var client = Clients.Of(server);

        await foreach (var secret in client.Secrets.ListAsync(cancellationToken: Token))
        {
            secret.Id.ShouldBe("3");
            break;
        }

        server.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task List_FromTheMiddle_StartsThereAndKeepsItsFilter()
    {
        var server = new FakeServer().Answers(HttpStatusCode.OK, """{"data":[]}""");
        using var client = Clients.Of(server);

        await foreach (var execution in client.Executions.ListAsync(new ExecutionListParameters { StartingAfter = "9", OnlyNonZeroExitCodes = true }, cancellationToken: Token))
        {
            Assert.Fail(execution.Id);
        }

        server.Requests.ShouldHaveSingleItem().Url.PathAndQuery.ShouldBe("/v1/executions?starting_after=9&only_non_zero_exit_codes=true");
    }

    [Fact]
    public async Task List_OfAServerThatRepeatsAPage_EndsWithAnError()
    {
        using var client = Clients.Of(new FakeServer().Answers(HttpStatusCode.OK, Secrets("3", "2")));

        await Should.ThrowAsync<InvalidResponseException>(async () =>
        {
            await foreach (var secret in client.Secrets.ListAsync(cancellationToken: Token))
            {
                secret.Name.ShouldBe("n");
            }
        });
    }

    [Fact]
    public async Task Page_WithItems_NamesWhereTheNextStarts()
    {
        using var client = Clients.Of(new FakeServer().Answers(HttpStatusCode.OK, Secrets("3", "2")).Answers(HttpStatusCode.OK, Secrets()));

        (await client.Secrets.ListPageAsync(cancellationToken: Token)).NextStartingAfter.ShouldBe("2");
        (await client.Secrets.ListPageAsync(cancellationToken: Token)).NextStartingAfter.ShouldBeNull();
    }

    private static string Secrets(params string[] ids) =>
        $$"""{"secrets":[{{string.Join(',', ids.Select(static id => $$"""{"id":"{{id}}","name":"n"}"""))}}]}""";
}
