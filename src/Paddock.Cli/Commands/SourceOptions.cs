using System.CommandLine;

namespace Paddock.Cli.Commands;

/// <summary>Arguments of the commands that send code.</summary>
internal static class SourceOptions
{
    public static Argument<string> File(string description) => new("file") { HelpName = "FILE", Description = description };

    public static Option<string?> RuntimeRevision(string description = "The revision of a runtime whose packages the code finds. Default: none") =>
        new("--runtime-revision") { HelpName = "ID", Description = description };

    public static Option<string?> Language() =>
        new("--language", "-l") { HelpName = "LANGUAGE", Description = "python, javascript, typescript, ruby or php. Default: by the ending of the file" };
}
