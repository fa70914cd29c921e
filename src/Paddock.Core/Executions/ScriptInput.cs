namespace Paddock.Core.Executions;

/// <summary>What a script finds when it starts, besides its environment and files.</summary>
/// <param name="Arguments">What follows the path of the source file in its argument vector. Without NUL.</param>
/// <param name="Stdin">Its standard input, UTF-8; empty: nothing to read. May be a part of the request's body.</param>
public sealed record ScriptInput(IReadOnlyList<string> Arguments, ReadOnlyMemory<byte> Stdin);
