namespace Paddock.Sandbox.Pools;

/// <summary>The runtimes there are pools of. Numbers: as root, the jail of each runs under a uid that many above the first.</summary>
internal enum PoolKind
{
    /// <summary>Cells forked from a warm CPython.</summary>
    Python,

    /// <summary>Single-use bun processes, for JavaScript and TypeScript.</summary>
    JavaScript,

    /// <summary>Single-use ruby processes.</summary>
    Ruby,

    /// <summary>Single-use php processes.</summary>
    Php,
}
