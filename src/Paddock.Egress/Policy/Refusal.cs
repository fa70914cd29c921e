namespace Paddock.Egress.Policy;

/// <summary>Why a request is not let through, written for the code that made it.</summary>
/// <param name="Note">For its stderr.</param>
/// <param name="Message">For the body of the 403: names the host and the rule.</param>
internal sealed record Refusal(string Note, string Message);
