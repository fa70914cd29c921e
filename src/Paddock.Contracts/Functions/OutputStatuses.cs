namespace Paddock.Contracts.Functions;

/// <summary>The values of <see cref="ExecuteFunctionResponse.OutputStatus"/>.</summary>
public static class OutputStatuses
{
    /// <summary>The function returned JSON, or nothing.</summary>
    public const string Valid = "valid";

    /// <summary>It returned something that is not JSON; stderr says what and where.</summary>
    public const string JsonSerializationError = "json_serialization_error";

    /// <summary>It did not return.</summary>
    public const string Error = "error";
}
