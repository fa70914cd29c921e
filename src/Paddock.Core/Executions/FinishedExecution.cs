using Paddock.Core.Grants;

namespace Paddock.Core.Executions;

/// <summary>One execution that is over.</summary>
/// <param name="Job">What was executed.</param>
/// <param name="StartedAt">When it was taken up.</param>
/// <param name="Answer">What the caller gets.</param>
/// <param name="Network">What it did over the network.</param>
internal readonly record struct FinishedExecution(ExecutionJob Job, DateTimeOffset StartedAt, ExecutionAnswer Answer, GrantReport Network);
