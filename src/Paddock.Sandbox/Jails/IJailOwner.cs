using Paddock.Sandbox.Cells;

namespace Paddock.Sandbox.Jails;

/// <summary>Hears what happens to a jail and its cells. Called on the I/O thread; must not block.</summary>
internal interface IJailOwner
{
    /// <summary>The template is warm; cells can be asked for.</summary>
    void OnUp(Jail jail);

    /// <summary>A caged cell waits for its job.</summary>
    void OnCellReady(Jail jail, Cell cell, TimeSpan spawn, TimeSpan cage);

    /// <summary>A cell is gone with all its processes.</summary>
    void OnCellEnded(Jail jail, Cell cell);

    /// <summary>A cell that was asked for will not come.</summary>
    void OnSpawnFailed(Jail jail, string reason);

    /// <summary>The jail makes no more cells: its template or itself has died. Cells it still has may go on while <see cref="Jail.IsConnected"/>.</summary>
    void OnBroken(Jail jail, string reason);
}
