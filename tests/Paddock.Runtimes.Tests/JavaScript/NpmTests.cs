using System.Text.Json;
using System.Text.Json.Nodes;
using Paddock.Runtimes.Tests.Hosting;

namespace Paddock.Runtimes.Tests.JavaScript;

/// <summary>Packages of the npm registry, for real.</summary>
public sealed class NpmTests(RuntimesFixture fixture) : RuntimesTest(fixture)
{
    private const string Usual = """{"name":"mine","scripts":{"postinstall":"exit 1"},"dependencies":{"marked":"^15.0.6","lodash":"^4.17.21","zod":"^3.24.0","date-fns":"^4.1.0"}}""";

    [Theory]
    [InlineData("javascript", "import { marked } from 'marked';\nexport function execute(input) { return marked.parse(input).trim(); }", "\"# hi\"", "\"\\u003Ch1\\u003Ehi\\u003C/h1\\u003E\"")]
    [InlineData("javascript", "const { marked } = require('marked');\nfunction execute(input) { return marked.parse(input).trim(); }", "\"# hi\"", "\"\\u003Ch1\\u003Ehi\\u003C/h1\\u003E\"")]
    [InlineData("javascript", "const _ = require('lodash');\nfunction execute(input) { return _.chunk(input, 2); }", "[1,2,3]", "[[1,2],[3]]")]
    [InlineData("javascript", "import _ from 'lodash';\nexport default function execute(input) { return _.sum(input); }", "[1,2,3]", "6")]
    [InlineData("javascript", "async function execute(input) { const { addDays, formatISO } = await import('date-fns'); return formatISO(addDays(new Date(input), 1), { representation: 'date' }); }", "\"2024-02-28T12:00:00\"", "\"2024-02-29\"")]
    [InlineData("typescript", "import { z } from 'zod';\nconst Person = z.object({ name: z.string(), age: z.number() });\nfunction execute(input: unknown): z.infer<typeof Person> { return Person.parse(input); }", """{"name":"Amy","age":3,"more":1}""", """{"name":"Amy","age":3}""")]
    public async Task Package_ImportedOrRequired_Works(string language, string code, string input, string output)
    {
        var revision = (await Runtimes.BuildScriptAsync(Usual, Cancellation)).ShouldHaveSucceeded();
        var answer = await Runtimes.CallAsync(revision, language, code, Cancellation, JsonDocument.Parse(input).RootElement);
        answer.OutputStatus.ShouldBe("valid", answer.ToString());
        JsonNode.DeepEquals(JsonNode.Parse(answer.Output.GetRawText()), JsonNode.Parse(output)).ShouldBeTrue(answer.ToString());
    }

    [Fact]
    public async Task Script_WithPackages_RunsAsTheMainProgram()
    {
        var revision = (await Runtimes.BuildScriptAsync(Usual, Cancellation)).ShouldHaveSucceeded();
        var answer = await Runtimes.RunAsync(revision, "typescript", "import { capitalize } from 'lodash';\nconsole.log(capitalize((await Bun.stdin.text()) as string));", Cancellation, "hELLO");
        (answer.Stdout, answer.ExitCode).ShouldBe(("Hello\n", 0), answer.Stderr);
    }

    [Fact]
    public async Task Package_WithAnInstallScript_HasRunIt()
    {
        var revision = (await Runtimes.BuildScriptAsync("""{"dependencies":{"esbuild":"^0.25.0"}}""", Cancellation)).ShouldHaveSucceeded();
        const string code = """
            import { transformSync } from 'esbuild';
            export function execute(input) { return transformSync(input, { loader: 'ts', minify: true }).code; }
            """;
        var answer = await Runtimes.CallAsync(revision, "javascript", code, Cancellation, "const answer: number = 40 + 2; export { answer }", memory: 512);
        answer.Output.ToString().ShouldContain("42", Case.Sensitive, answer.ToString());
    }

    [Theory]
    [InlineData("""{"dependencies":{"bufferutil":"^4.0.8"}}""", "const { mask } = require('bufferutil');\nfunction execute() { const out = Buffer.alloc(4); mask(Buffer.from([1,2,3,4]), Buffer.from([1,1,1,1]), out, 0, 4); return [...out]; }", "[0,3,2,5]")]
    [InlineData("""{"dependencies":{"@node-rs/crc32":"^1.10.0"}}""", "import { crc32 } from '@node-rs/crc32';\nexport function execute() { return crc32('hello'); }", "907060870")]
    public async Task Package_WithANativeAddOn_Works(string package, string code, string output)
    {
        var revision = (await Runtimes.BuildScriptAsync(package, Cancellation)).ShouldHaveSucceeded();
        (await Runtimes.CallAsync(revision, "javascript", code, Cancellation)).Output.GetRawText().ShouldBe(output);
    }

    [Fact]
    public async Task Package_ThatDoesNotExist_FailsAndIsNamed() =>
        (await Runtimes.BuildScriptAsync("""{"dependencies":{"paddock-has-no-package-of-this-name":"1"}}""", Cancellation)).ShouldHaveFailed("paddock-has-no-package-of-this-name");

    [Fact]
    public async Task Version_ThatDoesNotExist_FailsAndIsNamed() =>
        (await Runtimes.BuildScriptAsync("""{"dependencies":{"lodash":"^99.0.0"}}""", Cancellation)).ShouldHaveFailed("lodash", "^99.0.0");

    [Theory]
    [InlineData("file:../etc")]
    [InlineData("link:/usr")]
    [InlineData("workspace:*")]
    [InlineData("git+https://example.com/x.git")]
    [InlineData("github:marked/marked")]
    [InlineData("marked/marked")]
    [InlineData("https://example.com/x.tgz")]
    public async Task Dependency_OutsideTheRegistry_IsRefusedByName(string version) =>
        (await Runtimes.BuildScriptAsync($$"""{"dependencies":{"thing":"{{version}}"} }""", Cancellation)).ShouldHaveFailed("dependencies.thing", version, "only versions of packages in the registry");

    [Fact]
    public async Task Lock_OfABuild_NamesVersionsWithHashes()
    {
        var revision = (await Runtimes.BuildScriptAsync("""{"dependencies":{"marked":"15.0.6"}}""", Cancellation)).ShouldHaveSucceeded();
        revision.Lock.ShouldContain("marked@15.0.6");
        revision.Lock.ShouldContain("sha512-");
    }

    [Fact]
    public async Task PackageJson_OfNothing_IsBuilt() => (await Runtimes.BuildScriptAsync("{}", Cancellation)).ShouldHaveSucceeded();
}
