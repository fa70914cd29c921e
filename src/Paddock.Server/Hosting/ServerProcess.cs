using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Paddock.Core;
using Paddock.Sandbox;
using Paddock.Server.Commands;
using Paddock.Server.Doctor;

namespace Paddock.Server.Hosting;

/// <summary>The process from its arguments to its exit code.</summary>
internal static class ServerProcess
{
    /// <summary>It ran and was stopped; doctor found all in order.</summary>
    public const int Stopped = 0;

    /// <summary>It could not start, or broke; doctor found something missing.</summary>
    public const int Failed = 1;

    /// <summary>The command line is wrong.</summary>
    public const int WrongUsage = 2;

    /// <summary>Version of the server.</summary>
    public static string Version { get; } =
        typeof(ServerProcess).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Runs until the process is told to stop.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">For the person who started it.</param>
    /// <param name="error">For what keeps it from starting.</param>
    /// <param name="configure">Adds the sandbox.</param>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, TextWriter output, TextWriter error, Action<WebApplicationBuilder> configure)
    {
        CommandLine commandLine = CommandLine.Parse(arguments);
        if (commandLine.ShowHelp || commandLine.Error is not null)
        {
            await (commandLine.ShowHelp ? output.WriteAsync(CommandLine.Help) : error.WriteLineAsync($"paddock-server: {commandLine.Error}"));
            return commandLine.ShowHelp ? Stopped : WrongUsage;
        }

        StartupLogFilter startup = new();
        try
        {
            if (commandLine.Examine)
            {
                return await DoctorProcess.RunAsync(commandLine.Settings, output, configure) ? Stopped : Failed;
            }

            if (commandLine.Verb is not null)
            {
                return await VerbProcess.RunAsync(commandLine, output, error, configure);
            }

            await using WebApplication app = PaddockApplication.Build(commandLine.Settings, startup, configure);
            await app.StartAsync();
            await output.WriteAsync(await app.Services.GetRequiredService<StartupBanner>().WriteAsync(app.Urls, CancellationToken.None));
            startup.Complete();
            await app.WaitForShutdownAsync();
            return Stopped;
        }
        catch (Exception e) when (!startup.IsComplete)
        {
            foreach (string line in Explain(e))
            {
                await error.WriteLineAsync($"paddock-server: {line}");
            }

            return Failed;
        }
    }

    private static IEnumerable<string> Explain(Exception error) => error switch
    {
        OptionsValidationException options => options.Failures,
        AggregateException all => all.InnerExceptions.SelectMany(Explain),
        StartupException or StorageException or SandboxStartException or InvalidOperationException { Source: "Microsoft.Extensions.Configuration.Binder" } => [error.Message],
        IOException { InnerException: AddressInUseException } => [$"{error.Message.TrimEnd('.')}: stop what listens there, or choose another port with --urls"],
        SocketException => [$"cannot listen: {error.Message}; choose another address with --urls"],
        // Anything else is a bug, and worth its stack trace.
        _ => [$"cannot start: {error}"],
    };
}
