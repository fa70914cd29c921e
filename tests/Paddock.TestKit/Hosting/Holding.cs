namespace Paddock.TestKit.Hosting;

/// <summary>One thing that a server, or the kernel for it, holds.</summary>
/// <param name="What">Its name in a table.</param>
/// <param name="Amount">How much of it there is.</param>
/// <param name="Slack">How much more there may be later: none of what only this server uses, more of what the machine counts for everybody.</param>
internal sealed record Holding(string What, long Amount, long Slack);
