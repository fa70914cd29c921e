namespace Paddock.Bench;

/// <summary>One number of a line.</summary>
/// <param name="Name">As JSON calls it, with its unit.</param>
/// <param name="Value">NaN: not measured.</param>
internal readonly record struct Figure(string Name, double Value)
{
    /// <summary>The heading of its column.</summary>
    public string Heading => Name.Replace('_', ' ');
}
