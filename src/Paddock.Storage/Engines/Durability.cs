namespace Paddock.Storage.Engines;

/// <summary>What a write that was answered outlives.</summary>
internal enum Durability
{
    /// <summary>The end of the process, however sudden; a loss of power may take the last moments. For execution records, which are many.</summary>
    Process,

    /// <summary>A loss of power, too. For what people made.</summary>
    Machine,
}
