namespace Paddock.Core.Schemas;

/// <summary>Why an input was not accepted.</summary>
/// <param name="InputPath">Where in the input, as a JSON pointer; empty for all of it.</param>
/// <param name="Keyword">The keyword that was not met; null when a limit ended the check.</param>
/// <param name="SchemaPath">Where in the schema that keyword stands, as a JSON pointer; null when a limit ended the check.</param>
/// <param name="Message">What is wrong, written for the caller.</param>
internal sealed record SchemaFailure(string InputPath, string? Keyword, string? SchemaPath, string Message);
