using System.Text.Json;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Acceptance;

/// <summary>Real programs that people ran on the original service, numbered as in the notes on its API, with the answers they gave.</summary>
public sealed class AcceptanceTests(ServerFixture server)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program01_TheSeedsExample_GivesItsExactAnswer()
    {
        var reply = await server.Client.PostAsync(
            """{"language":"python","code":"def execute(input): return { \"name\": input[\"name\"], \"executed\": True }","input":{"name":"John"}}""",
            Cancellation);

        var answer = reply.Answer().ShouldBeValid("""{"name":"John","executed":true}""").ShouldPrint("");
        answer.Stderr.ShouldBeEmpty();
        answer.Duration.ShouldBeGreaterThanOrEqualTo(0);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("python", """
        import base64

        def execute(input):
            return base64.b32encode(input["text"].encode()).decode()
        """)]
    [InlineData("javascript", """
        function execute(input) {
          const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
          let bits = "", output = "";
          for (const character of input.text) bits += character.charCodeAt(0).toString(2).padStart(8, "0");
          for (let i = 0; i < bits.length; i += 5) output += alphabet[parseInt(bits.slice(i, i + 5).padEnd(5, "0"), 2)];
          while (output.length % 8) output += "=";
          return output;
        }
        """)]
    public async Task Program04_Base32_IsRight(string language, string code) =>
        (await RunAsync(language, code, """{"text":"purple monkey dishwasher"}""")).ShouldBeValid("\"OB2XE4DMMUQG233ONNSXSIDENFZWQ53BONUGK4Q=\"");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program05_Factorial52_IsExact()
    {
        var answer = await RunAsync("python", """
            def execute(input):
                result = 1
                for i in range(1, input["n"] + 1):
                    result *= i
                print(result)
                return result
            """, """{"n":52}""");

        const string Factorial = "80658175170943878571660636856403766975289505440883277824000000000000";
        answer.ShouldBeValid().ShouldPrint(Factorial + "\n").Output.GetRawText().ShouldBe(Factorial);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program06_BrokenCode_IsASyntaxError()
    {
        var answer = await RunAsync("python", "print(10 * 9 * 8");

        answer.ShouldBeError().ShouldPrint("").ShouldSay("SyntaxError");
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData(",")]
    [InlineData("|")]
    public async Task Program07_CsvToJson_KeepsQuotedAndMissingFields(string delimiter)
    {
        string[] rows = ["name,phone,license", "\"Smith, Amy\",555-0100,A-1", "Ben Ode,,B-2", "\"O\"\"Hara, Cy\",555-0102"];
        var data = string.Join('\n', rows.Select((row, i) => delimiter == "," || i == 0 ? row.Replace(",", delimiter, StringComparison.Ordinal)
            : row.Replace(", ", "; ", StringComparison.Ordinal).Replace(",", delimiter, StringComparison.Ordinal).Replace("; ", ", ", StringComparison.Ordinal)));

        var answer = await RunAsync("python", """
            import csv
            import io
            import json

            def execute(input):
                data = input["data"]
                delimiter = "|" if "|" in data.splitlines()[0] else ","
                reader = csv.DictReader(io.StringIO(data), delimiter=delimiter)
                appraisers = [
                    {"name": row.get("name") or "", "phone": row.get("phone") or "", "license": row.get("license") or ""}
                    for row in reader
                ]
                return {"result": json.dumps({"appraisers": appraisers})}
            """, JsonSerializer.Serialize(new { data }));

        var result = answer.ShouldBeValid().Output.GetProperty("result").GetString()!;
        JsonElement.DeepEquals(JsonElement.Parse(result), JsonElement.Parse("""
            {"appraisers":[
              {"name":"Smith, Amy","phone":"555-0100","license":"A-1"},
              {"name":"Ben Ode","phone":"","license":"B-2"},
              {"name":"O\"Hara, Cy","phone":"555-0102","license":""}]}
            """)).ShouldBeTrue(result);
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program10_TypeScriptOverAnArray_GivesAnArray() => (await RunAsync("typescript", """
        interface Customer { id: number; name: string; email?: string }

        function execute(input: any[]) {
          return input.map((customer: Customer) => ({ ...customer, name: customer.name.toUpperCase(), reachable: customer.email !== undefined }));
        }
        """, """[{"id":1,"name":"Ann","email":"ann@a.example"},{"id":2,"name":"Bob"}]""")).ShouldBeValid(
            """[{"id":1,"name":"ANN","email":"ann@a.example","reachable":true},{"id":2,"name":"BOB","reachable":false}]""");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program12_AThrownError_IsInStderr() => (await RunAsync("typescript", """
        async function execute(input: { email: string; name: string }) {
          const customers = new Map<string, string>();
          if (!customers.has(input.email)) {
            throw new Error('Customer not found');
          }
          return customers.get(input.email);
        }
        """, """{"email":"ann@a.example","name":"Ann"}""")).ShouldBeError().ShouldSay("Customer not found", "/src/code.ts:4");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("python", """
        import urllib.request

        def execute(input):
            return urllib.request.urlopen("http://paddock.invalid/", timeout=5).status
        """)]
    [InlineData("javascript", """
        async function execute(input) {
          return (await fetch("http://paddock.invalid/")).status;
        }
        """)]
    [InlineData("typescript", """
        async function execute(input: unknown): Promise<number> {
          return (await fetch("http://93.184.215.14/")).status;
        }
        """)]
    public async Task Program13_PlainHttpWithoutAGrant_FailsWithNonZero(string language, string code) =>
        (await RunAsync(language, code)).ShouldBeError().Stderr.ShouldNotBeNullOrWhiteSpace();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program15_PhpClient_WithEmptyArrays_Runs() => (await server.Client.ExecuteAsync(
        """{"language":"JavaScript","code":"function execute(input){ console.log('hi'); return { ok: true, empty: Object.keys(input).length }; }","input":[],"env":[]}""",
        Cancellation)).ShouldBeValid("""{"ok":true,"empty":0}""").ShouldPrint("hi\n");

    private Task<FunctionAnswer> RunAsync(string language, string code, string? input = null) =>
        server.Client.ExecuteAsync(new FunctionCall(language, code) { Input = input }, Cancellation);
}
