using System.Globalization;
using Paddock.Core.Requests;

namespace Paddock.Core.Tests.Requests;

public sealed class EnvironmentRulesTests
{
    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    public void Environment_Empty_IsEmpty(string env) => Parsing.Accept(Parsing.With($"\"env\":{env}")).Environment.ShouldBeEmpty();

    [Fact]
    public void Environment_Variables_AreReadInOrder()
    {
        FunctionRequest request = Parsing.Accept(Parsing.With("""
            "env":{"A":"","LD_PRELOAD":"x\ny","ä b":"=","A":"later"}
            """));
        request.Environment.ShouldBe([new("A", ""), new("LD_PRELOAD", "x\ny"), new("ä b", "="), new("A", "later")]);
    }

    [Theory]
    [InlineData("""["A"]""", "env must be an object of names and strings, not a list")]
    [InlineData("\"A=b\"", "env must be an object of names and strings, not a string")]
    [InlineData("""{"FOO":5}""", "env.FOO must be a string, not a number")]
    [InlineData("""{"FOO":null}""", "env.FOO is required and must be a string")]
    [InlineData("""{"a b":{}}""", "env[\"a b\"] must be a string, not an object")]
    [InlineData("""{"":"x"}""", "env has an empty name; give every variable a name")]
    [InlineData("""{"A=B":"x"}""", "env[\"A=B\"] is no name for a variable: = and control characters are not allowed in it")]
    [InlineData("""{"A\u0000":"x"}""", "env[\"A\\u0000\"] is no name for a variable: = and control characters are not allowed in it")]
    [InlineData("""{"A\n":"x"}""", "env[\"A\\u000a\"] is no name for a variable: = and control characters are not allowed in it")]
    [InlineData("""{"A":"s3cret\u0000"}""", "env.A must not contain a NUL character (\\u0000)")]
    public void Environment_Wrong_IsRefusedNamingTheVariable(string env, string message) =>
        Parsing.Reject(Parsing.With($"\"env\":{env}")).ShouldBe(message);

    [Theory]
    [InlineData("""{"A":"\udc00"}""", "env.A holds half of a surrogate pair")]
    [InlineData("""{"\udc00":"x"}""", "env has a name that holds half of a surrogate pair")]
    public void Environment_LoneSurrogate_IsRefused(string env, string message) =>
        Parsing.Reject(Parsing.With($"\"env\":{env}")).ShouldStartWith(message);

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Environment_Count_IsLimited(int count, bool accepted)
    {
        string body = Parsing.With($"\"env\":{{{string.Join(',', Enumerable.Range(0, count).Select(static i => string.Create(CultureInfo.InvariantCulture, $"\"V{i}\":\"x\"")))}}}");
        if (accepted)
        {
            Parsing.Accept(body).Environment.Count.ShouldBe(count);
        }
        else
        {
            Parsing.Reject(body).ShouldContain("Paddock__Executions__MaxEnvironmentVariables");
        }
    }

    [Theory]
    [InlineData(4096, 102400, null)]
    [InlineData(4097, 1, "Paddock__Executions__MaxEnvironmentNameBytes")]
    [InlineData(1, 102401, "Paddock__Executions__MaxEnvironmentValueBytes")]
    public void Environment_Sizes_AreLimited(int name, int value, string? setting)
    {
        string body = Parsing.With($"\"env\":{{\"{new string('N', name)}\":\"{new string('v', value)}\"}}");
        if (setting is null)
        {
            Parsing.Accept(body).Environment.Count.ShouldBe(1);
        }
        else
        {
            string message = Parsing.Reject(body);
            message.ShouldContain(setting);
            message.Length.ShouldBeLessThan(400);
        }
    }
}
