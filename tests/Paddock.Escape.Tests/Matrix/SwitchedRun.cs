using System.Diagnostics;
using System.Xml.Linq;
using Paddock.Escape.Tests.Cage;

namespace Paddock.Escape.Tests.Matrix;

/// <summary>One run of this very program with a set of layers off, limited to the tests that say something about the set.</summary>
/// <param name="Cases">For each test method the outcomes of its cases: true for passed.</param>
/// <param name="Output">What the run printed.</param>
internal sealed record SwitchedRun(IReadOnlyDictionary<string, IReadOnlyList<bool>> Cases, string Output)
{
    public static async Task<SwitchedRun> OfAsync(string set, CancellationToken cancellationToken)
    {
        var xml = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("dotnet")
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            string[] traits = [WithoutTraits.Any, WithoutTraits.Fails(set), WithoutTraits.Holds(set)];
            string[] arguments =
            [
                "exec", typeof(SwitchedRun).Assembly.Location, "-noLogo", "-noColor", "-xml", xml,
                .. traits.SelectMany(trait => new[] { "-trait", $"{WithoutTraits.Name}={trait}" }),
            ];
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment[LayerSet.Variable] = set;
            using var process = Process.Start(start) ?? throw new InvalidOperationException("The run did not start.");
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken) + await errors;
            await process.WaitForExitAsync(cancellationToken);
            return new SwitchedRun(Read(xml), output);
        }
        finally
        {
            File.Delete(xml);
        }
    }

    private static Dictionary<string, IReadOnlyList<bool>> Read(string xml)
    {
        var text = File.ReadAllText(xml);
        return text.Length == 0
            ? []
            : XDocument.Parse(text).Descendants("test")
                .GroupBy(test => $"{test.Attribute("type")!.Value}.{test.Attribute("method")!.Value}")
                .ToDictionary(group => group.Key, IReadOnlyList<bool> (group) => [.. group.Select(test => test.Attribute("result")!.Value == "Pass")]);
    }
}
