using System.Text;

namespace Paddock.Sandbox.Tests.Fakes;

/// <summary>The golden files of tests/vectors/frames; its README says how they are written.</summary>
internal static class Vectors
{
    internal static byte[] Read(string name)
    {
        using var bytes = new MemoryStream();
        foreach (string line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "frames", name + ".hex")))
        {
            bytes.Write(line switch
            {
                ['#', ..] or "" => [],
                ['"', .. string text, '"'] => Encoding.UTF8.GetBytes(text),
                _ => Convert.FromHexString(line.Replace(" ", "", StringComparison.Ordinal)),
            });
        }

        return bytes.ToArray();
    }
}
