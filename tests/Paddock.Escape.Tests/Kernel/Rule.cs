namespace Paddock.Escape.Tests.Kernel;

/// <summary>One line of a policy file.</summary>
/// <param name="Number">The system call.</param>
/// <param name="Error">The negative errno it is refused with; null: it is let through, or the jail is asked about it.</param>
/// <param name="Conditions">All have to hold.</param>
internal sealed record Rule(int Number, int? Error, IReadOnlyList<Func<ulong[], bool>> Conditions)
{
    public bool Covers(int number, ulong[] arguments) => Number == number && Conditions.All(condition => condition(arguments));
}
