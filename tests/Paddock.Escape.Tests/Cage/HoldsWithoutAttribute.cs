using Xunit.v3;

namespace Paddock.Escape.Tests.Cage;

/// <summary>The test must still pass when these layers are off: another one stops the same attack.</summary>
/// <param name="layers">Names joined by <c>+</c>, mostly one.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class HoldsWithoutAttribute(string layers) : Attribute, ITraitAttribute
{
    public string Layers => layers;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => WithoutTraits.Of(WithoutTraits.Holds(layers));
}
