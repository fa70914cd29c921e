namespace Paddock.Core.Grants;

/// <summary>What one execution may reach, from its opening to its end. Disposing of it closes it.</summary>
internal interface IGrant : IAsyncDisposable
{
    /// <summary>The TCP ports that the cell must find open, 1 to 65535, each once; at most <see cref="GrantLimits.MaxPorts"/>.</summary>
    IReadOnlyList<int> Ports { get; }

    /// <summary>Serves the cell on these sockets, which are owned from here on. Called again when another cell has to take the job.</summary>
    void Serve(IReadOnlyList<DoorSocket> sockets);

    /// <summary>Ends every connection and closes every socket. The second call answers as the first.</summary>
    ValueTask<GrantReport> CloseAsync();
}
