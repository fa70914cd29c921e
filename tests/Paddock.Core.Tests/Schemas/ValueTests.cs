namespace Paddock.Core.Tests.Schemas;

/// <summary>Values at the edge of JSON.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "1e400", true)]
    [InlineData("""{"type":"integer"}""", "1e1000000000", true)]
    [InlineData("""{"type":"integer"}""", "1e-1000000000", false)]
    [InlineData("""{"multipleOf":7}""", "1e1000000000", false)]
    [InlineData("""{"multipleOf":0.0001}""", "1e1000000000", true)]
    [InlineData("""{"multipleOf":1e1000000000}""", "1", false)]
    [InlineData("""{"multipleOf":0.1}""", "0.3", true)]
    [InlineData("""{"multipleOf":1e-8}""", "12391239123", true)]
    [InlineData("""{"maximum":1e99999999999999999999999}""", "1e400", true)]
    [InlineData("""{"maximum":-1e400}""", "-2e400", true)]
    [InlineData("""{"minimum":123456789012345678901234567890}""", "123456789012345678901234567889.9999", false)]
    [InlineData("""{"const":1}""", "1.0", true)]
    [InlineData("""{"const":100}""", "1e2", true)]
    [InlineData("""{"const":0}""", "-0.0e5", true)]
    [InlineData("""{"enum":[{"a":[1,2.0]}]}""", """{"a":[1.0,2]}""", true)]
    [InlineData("""{"const":9007199254740993}""", "9007199254740992", false)]
    [InlineData("""{"uniqueItems":true}""", "[1e400,10e399]", false)]
    [InlineData("""{"uniqueItems":true}""", """[{"a":1,"b":2},{"b":2,"a":1}]""", false)]
    [InlineData("""{"const":"\ud800"}""", "\"\\ud800\"", true)]
    [InlineData("""{"const":"\ud800"}""", "\"\\ud801\"", false)]
    [InlineData("""{"const":"a\n\t\"\\\/é\u00e9\ud83d\udc32"}""", "\"a\\u000a\\t\\\"\\\\/éé🐲\"", true)]
    [InlineData("""{"properties":{"\ud800":{"type":"string"}},"additionalProperties":false}""", "{\"\\ud800\":\"\\udc00\"}", true)]
    [InlineData("""{"propertyNames":{"const":"\ud800"}}""", "{\"\\ud800\":1}", true)]
    [InlineData("""{"pattern":"^\\ud800$"}""", "\"\\ud800\"", true)]
    [InlineData("""{"maxLength":1}""", "\"\\ud83d\\udc32\"", true)]
    [InlineData("""{"minLength":2}""", "\"\\ud800\\ud800\"", true)]
    [InlineData("""{"type":"string","type":"integer"}""", "1", true)]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"a":1,"a":"last"}""", true)]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"a":"first","\u0061":1}""", false)]
    [InlineData("""{"maxProperties":1}""", """{"a":1,"a":2}""", true)]
    [InlineData("""{"const":{"a":2}}""", """{"a":1,"a":2}""", true)]
    public void Value_AtTheEdge_IsJudgedExactly(string schema, string input, bool valid) => (Checking.Check(schema, input) is null).ShouldBe(valid);

    [Fact]
    public void Input_NoJson_IsAFailure() => Checking.Message("{}", "{\"a\":").ShouldStartWith("input is not valid JSON");
}
