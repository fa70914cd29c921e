using System.Text;
using System.Text.Json;
using Paddock.Core.Records;
using Paddock.Core.Requests;

namespace Paddock.Core.Tests.Records;

/// <summary>What is found from bracket to bracket is what a parser finds.</summary>
public sealed class JsonSliceTests
{
    private static readonly string[] _values =
    [
        "1", "-1.5e+10", "true", "null", "\"\"", "\"a\"", """ "\\" """, """ "\"" """, """ "\\\"]}" """, """ "\u005d" """, "\"ü{[\"", "[]", "{}", "[ ]", "{ }", "[[],[[]],{}]",
        """{"a":{"b":[1,"}",{"c":"]"}]}}""", "[1,2,3]", "[ 1 ,\n2\t,\r3 ]", """ { "a" : 1 , "b" : [ "," , ":" ] } """, """{"":0,"a\"b":1}""",
    ];

    public static TheoryData<string> Values() => [.. _values];

    [Theory]
    [MemberData(nameof(Values))]
    public void Items_OfAList_AreThoseOfAParser(string value)
    {
        foreach (string list in new[] { $"[{value}]", $"[{value},{value}]", $" [ {value} , 1, {value} ] " })
        {
            byte[] json = Encoding.UTF8.GetBytes(list);
            using JsonDocument parsed = JsonDocument.Parse(json);
            JsonSlice.Items(json).Select(place => Encoding.UTF8.GetString(json[place])).ShouldBe(parsed.RootElement.EnumerateArray().Select(static item => item.GetRawText()));
        }
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void Members_OfAnObject_AreThoseOfAParser(string value)
    {
        foreach (string text in new[] { $$"""{"x":{{value}},"y":5}""", $$""" { "w" : {{value}} , "x" : {{value}} } """, $$"""{"x":0,"\u0078":{{value}}}""" })
        {
            byte[] json = Encoding.UTF8.GetBytes(text);
            using JsonDocument parsed = JsonDocument.Parse(json);
            string expected = parsed.RootElement.GetProperty("x").GetRawText();
            Encoding.UTF8.GetString(JsonSlice.Member(json, "x"u8)).ShouldBe(expected == "null" ? "" : expected);
            Range place = JsonSlice.Members(json, new BodyShape("", "x", "z"))["x"];
            Encoding.UTF8.GetString(json[place]).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("5")]
    [InlineData("\"x\"")]
    [InlineData("{\"\\ud800\":1}")]
    public void Member_ThatIsNotThere_IsEmpty(string json) => JsonSlice.Member(Encoding.UTF8.GetBytes(json), "x"u8).IsEmpty.ShouldBeTrue();

    [Fact]
    public void Items_OfAnObject_AreNone() => JsonSlice.Items("{\"a\":[1]}"u8).ShouldBeEmpty();

    [Fact]
    public void Text_ThatIsCut_IsNoName()
    {
        string name = new('n', 1_000), text = new('t', 2_000);
        byte[] json = Encoding.UTF8.GetBytes($$"""{"{{name}}" : "{{text}}","a":["\"{{text[2..]}}"]}""");
        TextCap cap = new();
        cap.AddJson(json);
        int rest = json.Length - (2 * text.Length);
        cap.Find(rest + 2_000).ShouldBe(1_000);
    }
}
