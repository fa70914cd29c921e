namespace Paddock.Core.Executions;

/// <summary>The language that code is written in.</summary>
public enum Language
{
    /// <summary>CPython, forked from a warm template.</summary>
    Python,

    /// <summary>JavaScript on a single-use bun process.</summary>
    JavaScript,

    /// <summary>TypeScript on a single-use bun process.</summary>
    TypeScript,

    /// <summary>Scripts only: CRuby, a single-use process.</summary>
    Ruby,

    /// <summary>Scripts only: PHP's command line, a single-use process.</summary>
    Php,
}
