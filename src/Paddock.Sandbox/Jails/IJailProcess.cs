namespace Paddock.Sandbox.Jails;

/// <summary>What <see cref="Jail"/> needs of the launcher's process.</summary>
internal interface IJailProcess
{
    /// <summary>Completes once the process has been reaped; its cgroups are gone by then.</summary>
    Task Exited { get; }

    /// <summary>For a launcher that does not end by itself.</summary>
    void Kill();
}
