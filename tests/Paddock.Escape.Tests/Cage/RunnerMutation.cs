namespace Paddock.Escape.Tests.Cage;

/// <summary>A layer that lives in the runner, and how it is taken out of a copy.</summary>
/// <param name="Layer">Its name, which begins with <c>runner-</c>.</param>
/// <param name="File">The file below the runtimes directory, for example <c>python/paddock/runner.py</c>.</param>
/// <param name="Old">Text that occurs in it exactly once.</param>
/// <param name="New">What stands there instead.</param>
internal sealed record RunnerMutation(string Layer, string File, string Old, string New);
