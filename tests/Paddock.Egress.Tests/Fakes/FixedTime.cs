namespace Paddock.Egress.Tests.Fakes;

/// <summary>A calendar that is set by hand; timers are the system's.</summary>
internal sealed class FixedTime : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => Now;
}
