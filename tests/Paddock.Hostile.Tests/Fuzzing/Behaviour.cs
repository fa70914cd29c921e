using System.Text.RegularExpressions;

namespace Paddock.Hostile.Tests.Fuzzing;

/// <summary>Makes a message into the name of what happened: numbers and quotations out.</summary>
internal static partial class Behaviour
{
    public static string Of(string message) => Varying().Replace(message, "?");

    [GeneratedRegex("""\d+|"(\\.|[^"\\])*"|'[^']*'|env\S*""")]
    private static partial Regex Varying();
}
