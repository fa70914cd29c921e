namespace Paddock.Core.Executions;

/// <summary>What became of the value that <c>execute</c> returned. Numbers are those of the result frame (docs/protocols/cell.md).</summary>
public enum OutputStatus : byte
{
    /// <summary>It returned JSON, or nothing.</summary>
    Valid = 0,

    /// <summary>It returned something that is not JSON; the reason is in stderr.</summary>
    JsonSerializationError = 1,

    /// <summary>It did not return.</summary>
    Error = 2,
}
