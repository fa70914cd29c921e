using System.Text.Json.Serialization;

namespace Paddock.Contracts.Executions;

/// <summary>What was asked and answered: one of the kinds below. Secrets are masked.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(FunctionExecutionDetails), "function")]
[JsonDerivedType(typeof(ScriptExecutionDetails), "script")]
[JsonDerivedType(typeof(ToolExecutionDetails), "tool")]
public abstract record ExecutionDetails;
