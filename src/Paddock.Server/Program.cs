using Microsoft.Extensions.Options;
using Paddock.Sandbox;
using Paddock.Server.Hosting;

return await ServerProcess.RunAsync(args, Console.Out, Console.Error, static builder => builder.Services.AddPaddockSandbox(
    builder.Configuration.GetSection(SandboxOptions.SectionName),
    static services => services.GetRequiredService<IOptions<ServerOptions>>().Value.DataDirectory));
