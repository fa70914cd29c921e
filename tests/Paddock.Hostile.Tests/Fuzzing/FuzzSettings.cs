using System.Globalization;
using Paddock.TestKit.Hosting;

namespace Paddock.Hostile.Tests.Fuzzing;

/// <summary>What the environment says about a run; docs/operations/fuzzing.md describes it.</summary>
internal static class FuzzSettings
{
    /// <summary>Seconds for all barriers together.</summary>
    public static double Seconds { get; } = Number("PADDOCK_FUZZ_SECONDS", 60);

    /// <summary>The seed of every generator: a new one each run, so that runs add up.</summary>
    public static int Seed { get; } = (int)Number("PADDOCK_FUZZ_SEED", Random.Shared.Next(1, int.MaxValue));

    /// <summary>A saved input to run instead of new ones; null for a common run.</summary>
    public static string? Input { get; } = Environment.GetEnvironmentVariable("PADDOCK_FUZZ_INPUT") is { Length: > 0 } path ? path : null;

    /// <summary>Where found inputs and the summary go.</summary>
    public static string Folder { get; } = Directory.CreateDirectory(Path.Combine(RepositoryRoot.Find(), "artifacts", "fuzz")).FullName;

    private static double Number(string variable, double otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? double.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)
            : otherwise;
}
