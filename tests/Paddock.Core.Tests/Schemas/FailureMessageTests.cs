using Paddock.Core.Schemas;

namespace Paddock.Core.Tests.Schemas;

/// <summary>What somebody reads whose input does not match.</summary>
public sealed class FailureMessageTests
{
    [Fact]
    public void Failure_DeepInside_NamesPathRuleAndPlace()
    {
        SchemaFailure failure = Checking.Check(
            """{"properties":{"customer":{"properties":{"age":{"maximum":120}}}}}""",
            """{"customer":{"age":130}}""").ShouldNotBeNull();
        failure.ShouldBe(new SchemaFailure(
            "/customer/age",
            "maximum",
            "/properties/customer/properties/age/maximum",
            "input at /customer/age must be at most 120, and is 130 (maximum, schema at /properties/customer/properties/age/maximum)"));
    }

    [Theory]
    [InlineData("""{"type":"object"}""", "[]", "input must be an object, and is a list (type, schema at /type)")]
    [InlineData("""{"type":["string","null"]}""", "5", "input must be a string or null, and is 5 (type, schema at /type)")]
    [InlineData("""{"type":"integer"}""", "1.5", "input must be a whole number, and is 1.5 (type, schema at /type)")]
    [InlineData("""{"const":1}""", "\"a\"", "input must be 1, and is \"a\" (const, schema at /const)")]
    [InlineData("""{"enum":["a","b",null]}""", "\"c\"", "input must be \"a\", \"b\" or null, and is \"c\" (enum, schema at /enum)")]
    [InlineData("""{"exclusiveMinimum":0}""", "0", "input must be more than 0, and is 0 (exclusiveMinimum, schema at /exclusiveMinimum)")]
    [InlineData("""{"multipleOf":0.01}""", "1.005", "input must be a multiple of 0.01, and is 1.005 (multipleOf, schema at /multipleOf)")]
    [InlineData("""{"minLength":2}""", "\"a\"", "input must have at least 2 characters, and has 1 (minLength, schema at /minLength)")]
    [InlineData("""{"maxItems":1}""", "[1,2]", "input must have at most 1 item, and has 2 (maxItems, schema at /maxItems)")]
    [InlineData("""{"pattern":"^a"}""", "\"b\"", "input must match the pattern \"^a\", and is \"b\" (pattern, schema at /pattern)")]
    [InlineData("""{"required":["a","b"]}""", """{"a":1}""", "input lacks \"b\", which is required (required, schema at /required)")]
    [InlineData("""{"required":["a","b"]}""", "{}", "input lacks \"a\" and \"b\", which are required (required, schema at /required)")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1}""", "input has \"a\", and so lacks \"b\", which is required with it (dependentRequired, schema at /dependentRequired)")]
    [InlineData("""{"properties":{"a":{}},"additionalProperties":false}""", """{"b":1}""", "input has \"b\", which is not allowed; known are \"a\" (additionalProperties, schema at /additionalProperties)")]
    [InlineData("""{"properties":{"a":false}}""", """{"a":1}""", "input at /a is not allowed (false, schema at /properties/a)")]
    [InlineData("""{"propertyNames":{"maxLength":1}}""", """{"ab":1}""", "input: the name \"ab\" must have at most 1 character, and has 2 (maxLength, schema at /propertyNames/maxLength)")]
    [InlineData("""{"propertyNames":{"enum":["a"]}}""", """{"b":1}""", "input: the name \"b\" must be \"a\", and is \"b\" (enum, schema at /propertyNames/enum)")]
    [InlineData("""{"prefixItems":[{}],"items":false}""", "[1,2]", "input must have at most 1 item, and has 2 (items, schema at /items)")]
    [InlineData("""{"items":{"type":"string"}}""", "[\"a\",7]", "input at /1 must be a string, and is 7 (type, schema at /items/type)")]
    [InlineData("""{"uniqueItems":true}""", "[1,2,1.0]", "input must not hold anything twice, and items 0 and 2 are equal (uniqueItems, schema at /uniqueItems)")]
    [InlineData("""{"contains":{"const":1},"minContains":2}""", "[1]", "input must hold at least 2 items that match contains, and holds 1 (contains, schema at /contains)")]
    [InlineData("""{"not":{"const":1}}""", "1", "input matches the schema of not, which it must not (not, schema at /not)")]
    [InlineData("""{"oneOf":[{"minimum":1},{"minimum":2}]}""", "3", "input must match exactly one of the 2 schemas of oneOf, and matches the 1st and the 2nd (oneOf, schema at /oneOf)")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"null"}]}""", "5", "input must be a string or null, and is 5 (anyOf, schema at /anyOf)")]
    [InlineData("""{"$ref":"#/$defs/Age","$defs":{"Age":{"minimum":0}}}""", "-1", "input must be at least 0, and is -1 (minimum, schema at /$defs/Age/minimum)")]
    [InlineData("""{"unevaluatedProperties":false}""", """{"a/b":1}""", "input at /a~1b is not allowed (false, schema at /unevaluatedProperties)")]
    public void Failure_OfEachRule_ReadsWell(string schema, string input, string message) => Checking.Message(schema, input).ShouldBe(message);

    [Fact]
    public void Failure_OfAnyOf_ShowsTheNearestSchema() => Checking.Message(
        """{"anyOf":[{"type":"string"},{"properties":{"age":{"maximum":120}}},{"type":"null"}]}""",
        """{"age":130}""").ShouldBe("input matches none of the 3 schemas of anyOf; of the 2nd, input at /age must be at most 120, and is 130 (anyOf, schema at /anyOf)");

    [Fact]
    public void Failure_OfAHugeValue_IsShort()
    {
        string schema = """{"additionalProperties":{"enum":["x","y"],"pattern":"p"}}""";
        Checking.Message(schema, $$"""{"{{new string('n', 100_000)}}":"{{new string('v', 100_000)}}"}""").Length.ShouldBeLessThan(600);
    }

    [Fact]
    public void Failure_OfAFormat_NamesIt() => Checking.Message("""{"format":"email"}""", "\"me\"", new SchemasOptions { AssertFormats = true })
        .ShouldBe("input must be of the format email, and is \"me\" (format, schema at /format)");

    [Fact]
    public void Format_ByDefault_IsARemark() => Checking.Check("""{"format":"email"}""", "\"me\"").ShouldBeNull();
}
