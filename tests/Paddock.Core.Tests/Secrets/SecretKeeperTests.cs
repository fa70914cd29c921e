using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Paddock.Contracts.Ids;
using Paddock.Contracts.Secrets;
using Paddock.Core.Executions;
using Paddock.Core.Projects;
using Paddock.Core.Requests;
using Paddock.Core.Secrets;
using Paddock.Core.Tests.Fakes;

namespace Paddock.Core.Tests.Secrets;

public sealed class SecretKeeperTests
{
    private static readonly Caller _caller = new(Project.DefaultId, Project.DefaultId);
    private static readonly Caller _stranger = new("01JC0NF0RMANCE000000000009", Project.DefaultId);

    private readonly FakeSecretStore _store = new();
    private readonly PlainSeal _seal = new();
    private readonly HandTime _time = new();
    private readonly SecretKeeper _keeper;

    public SecretKeeperTests() => _keeper = new SecretKeeper(_store, _seal, Options.Create(new ExecutionsOptions()), _time);

    [Fact]
    public async Task Secret_Created_IsSealedUnderItsIdAndNotReturned()
    {
        SecretInfo made = (await CreateAsync("""{"name":"API key ✓","value":"s3cr3t","more":1}""")).Value.ShouldNotBeNull();
        made.Name.ShouldBe("API key ✓");
        Ulid.IsValid(made.Id).ShouldBeTrue();
        SealedSecret stored = (await _store.FindAsync(_caller.ProjectId, made.Id, TestContext.Current.CancellationToken)).ShouldNotBeNull();
        _seal.Open(_caller.ProjectId, stored).ShouldBe("s3cr3t");
        stored.CreatedAt.ShouldBe(_time.GetUtcNow());
        JsonSerializer.Serialize(made).ShouldNotContain("s3cr3t");
    }

    [Theory]
    [InlineData("", "the body is empty; send a JSON object with name and value")]
    [InlineData("[]", "the body must be a JSON object with name and value, not a list")]
    [InlineData("{\"value\":\"s3cr3t\"}", "name is required and must be a string")]
    [InlineData("{\"name\":5,\"value\":\"s3cr3t\"}", "name must be a string, not a number")]
    [InlineData("{\"name\":\"\",\"value\":\"s3cr3t\"}", "name must not be empty; give it 1 to 256 characters")]
    [InlineData("{\"name\":\"a\\nb\",\"value\":\"s3cr3t\"}", "name \"a\\u000ab\" must not contain control characters")]
    [InlineData("{\"name\":\"a\"}", "value is required and must be a string")]
    [InlineData("{\"name\":\"a\",\"value\":[\"s3cr3t\"]}", "value must be a string, not a list")]
    [InlineData("{\"name\":\"a\",\"value\":\"\"}", "value must not be empty")]
    [InlineData("{\"name\":\"a\",\"value\":\"s3cr3t\\u0000\"}", "value must not contain a NUL character (\\u0000): neither a variable nor a header can carry one")]
    [InlineData("{\"name\":\"a\",\"value\":\"s3cr3t\\ud800\"}", "value holds half of a surrogate pair (such as \\ud800), which is no text; send both halves or leave it out")]
    public async Task Body_ThatBreaksARule_IsRefusedWithoutTheValue(string body, string message)
    {
        Rejection rejection = (await CreateAsync(body)).Rejection.ShouldNotBeNull();
        rejection.ShouldBe(new Rejection(3, message));
        message.ShouldNotContain("s3cr3t");
    }

    [Fact]
    public async Task Sizes_AtTheirLimit_AreTakenAndBeyondItRefused()
    {
        (await CreateAsync(Body(new string('é', 256), new string('v', 102_400)))).Rejection.ShouldBeNull();
        (await CreateAsync(Body(string.Concat(Enumerable.Repeat("😀", 256)), "v"))).Rejection.ShouldBeNull();
        (await CreateAsync(Body(new string('n', 257), "v"))).Rejection!.Message.ShouldBe("name has 257 characters, but at most 256 are allowed");
        (await CreateAsync(Body("n", new string('v', 102_401)))).Rejection!.Message.ShouldBe("value has 102401 bytes, but a secret may have 102400 at most");
    }

    [Fact]
    public async Task List_PageByPage_HasEachOnceNewestFirstAndEndsEmpty()
    {
        List<string> made = [];
        for (int i = 0; i < 5; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            made.Insert(0, (await CreateAsync(Body($"n{i}", "v"))).Value!.Id);
        }

        List<string> listed = [];
        IReadOnlyList<SecretInfo> page;
        while ((page = (await ListAsync("2", listed.LastOrDefault())).Value!.Secrets).Count > 0)
        {
            listed.AddRange(page.Select(static secret => secret.Id));
        }

        listed.ShouldBe(made);
        (await ListAsync("x", null)).Rejection!.Message.ShouldStartWith("limit is \"x\"");
    }

    [Fact]
    public async Task Delete_OfASecret_RemovesItOnce()
    {
        string id = (await CreateAsync(Body("n", "v"))).Value!.Id;
        (await _keeper.DeleteAsync(_caller, id, TestContext.Current.CancellationToken)).Value!.Id.ShouldBe(id);
        (await _keeper.DeleteAsync(_caller, id, TestContext.Current.CancellationToken)).Rejection.ShouldBe(new Rejection(5, $"secret \"{id}\" was not found"));
        (await _keeper.DeleteAsync(_caller, "no-id", TestContext.Current.CancellationToken)).Rejection.ShouldBe(new Rejection(5, "secret \"no-id\" was not found"));
    }

    [Fact]
    public async Task Stranger_SeesAndDeletesNothing()
    {
        string id = (await CreateAsync(Body("n", "v"))).Value!.Id;
        (await _keeper.ListAsync(_stranger, null, null, TestContext.Current.CancellationToken)).Value!.Secrets.ShouldBeEmpty();
        (await _keeper.DeleteAsync(_stranger, id, TestContext.Current.CancellationToken)).Rejection!.Code.ShouldBe(5);
        (await ListAsync(null, null)).Value!.Secrets.ShouldHaveSingleItem().Id.ShouldBe(id);
    }

    private static string Body(string name, string value) => JsonSerializer.Serialize(new { name, value });

    private async Task<Answer<SecretInfo>> CreateAsync(string body) =>
        await _keeper.CreateAsync(_caller, Encoding.UTF8.GetBytes(body), TestContext.Current.CancellationToken);

    private async Task<Answer<SecretList>> ListAsync(string? limit, string? startingAfter) =>
        await _keeper.ListAsync(_caller, limit, startingAfter, TestContext.Current.CancellationToken);
}
