namespace Paddock.Core.Health;

/// <summary>Looks whether this machine has what cages are made of. Implemented by Paddock.Sandbox.</summary>
public interface IExaminer
{
    /// <summary>Tries everything, changes nothing, leaves nothing behind.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One finding a layer or other need, in the order of docs/design.md.</returns>
    Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken);
}
