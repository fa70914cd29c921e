using System.Reflection;
using Paddock.Escape.Tests.Cage;

namespace Paddock.Escape.Tests.Matrix;

/// <summary>A test method and what it says about layers.</summary>
/// <param name="Method">The method.</param>
/// <param name="Fails">The sets it must fail without.</param>
/// <param name="Holds">The sets it must pass without.</param>
internal sealed record SwitchedTest(MethodInfo Method, IReadOnlyList<string> Fails, IReadOnlyList<string> Holds)
{
    public string Name => $"{Method.DeclaringType!.FullName}.{Method.Name}";

    /// <summary>The promise, as a sentence.</summary>
    public string Sentence => Method.Name.Replace('_', ' ');

    public string? WhyNoSwitch => Method.GetCustomAttribute<NoSwitchAttribute>()?.Reason;

    /// <summary>All tests of this program, by their names.</summary>
    public static IReadOnlyList<SwitchedTest> All { get; } =
    [
        .. typeof(SwitchedTest).Assembly.GetTypes()
            .Where(type => !type.IsAbstract)
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            .Where(method => method.GetCustomAttributes().Any(attribute => attribute is FactAttribute))
            .Select(method => new SwitchedTest(
                method,
                [.. method.GetCustomAttributes<FailsWithoutAttribute>().Select(attribute => attribute.Layers)],
                [.. method.GetCustomAttributes<HoldsWithoutAttribute>().Select(attribute => attribute.Layers)]))
            .OrderBy(test => test.Name, StringComparer.Ordinal),
    ];

    /// <summary>Every set that a test names.</summary>
    public static IReadOnlyList<string> Sets { get; } =
        [.. All.SelectMany(test => test.Fails.Concat(test.Holds)).Distinct().OrderBy(set => set, StringComparer.Ordinal)];
}
