namespace Paddock.TestKit.Hosting;

/// <summary>Time-outs of tests, in milliseconds.</summary>
public static class TestTimeout
{
    /// <summary>Every test has this one.</summary>
    public const int Default = 60_000;
}
