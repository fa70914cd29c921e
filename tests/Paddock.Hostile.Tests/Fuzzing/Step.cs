namespace Paddock.Hostile.Tests.Fuzzing;

/// <summary>One thing that is done to a target; what the three parts mean is the target's business.</summary>
/// <param name="Op">One word.</param>
/// <param name="Number">A number that goes with it.</param>
/// <param name="Data">Bytes that go with it.</param>
internal sealed record Step(string Op, long Number, byte[] Data)
{
    public Step(string op, long number = 0)
        : this(op, number, [])
    {
    }

    public Step(string op, byte[] data)
        : this(op, 0, data)
    {
    }
}
