using System.CommandLine;
using System.CommandLine.Help;
using Paddock.Cli.Hosting;
using Paddock.Cli.Output;

namespace Paddock.Cli.Commands;

/// <summary>The whole tree of commands.</summary>
internal static class PaddockCommand
{
    public const string Name = "paddock";

    public static RootCommand Create(CliConsole console, Printer printer)
    {
        EverywhereOptions everywhere = new();
        SessionRunner runner = new(console, printer, everywhere);
        RootCommand root = new("Runs code that nobody has read, on a Paddock server.") { HelpName = Name };
        everywhere.AddTo(root);
        root.Add(RunCommand.Create(runner));
        root.Add(ExecCommand.Create(runner));
        root.Add(ToolsCommand.Create(runner));
        root.Add(RuntimesCommand.Create(runner));
        root.Add(SecretsCommand.Create(runner));
        root.Add(ExecutionsCommand.Create(runner));

        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpPages((HelpAction)help.Action!, printer, console.Width);
        return root;
    }
}
