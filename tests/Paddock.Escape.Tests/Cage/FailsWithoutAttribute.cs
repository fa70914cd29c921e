using Xunit.v3;

namespace Paddock.Escape.Tests.Cage;

/// <summary>The test must fail when all of these layers are off: the proof that it can fail, and of what keeps it from failing.</summary>
/// <param name="layers">Names joined by <c>+</c>, for example <c>root+landlock</c>.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class FailsWithoutAttribute(string layers) : Attribute, ITraitAttribute
{
    public string Layers => layers;

    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => WithoutTraits.Of(WithoutTraits.Fails(layers));
}
