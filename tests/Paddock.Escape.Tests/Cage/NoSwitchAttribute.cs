namespace Paddock.Escape.Tests.Cage;

/// <summary>Says why no switch makes this test fail. Without one every test needs a <see cref="FailsWithoutAttribute"/>.</summary>
/// <param name="reason">What else shows that it can fail.</param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NoSwitchAttribute(string reason) : Attribute
{
    public string Reason => reason;
}
