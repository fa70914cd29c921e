namespace Paddock.Sandbox.Pools;

/// <summary>The runtimes there are pools of.</summary>
internal enum PoolKind
{
    /// <summary>Cells forked from a warm CPython.</summary>
    Python,

    /// <summary>Single-use bun processes, for JavaScript and TypeScript.</summary>
    JavaScript,
}
