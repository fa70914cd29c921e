using System.Text;
using System.Text.Json;
using Paddock.Core.Records;

namespace Paddock.Core.Tests.Records;

/// <summary>What is found of a secret in what code printed.</summary>
public sealed class RecordMaskTests
{
    private const string Odd = "qu'o\"te\\&<b>/+ end";
    private const string Pem = "-----BEGIN KEY-----\nMIIBVgIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END KEY-----\n";

    [Theory]
    [InlineData(Odd, "qu'o\"te\\&<b>/+ end")]
    [InlineData(Odd, "qu\\'o\"te\\\\&<b>/+ end")] // Python's repr
    [InlineData(Odd, "qu'o\\\"te\\\\&<b>/+ end")] // JSON, and Ruby's inspect
    [InlineData(Odd, "qu'o\\\\\\\"te\\\\\\\\&<b>/+ end")] // JSON in JSON
    [InlineData(Odd, "qu&#x27;o&quot;te\\&amp;&lt;b&gt;/+ end")] // Python's html.escape
    [InlineData(Odd, "qu'o\"te\\&amp;&lt;b&gt;/+ end")]
    [InlineData("Bearer-Value-0123", "bearer-value-0123")]
    [InlineData("Bearer-Value-0123", "4265617265722d56616c75652d30313233")]
    [InlineData("abcd", "\\u0061\\u0062\\u0063\\u0064")]
    [InlineData(Pem, "MIIBVgIBADANBgkq")]
    [InlineData(Pem, "hkiG9w0BAQEFAASC")]
    [InlineData("""{"type":"service_account","private_key":"first-line-1\nsecond-line-2"}""", "first-line-1\nsecond-line-2")]
    [InlineData("""{"type":"service_account","private_key":"first-line-1\nsecond-line-2"}""", "second-line-2")]
    public void Secret_InAUsualSpelling_IsHidden(string secret, string printed) => Stdout(secret, $"<{printed}>").ShouldBe("<***>");

    [Theory]
    [InlineData("[\"short\",1]", "short")]
    [InlineData("{broken json", "broken")]
    [InlineData("two\nlines", "lines")]
    public void PartOfASecret_ThatIsShort_StandsInHonestTexts(string secret, string printed) => Stdout(secret, $"<{printed}>").ShouldBe($"<{printed}>");

    [Fact]
    public async Task LookAlikes_OfManySecrets_AreHiddenWholeRatherThanCompared()
    {
        string[] secrets = [.. Enumerable.Range(0, 99).Select(static i => $"{new string('a', 120)}{i:000}\"/+ é&<'\\")];
        EndedExecution ended = Ended.Tool("{}", "null", new string('a', 700_000), secrets);
        ExecutionRecord record = await Task.Run(() => RecordBuilder.Build(ended, 1024 * 1024), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        using JsonDocument response = JsonDocument.Parse(record.Response);
        response.RootElement.GetProperty("execution").GetProperty("stdout").GetString().ShouldBe("***");
    }

    private static string? Stdout(string secret, string printed)
    {
        ExecutionRecord record = RecordBuilder.Build(Ended.Tool("{}", "null", printed, secret), 1024 * 1024);
        using JsonDocument response = JsonDocument.Parse(Encoding.UTF8.GetString(record.Response.Span));
        return response.RootElement.GetProperty("execution").GetProperty("stdout").GetString();
    }
}
