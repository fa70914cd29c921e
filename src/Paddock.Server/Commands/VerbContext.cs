namespace Paddock.Server.Commands;

/// <summary>What a verb works with.</summary>
/// <param name="Services">The parts of the server, nothing of which runs; the store is open.</param>
/// <param name="Words">What followed the verb.</param>
/// <param name="Options">The verb's own options that were given.</param>
/// <param name="Output">For the person who asked.</param>
/// <param name="Error">For what went wrong.</param>
internal sealed record VerbContext(
    IServiceProvider Services, IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Options, TextWriter Output, TextWriter Error)
{
    /// <summary>Says what is wrong with the command line.</summary>
    public async Task<int> RefuseAsync(string error)
    {
        await Error.WriteLineAsync($"paddock-server: {error}");
        return Hosting.ServerProcess.WrongUsage;
    }

    /// <summary>Says what could not be done.</summary>
    public async Task<int> FailAsync(string error)
    {
        await Error.WriteLineAsync($"paddock-server: {error}");
        return Hosting.ServerProcess.Failed;
    }
}
