namespace Paddock.Core.Tests.Schemas;

/// <summary>What somebody reads whose schema is wrong.</summary>
public sealed class RefusedSchemaTests
{
    [Theory]
    [InlineData("""{"properties":{"age":{"type":"int"}}}""", "input_schema at /properties/age/type: \"int\" is no type; use one of array, boolean, integer, null, number, object, string, or a list of them")]
    [InlineData("null", "input_schema: null is no schema; a schema is an object, true or false")]
    [InlineData("""{"properties":{"a":5}}""", "input_schema at /properties/a: 5 is no schema; a schema is an object, true or false")]
    [InlineData("""{"properties":[]}""", "input_schema at /properties: must be an object whose values are schemas, not a list")]
    [InlineData("""{"anyOf":[]}""", "input_schema at /anyOf: must be a list of one schema or more, not an empty one")]
    [InlineData("""{"items":[{}]}""", "input_schema at /items: a list is no schema; draft 2020-12 calls a list of schemas, one for each place, prefixItems (or say \"$schema\": \"http://json-schema.org/draft-07/schema#\", where it is items)")]
    [InlineData("""{"minimum":"1"}""", "input_schema at /minimum: must be a number, not \"1\"")]
    [InlineData("""{"exclusiveMinimum":true}""", "input_schema at /exclusiveMinimum: must be the bound itself, a number; true is how draft 4 wrote it")]
    [InlineData("""{"properties":{"a":{"required":true}}}""", "input_schema at /properties/a/required: must be a list of names, and stands beside properties; true or false in a member is how draft 3 wrote it")]
    [InlineData("""{"required":["a",1]}""", "input_schema at /required: must be a list of names, and 1 in it is none")]
    [InlineData("""{"maxLength":-1}""", "input_schema at /maxLength: must be a whole number, 0 or more, not -1")]
    [InlineData("""{"multipleOf":0}""", "input_schema at /multipleOf: must be a number above 0 of at most 1000 digits, not 0")]
    [InlineData("""{"uniqueItems":1}""", "input_schema at /uniqueItems: must be true or false, not 1")]
    [InlineData("""{"enum":"a"}""", "input_schema at /enum: must be a list of the values that are allowed, not a string")]
    [InlineData("""{"format":1}""", "input_schema at /format: must be a string, the name of a format, not 1")]
    [InlineData("""{"dependentRequired":{"a":"b"}}""", "input_schema at /dependentRequired/a: must be a list of names, not \"b\"")]
    [InlineData("""{"$ref":"#/$defs/a"}""", "input_schema at /$ref: \"#/$defs/a\" leads to no schema; check each name on the way")]
    [InlineData("""{"$ref":"#a"}""", "input_schema at /$ref: \"#a\" leads to no schema; no schema there has this $anchor")]
    [InlineData("""{"$ref":1}""", "input_schema at /$ref: must be a string such as \"#/$defs/NAME\", not a number")]
    [InlineData("""{"$ref":"https://example.com/s.json"}""", "input_schema at /$ref: \"https://example.com/s.json\" is not in this schema, and nothing is fetched from elsewhere; copy it under $defs and refer to it as \"#/$defs/NAME\"")]
    [InlineData("""{"$ref":"file:///etc/passwd"}""", "input_schema at /$ref: \"file:///etc/passwd\" is not in this schema, and nothing is fetched from elsewhere; copy it under $defs and refer to it as \"#/$defs/NAME\"")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#"}""", "input_schema at /$schema: \"http://json-schema.org/draft-04/schema#\" is no draft that is known here; use \"https://json-schema.org/draft/2020-12/schema\" (which holds without $schema too) or \"http://json-schema.org/draft-07/schema#\"")]
    [InlineData("""{"$id":"#x"}""", "input_schema at /$id: \"#x\" is no address of a schema; use a URI without a fragment (#…), or leave it out")]
    [InlineData("""{"$anchor":"1"}""", "input_schema at /$anchor: \"1\" is no name; use a letter or underscore, then letters, digits, - _ and .")]
    [InlineData("""{"$ref":"#"}""", "input_schema: leads back to itself without going deeper into the input (its top → its top); put a properties or items in between")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"allOf":[{"$ref":"#/$defs/a"}]}}}""", "input_schema at /$defs/a: leads back to itself without going deeper into the input (/$defs/a → /$defs/a/allOf/0 → /$defs/a); put a properties or items in between")]
    [InlineData("""{"a":""", "input_schema: is not valid JSON, or nested deeper than 128 levels (line 1, byte 6)")]
    public void Schema_Wrong_IsRefusedWithItsPlace(string schema, string problem) => Checking.Refuse(schema).ShouldBe(problem);

    [Theory]
    [InlineData("a**", "a repeat cannot be repeated; put a group (?:…) around it (character 3)")]
    [InlineData("*a", "there is nothing that this * could repeat (character 1)")]
    [InlineData("(a", "this ( is never closed (character 1)")]
    [InlineData("a)", "this ) closes nothing (character 2)")]
    [InlineData("[a", "this [ is never closed (character 1)")]
    [InlineData("[z-a]", "this range of characters runs backwards (character 5)")]
    [InlineData("a{3,2}", "a repeat of at least 3 and at most 2 can never be (character 7)")]
    [InlineData("a{1000000000000}", "a repeat counts to 100000 at most; use minLength or maxLength (character 17)")]
    [InlineData("(?i)a", "after (? there can be : = ! <= <! or <name>; flags such as (?i) are not part of ECMA-262 patterns in JSON Schema (character 2)")]
    [InlineData("a\\", "it ends in a backslash (character 3)")]
    [InlineData("\\Z", "\\Z is not known to ECMA-262; use ^ and $ (character 2)")]
    [InlineData("\\p{Script=Greek}", "\\p must name a general category in braces, such as \\p{L} or \\p{Letter}; scripts are not known (character 2)")]
    [InlineData("\\1", "the group that this refers to is not there (character 3)")]
    [InlineData("\\u12", "\\u needs four hexadecimal digits, or up to six in braces (character 3)")]
    public void Pattern_Wrong_IsRefusedWithItsPlace(string pattern, string problem) =>
        Checking.Refuse($$"""{"pattern":{{System.Text.Json.JsonSerializer.Serialize(pattern)}}}""").ShouldEndWith($" is no regular expression that is known here: {problem}");

    [Fact]
    public void Pattern_InAName_IsRefusedThere() =>
        Checking.Refuse("""{"patternProperties":{"(":{}}}""").ShouldStartWith("input_schema at /patternProperties/(: \"(\" is no regular expression");
}
