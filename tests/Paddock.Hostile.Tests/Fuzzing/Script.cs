using System.Globalization;
using System.Text;

namespace Paddock.Hostile.Tests.Fuzzing;

/// <summary>One input: steps in their order, written to a file as a line each: operation, number, bytes in hexadecimal.</summary>
internal sealed record Script(IReadOnlyList<Step> Steps)
{
    public int Size => Steps.Sum(static step => step.Data.Length + 16);

    public static Script Parse(string text) => new([.. text
        .Split('\n', StringSplitOptions.RemoveEmptyEntries)
        .Where(static line => line[0] != '#')
        .Select(static line => line.Split(' '))
        .Select(static words => new Step(words[0], long.Parse(words[1], CultureInfo.InvariantCulture), Convert.FromHexString(words[2])))]);

    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var step in Steps)
        {
            text.Append(CultureInfo.InvariantCulture, $"# {Readable(step.Data)}\n{step.Op} {step.Number} {Convert.ToHexString(step.Data)}\n");
        }

        return text.ToString();
    }

    public Script With(int index, Step step)
    {
        Step[] steps = [.. Steps];
        steps[index] = step;
        return new Script(steps);
    }

    private static string Readable(byte[] data) =>
        string.Concat(data.Take(200).Select(static b => b is >= 0x20 and < 0x7F ? ((char)b).ToString() : $"\\x{b:x2}"));
}
