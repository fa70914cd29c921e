namespace Paddock.Core;

/// <summary>
/// Layers of defence that a test build can leave out, to show that the tests of that layer fail without it (eng/switchable.sh). In a product build
/// each one is on, and nothing here looks at the environment.
/// </summary>
internal static class Layer
{
#if PADDOCK_SWITCHABLE
#pragma warning disable RS0030 // the environment, and in a test build only
    private static readonly string[] _passed = ["PADDOCK_WITHOUT", "PADDOCK_RECORD"];

    private static readonly HashSet<string> _off = [.. (Environment.GetEnvironmentVariable(_passed[0]) ?? "").Split(',')];

    /// <summary>What a jail has to know of it; a jail also refuses names that are no layer's.</summary>
    internal static string[] JailEnvironment { get; } =
        [.. _passed.Where(static name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }).Select(static name => $"{name}={Environment.GetEnvironmentVariable(name)}")];

    internal static bool IsOn(string layer) => !_off.Contains(layer);
#pragma warning restore RS0030
#else
    /// <summary>A jail needs no environment.</summary>
    internal static string[] JailEnvironment { get; } = [];

    /// <summary>Whether a layer of this name is in place.</summary>
    internal static bool IsOn(string layer) => layer.Length > 0;
#endif
}
