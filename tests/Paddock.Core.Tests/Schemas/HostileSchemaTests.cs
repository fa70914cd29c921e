using System.Diagnostics;
using System.Text;
using Paddock.Core.Schemas;
using Paddock.Core.Schemas.Nodes;

namespace Paddock.Core.Tests.Schemas;

/// <summary>Schemas and inputs that were made to hang a server, to fill its memory or to end it.</summary>
public sealed class HostileSchemaTests
{
    // Several times what it takes on two old cores that others use too.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private static readonly SchemasOptions _large = new() { MaxSchemaBytes = 16_777_216 };

    private static readonly string _tree = """{"$ref":"#/$defs/t","$defs":{"t":{"type":["object","array","string"],"allOf":[{"anyOf":[{"properties":{"a":{"$ref":"#/$defs/t"}}}]}],"items":{"$ref":"#/$defs/t"}}}}""";

    [Theory]
    [InlineData("anyOf")]
    [InlineData("oneOf")]
    [InlineData("allOf")]
    [InlineData("not")]
    public void Schema_OfManyAlternativesWithinAlternatives_RunsOutOfSteps(string keyword)
    {
        string twice(int next) => keyword == "not"
            ? $$"""{"anyOf":[{"not":{"$ref":"#/$defs/{{next}}"} },{"not":{"not":{"$ref":"#/$defs/{{next}}"} } }]}"""
            : $$"""{"{{keyword}}":[{"$ref":"#/$defs/{{next}}"},{"$ref":"#/$defs/{{next}}"}]}""";
        string last = keyword == "allOf" ? "true" : """{"anyOf":[false,false]}""";
        string defs = string.Join(",", Enumerable.Range(0, 60).Select(i => $"\"{i}\":{twice(i + 1)}"));
        ShouldEndWithin("not" == keyword ? "[1]" : "1", $$"""{"$ref":"#/$defs/0","$defs":{ {{defs}},"60":{{last}} } }""", "within 200");
    }

    [Fact]
    public void Schema_WithUnevaluatedWithinUnevaluated_RunsOutOfSteps()
    {
        string defs = string.Join(",", Enumerable.Range(0, 200).Select(static i =>
            $$"""{"anyOf":[{"$ref":"#/$defs/n"}],"unevaluatedProperties":true}"""));
        string input = "{" + string.Join(",", Enumerable.Range(0, 100_000).Select(static i => $"\"m{i}\":0")) + "}";
        ShouldEndWithin(input, $$"""{"allOf":[{{defs}}],"unevaluatedProperties":false,"$defs":{"n":{"patternProperties":{"m":true} } } }""", "could not be checked against input_schema");
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|aa)+$")]
    [InlineData("(a*)*b")]
    [InlineData("^([a-zA-Z0-9])(([\\\\-.]|[_]+)?([a-zA-Z0-9]+))*(@)$")]
    public void Pattern_Catastrophic_IsAnswered(string pattern)
    {
        SchemaFailure failure = Checking.Check($$"""{"pattern":"{{pattern}}"}""", $"\"{new string('a', 50_000)}!\"").ShouldNotBeNull();
        failure.Keyword.ShouldBe("pattern");
    }

    [Theory]
    [InlineData("^(?=a)(a|aa)+$")]
    [InlineData("^((a+)+)\\\\2$")]
    public void Pattern_CatastrophicThatGoesBack_IsEnded(string pattern) =>
        ShouldEndWithin($"\"{new string('a', 50_000)}!\"", $$"""{"items":true,"pattern":"{{pattern}}"}""", "its patterns took more than 250 ms on this input (Paddock__Schemas__PatternMilliseconds)");

    [Fact]
    public void Patterns_ManySlowOnes_ShareOneClock()
    {
        string schema = """{"items":{"anyOf":[{"pattern":"^(?=a)(a|aa)+$"},true]}}""";
        string input = "[" + string.Join(",", Enumerable.Range(0, 1000).Select(static i => $"\"{new string('a', 30)}{i}\"")) + "]";
        ShouldEndWithin(input, schema, "its patterns took more than 250 ms");
    }

    [Theory]
    [InlineData("((((a{1000}){1000}){1000}){1000}){1000}")]
    [InlineData("(([a-z]{100}){100}){100}")]
    [InlineData("(a{0,1000}b{0,1000}){2}")]
    [InlineData("[ab]*a[ab]{1000}")]
    public void Pattern_OfLargeRepeats_TakesNoTimeToCompile(string pattern)
    {
        Stopwatch watch = Stopwatch.StartNew();
        CompiledSchema schema = Checking.Compile($$"""{"pattern":"^{{pattern}}$"}""");
        Checking.Check(schema, $"\"{new string('b', 20_000)}\"").ShouldNotBeNull();
        watch.Elapsed.ShouldBeLessThan(_patience);
    }

    [Fact]
    public void Patterns_TooMany_AreRefused()
    {
        string many = string.Join(",", Enumerable.Range(0, 101).Select(static i => $"{{\"pattern\":\"a{i}\"}}"));
        Checking.Refuse($$"""{"allOf":[{{many}}]}""").ShouldContain("at most 100 different ones (Paddock__Schemas__MaxPatterns) of 16384 characters together (Paddock__Schemas__MaxPatternCharacters)");
        Checking.Refuse($$"""{"pattern":"{{new string('a', 16_385)}}"}""").ShouldContain("the schema has too many");
    }

    /// <summary>The linear engine remembers what it has met: ten schemas of such patterns once took 860 MiB.</summary>
    [Fact]
    public void Patterns_ThatRememberMuch_StayBounded()
    {
        SchemaCompiler compiler = new(Checking.Defaults, TimeProvider.System);
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(static i => (i * 7919 % 13 % 2 == 0) ? 'a' : 'b'));
        List<CompiledSchema> kept = [];
        long before = GC.GetTotalMemory(true);
        for (int schema = 0; schema < 10; schema++)
        {
            string many = string.Join(",", Enumerable.Range(0, 100).Select(i => $$"""{"pattern":"^(\\p{L}|[^\\W{{schema}}]){1,{{i + 1}}}([ab]*a[ab]{12}c{{i}})*$"}"""));
            compiler.Compile($$"""{"anyOf":[{{many}},true]}""", out CompiledSchema? compiled).ShouldBeNull();
            kept.Add(compiled!);
            Checking.Check(compiled!, $"\"{text}\"");
        }

        (GC.GetTotalMemory(true) - before).ShouldBeLessThan(400L * 1024 * 1024);
        GC.KeepAlive(kept);
    }

    [Fact]
    public void Schema_TooLarge_IsRefused() => Checking.Refuse($"{{\"title\":\"{new string('a', 262_144)}\"}}").ShouldBe("input_schema: has 262156 bytes; at most 262144 (Paddock__Schemas__MaxSchemaBytes)");

    [Theory]
    [InlineData(129, true)]
    [InlineData(128, false)]
    public void Schema_NestedDeep_IsRefusedBeyondTheLimit(int depth, bool refused)
    {
        string schema = string.Concat(Enumerable.Repeat("{\"not\":", depth)) + "true" + new string('}', depth);
        string? problem = new SchemaCompiler(Checking.Defaults, TimeProvider.System).Compile(System.Text.Json.JsonElement.Parse(schema, new() { MaxDepth = 2000 }), out _);
        (problem is not null).ShouldBe(refused, problem);
    }

    [Fact]
    public void Schema_OfThousandsOfReferences_CompilesFast()
    {
        string defs = string.Join(",", Enumerable.Range(0, 5000).Select(static i => $"\"d{i}\":{{\"items\":{{\"$ref\":\"#/$defs/d{(i * 7) % 5000}\"}}}}"));
        Stopwatch watch = Stopwatch.StartNew();
        Checking.Compile($$"""{"$defs":{{{defs}}},"$ref":"#/$defs/d1"}""");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Schema_OfALongChainOfReferences_EndsAtTheLimit()
    {
        string defs = string.Join(",", Enumerable.Range(0, 50_000).Select(static i => $"\"d{i}\":{{\"$ref\":\"#/$defs/d{i + 1}\"}}"));
        ShouldEndWithin("1", $$"""{"$ref":"#/$defs/d0","$defs":{ {{defs}},"d50000":{} } }""", $"more than {Evaluation.MaxDepth} of its schemas lead into one another", _large);
    }

    [Fact]
    public void Schema_InACircleThatOnlyARunShows_EndsAtTheLimit() =>
        ShouldEndWithin("1", """{"$id":"https://a.example/x","$dynamicAnchor":"n","anyOf":[{"$dynamicRef":"#n"}]}""", "lead into one another");

    [Fact]
    public async Task Input_Of1000Levels_IsCheckedOnAThreadOfThePool()
    {
        string lists = new string('[', 1000) + new string(']', 1000);
        string objects = string.Concat(Enumerable.Repeat("{\"a\":", 999)) + "{}" + new string('}', 999);
        (SchemaFailure?, SchemaFailure?) found = await Task.Run(() => (Checking.Check(_tree, lists), Checking.Check(_tree, objects)), TestContext.Current.CancellationToken);
        found.ShouldBe((null, null));
    }

    /// <summary>The smallest stack that a thread of the pool has on any Linux: 1.5 MiB, with musl.</summary>
    [Theory]
    [InlineData(1536)]
    public void Input_Of1000Levels_FitsOnASmallStack(int kibibytes)
    {
        string lists = new string('[', 1000) + new string(']', 1000);
        SchemaFailure? failure = Checking.Check(_tree, "1");
        Thread thread = new(() => failure = Checking.Check(_tree, lists), kibibytes * 1024);
        thread.Start();
        thread.Join(_patience).ShouldBeTrue();
        failure.ShouldBeNull();
    }

    [Fact]
    public void Checks_OnASmallStack_EndInsteadOfCrashing()
    {
        string objects = string.Concat(Enumerable.Repeat("{\"a\":", 999)) + "{}" + new string('}', 999);
        SchemaFailure? failure = null;
        Thread thread = new(() => failure = Checking.Check(_tree, objects), 256 * 1024);
        thread.Start();
        thread.Join(_patience).ShouldBeTrue();
        failure.ShouldNotBeNull().Message.ShouldContain("lead into one another");
    }

    [Fact]
    public void Input_OfTooManyValues_IsRefused() =>
        Checking.Message("{}", $"[{string.Join(',', Enumerable.Repeat('0', 1_000_000))}]").ShouldStartWith("input holds more than 1000000 values");

    [Fact]
    public void UniqueItems_OfManyItems_TakesTimeInProportion()
    {
        string input = "[" + string.Join(",", Enumerable.Range(0, 300_000)) + "]";
        Stopwatch watch = Stopwatch.StartNew();
        Checking.Check("""{"uniqueItems":true}""", input).ShouldBeNull();
        watch.Elapsed.ShouldBeLessThan(_patience);
    }

    [Fact]
    public void Number_OfAMillionDigits_IsDivided()
    {
        Stopwatch watch = Stopwatch.StartNew();
        Checking.Message("""{"multipleOf":7}""", "1" + new string('0', 1_000_000) + "1").ShouldStartWith("input must be a multiple of 7, and is 1000");
        Checking.Check($$"""{"multipleOf":{{new string('9', 1000)}}}""", new string('9', 1_000_000)).ShouldBeNull();
        watch.Elapsed.ShouldBeLessThan(_patience);
    }

    [Fact]
    public void Text_OfManyMegabytes_PaysForEachLook()
    {
        string looks = string.Join(",", Enumerable.Range(0, 200).Select(static i => $"{{\"enum\":[{i}]}}"));
        ShouldEndWithin($"\"{new string('a', 20_000_000)}\"", $$"""{"anyOf":[{{looks}}]}""", "within 5000000 steps");
    }

    [Fact]
    public void Schema_UsedByManyThreads_GivesEachItsOwnAnswer()
    {
        CompiledSchema schema = Checking.Compile(_tree);
        Parallel.For(0, 200, i => (Checking.Check(schema, i % 2 == 0 ? "[[\"a\"]]" : "[[1]]") is null).ShouldBe(i % 2 == 0));
    }

    private static void ShouldEndWithin(string input, string schema, string reason, SchemasOptions? options = null)
    {
        CompiledSchema compiled = Checking.Compile(schema, options);
        Stopwatch watch = Stopwatch.StartNew();
        SchemaFailure failure = compiled.Validate(Encoding.UTF8.GetBytes(input)).ShouldNotBeNull();
        TestContext.Current.TestOutputHelper?.WriteLine($"ended after {watch.Elapsed}");
        failure.Keyword.ShouldBeNull(failure.Message);
        failure.Message.ShouldContain(reason);
        watch.Elapsed.ShouldBeLessThan(_patience);
    }
}
