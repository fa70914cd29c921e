using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;

namespace Paddock.Escape.Tests.Runners;

/// <summary>Functions that tamper with the runner and then return something that is easy to tell from what they put in its place.</summary>
internal static class Truth
{
    public const string Input = "42";

    /// <summary>What has to come back. What the attacks put in its place has the word <c>forged</c> in it.</summary>
    public const string Answer = """{"true":42}""";

    /// <summary>Both define <c>tamper()</c>.</summary>
    public static Payload AfterTampering(string python, string script) => new(
        python + """


        def execute(input):
            tamper()
            return {"true": input}
        """,
        script + """


        function execute(input) {
          tamper();
          return { true: input };
        }
        """);

    public static void ShouldBeTheTruth(this FunctionAnswer answer) => answer.ShouldBeValid(Answer);
}
