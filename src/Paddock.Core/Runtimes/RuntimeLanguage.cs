namespace Paddock.Core.Runtimes;

/// <summary>What a set of packages is for.</summary>
public enum RuntimeLanguage
{
    /// <summary>Executions in Python; the manifest is a requirements.txt.</summary>
    Python,

    /// <summary>Executions in JavaScript and TypeScript; the manifest is a package.json.</summary>
    JavaScript,
}
