namespace Paddock.Client.Errors;

/// <summary>The server answered with something else than a success. <see cref="Exception.Message"/> is the status, a space, and what the server said.</summary>
public abstract class PaddockApiException : PaddockException
{
    private protected PaddockApiException(ApiFault fault)
        : base(fault.Message) => Fault = fault;

    /// <summary>The HTTP status, 300 to 599.</summary>
    public int Status => Fault.Status;

    /// <summary>A google.rpc.Code (<see cref="Contracts.Errors.StatusCode"/> has those in use); null when the body did not have one.</summary>
    public int? Code => Fault.Code;

    /// <summary>What the server said, without the status; null when it said nothing.</summary>
    public string? ServerMessage => Fault.ServerMessage;

    /// <summary>The headers of the answer, by name in any letter case; several values of one are joined by a comma.</summary>
    public IReadOnlyDictionary<string, string> Headers => Fault.Headers;

    private protected ApiFault Fault { get; }
}
