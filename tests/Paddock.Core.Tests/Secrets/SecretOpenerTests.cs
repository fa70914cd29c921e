using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Paddock.Core.Executions;
using Paddock.Core.Grants;
using Paddock.Core.Projects;
using Paddock.Core.Requests;
using Paddock.Core.Secrets;
using Paddock.Core.Tests.Fakes;
using Paddock.Core.Tests.Requests;

namespace Paddock.Core.Tests.Secrets;

public sealed class SecretOpenerTests
{
    private const string Id = "01JC0NF0RMANCE000000000001";
    private const string OtherId = "01JC0NF0RMANCE000000000002";

    private readonly FakeSecretStore _store = new();
    private readonly PlainSeal _seal = new();
    private readonly SecretOpener _opener;

    public SecretOpenerTests() => _opener = new SecretOpener(_store, _seal, NullLogger<SecretOpener>.Instance);

    [Theory]
    [InlineData("{\"basic\":{\"user_id\":\"u\",\"secret_id\":\"01JC0NF0RMANCE000000000001\"}}")]
    [InlineData("{\"bearer\":{\"secret_id\":\"01JC0NF0RMANCE000000000001\"}}")]
    [InlineData("{\"bearer\":{\"token\":null,\"secret_id\":\"01JC0NF0RMANCE000000000001\"}}")]
    [InlineData("{\"header\":{\"name\":\"X-Key\",\"secret_id\":\"01JC0NF0RMANCE000000000001\"}}")]
    [InlineData("{\"query\":{\"key\":\"k\",\"secret_id\":\"01JC0NF0RMANCE000000000001\"}}")]
    public async Task Credential_OfEachKind_TakesAStoredSecret(string auth)
    {
        await StoreAsync(Id, "s3cr3t");
        AllowedHost host = (await FillInAsync(auth)).Value.ShouldNotBeNull().ShouldHaveSingleItem();
        host.Secret.ShouldBeNull();
        (host.Credential switch
        {
            BasicCredential basic => basic.UserId.Reveal() + "/" + basic.Password.Reveal(),
            BearerCredential bearer => bearer.Token.Reveal(),
            HeaderCredential header => header.Name + "/" + header.Value.Reveal(),
            QueryCredential query => query.Key + "/" + query.Value.Reveal(),
            _ => "",
        }).ShouldEndWith("s3cr3t");
        host.ToString().ShouldNotContain("s3cr3t");
    }

    [Fact]
    public async Task Hosts_WithoutReferences_AskNothing()
    {
        _store.Failure = new InvalidOperationException("asked");
        (await FillInAsync("{\"bearer\":{\"token\":\"t\"}}")).Value!.Single().Credential.ShouldBe(new BearerCredential(new Secret("t")), new SameToken());
    }

    [Fact]
    public async Task Secret_NamedOften_IsLookedUpOnce()
    {
        await StoreAsync(Id, "s3cr3t");
        SecretReference[] references = [.. Enumerable.Range(0, 9).Select(static i => new SecretReference($"env[{i}]", Id))];
        (await _opener.OpenAsync(Project.DefaultId, references, TestContext.Current.CancellationToken)).Value![Id].Reveal().ShouldBe("s3cr3t");
        _store.Lookups.ShouldBe(1);
    }

    [Theory]
    [InlineData(OtherId)]
    [InlineData("nonsense")]
    [InlineData("")]
    public async Task Secret_ThatIsNotThere_IsNamedWithItsField(string id)
    {
        await StoreAsync(Id, "s3cr3t");
        (await FillInAsync($"{{\"bearer\":{{\"secret_id\":\"{id}\"}}}}")).Rejection.ShouldBe(
            new Rejection(3, $"http.allow[0].auth.bearer.secret_id names secret \"{id}\", which was not found; GET /v1/secrets lists those there are"));
    }

    [Fact]
    public async Task Secret_OfAnotherProject_IsNotThere()
    {
        await StoreAsync(Id, "s3cr3t");
        SecretReference reference = new("env[0].secret_id", Id);
        (await _opener.OpenAsync("01JC0NF0RMANCE000000000009", [reference], TestContext.Current.CancellationToken)).Rejection!.Message.ShouldContain("was not found");
    }

    [Fact]
    public async Task Secret_SealedUnderAnotherKey_IsOurFaultAndSaysNothingOfIt()
    {
        await StoreAsync(Id, "s3cr3t");
        _seal.KeyId = "second";
        Rejection rejection = (await FillInAsync("{\"bearer\":{\"secret_id\":\"01JC0NF0RMANCE000000000001\"}}")).Rejection.ShouldNotBeNull();
        rejection.Code.ShouldBe(13);
        rejection.Message.ShouldStartWith("http.allow[0].auth.bearer.secret_id: secret \"01JC0NF0RMANCE000000000001\" cannot be opened");
        rejection.Message.ShouldNotContain("second");
    }

    [Fact]
    public async Task Secret_WithALineBreak_IsNoCredential()
    {
        await StoreAsync(Id, "s3cr3t\n");
        Rejection rejection = (await FillInAsync("{\"header\":{\"name\":\"X\",\"secret_id\":\"01JC0NF0RMANCE000000000001\"}}")).Rejection.ShouldNotBeNull();
        rejection.Code.ShouldBe(3);
        rejection.Message.ShouldStartWith("http.allow[0].auth.header.secret_id: secret \"01JC0NF0RMANCE000000000001\" has control characters in it");
        rejection.Message.ShouldNotContain("s3cr3t");
    }

    [Theory]
    [InlineData("{\"basic\":{\"user_id\":\"u\",\"password\":\"s3cr3t\",\"secret_id\":\"x\"}}", ".basic has both password and secret_id; give one of them")]
    [InlineData("{\"bearer\":{\"token\":\"s3cr3t\",\"secret_id\":\"x\"}}", ".bearer has both token and secret_id; give one of them")]
    [InlineData("{\"header\":{\"name\":\"X\",\"token\":\"s3cr3t\",\"secret_id\":\"x\"}}", ".header has both token and secret_id; give one of them")]
    [InlineData("{\"query\":{\"key\":\"k\",\"value\":\"s3cr3t\",\"secret_id\":\"x\"}}", ".query has both value and secret_id; give one of them")]
    [InlineData("{\"query\":{\"key\":\"k\",\"secret_id\":5}}", ".query.secret_id must be a string, not a number")]
    public void Credential_WithAWrongReference_IsRefusedWithoutItsValue(string auth, string rule) =>
        Parsing.Reject(Body(auth)).ShouldBe($"http.allow[0].auth{rule}");

    private static string Body(string auth) => Parsing.With($"\"http\":{{\"allow\":[{{\"host\":\"a.example\",\"auth\":{auth}}}]}}");

    private async Task<Answer<IReadOnlyList<AllowedHost>>> FillInAsync(string auth) =>
        await _opener.FillInAsync(Project.DefaultId, Parsing.Accept(Body(auth)).AllowedHosts, TestContext.Current.CancellationToken);

    private async Task StoreAsync(string id, string value) =>
        await _store.AddAsync(Project.DefaultId, _seal.Seal(Project.DefaultId, id, "name", value, DateTimeOffset.UnixEpoch), TestContext.Current.CancellationToken);

    private sealed class SameToken : IEqualityComparer<HostCredential?>
    {
        public bool Equals(HostCredential? x, HostCredential? y) => x is BearerCredential a && y is BearerCredential b && a.Token.Reveal() == b.Token.Reveal();

        public int GetHashCode(HostCredential? obj) => 0;
    }
}
