namespace Paddock.Core.Executions;

/// <summary>A file that stands under <c>/mnt/req</c> before the code starts.</summary>
/// <param name="Path">Relative path, already checked: no empty, <c>.</c> or <c>..</c> segment, no control character.</param>
/// <param name="Contents">The text of the file, written as UTF-8.</param>
public sealed record InputFile(string Path, string Contents);
