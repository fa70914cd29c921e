using Paddock.Core.Executions;

namespace Paddock.Core.Requests;

/// <summary>What a use case comes to: exactly one of the two.</summary>
/// <param name="Value">What was asked for.</param>
/// <param name="Rejection">Why there is none.</param>
public readonly record struct Answer<T>(T? Value, Rejection? Rejection)
    where T : class
{
    /// <summary>What was asked for.</summary>
    public static implicit operator Answer<T>(T value) => new(value, null);

    /// <summary>Why there is none.</summary>
    public static implicit operator Answer<T>(Rejection rejection) => new(null, rejection);
}
