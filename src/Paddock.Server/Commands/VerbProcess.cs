using Paddock.Server.Hosting;

namespace Paddock.Server.Commands;

/// <summary>Runs a verb on the stored state, in place of a server.</summary>
internal static class VerbProcess
{
    /// <summary>Opens the store, runs the verb, and closes it.</summary>
    /// <param name="commandLine">A whole one, with a verb.</param>
    /// <param name="output">For the person who asked.</param>
    /// <param name="error">For what went wrong.</param>
    /// <param name="configure">Adds the sandbox, of which nothing is started.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(CommandLine commandLine, TextWriter output, TextWriter error, Action<WebApplicationBuilder> configure)
    {
        await using WebApplication app = PaddockApplication.BuildServices(commandLine.Settings, new StartupLogFilter(), configure);
        return await commandLine.Verb!.RunAsync(new VerbContext(app.Services, commandLine.Words, commandLine.Options, output, error));
    }
}
