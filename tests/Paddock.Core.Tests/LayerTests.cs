using System.Text;

namespace Paddock.Core.Tests;

/// <summary>Layers can be left out in a test build alone.</summary>
public sealed class LayerTests
{
    [Fact]
    public void Core_OfAProductBuild_DoesNotKnowTheSwitches()
    {
        Holds("must not contain control characters").ShouldBeTrue("a text that is in it is found like this");
        Holds("PADDOCK_WITHOUT").ShouldBeFalse();
        Holds("PADDOCK_RECORD").ShouldBeFalse();
    }

    [Fact]
    public void Layer_OfAProductBuild_IsOn()
    {
        Layer.IsOn("key").ShouldBeTrue();
        Layer.JailEnvironment.ShouldBeEmpty();
    }

    /// <summary>Literals stand as UTF-16 in an assembly.</summary>
    private static bool Holds(string literal) =>
        File.ReadAllBytes(typeof(Layer).Assembly.Location).AsSpan().IndexOf(Encoding.Unicode.GetBytes(literal)) >= 0;
}
