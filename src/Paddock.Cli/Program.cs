using Paddock.Cli.Hosting;

return await CliApplication.RunAsync(args, CliConsole.OfThisProcess(), CancellationToken.None);
