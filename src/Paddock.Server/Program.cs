using Paddock.Server.Hosting;

return await ServerProcess.RunAsync(args, Console.Out, Console.Error, static _ => { });
