namespace Paddock.Core.Runtimes;

/// <summary>How the queue goes on after one attempt.</summary>
internal enum BuildEnd
{
    /// <summary>The revision can be executed on.</summary>
    Succeeded,

    /// <summary>It failed, was given up, or waits for the next start.</summary>
    Over,

    /// <summary>It is to be tried again, after a pause.</summary>
    Again,
}
