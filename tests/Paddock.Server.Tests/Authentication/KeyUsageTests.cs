using Paddock.Contracts.Errors;
using Paddock.Core.Executions;
using Paddock.Core.Tests.Fakes;
using Paddock.Server.Authentication;

namespace Paddock.Server.Tests.Authentication;

public sealed class KeyUsageTests
{
    private readonly HandTime _time = new();

    [Fact]
    public void Enter_WithoutLimits_LetsEverythingIn()
    {
        KeyUsage usage = new(0, 0, _time);
        Enumerable.Range(0, 1000).ShouldAllBe(_ => usage.Enter() == null);
    }

    [Fact]
    public void Enter_BeyondTheConcurrency_IsRefusedUntilOneLeaves()
    {
        KeyUsage usage = new(2, 0, _time);
        usage.Enter().ShouldBeNull();
        usage.Enter().ShouldBeNull();
        Rejection refused = usage.Enter().ShouldNotBeNull();
        refused.Code.ShouldBe(StatusCode.ResourceExhausted);
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        refused.Message.ShouldContain("limited to 2 at a time");
        refused.Message.ShouldContain("Paddock__Keys__MaxConcurrency");
        usage.Leave();
        usage.Enter().ShouldBeNull();
        usage.Enter().ShouldNotBeNull();
    }

    [Fact]
    public void Enter_BeyondTheRate_IsRefusedUntilTheOldestIsAMinuteAgo()
    {
        KeyUsage usage = new(0, 3, _time);
        Pass(usage);
        _time.Advance(TimeSpan.FromSeconds(20));
        Pass(usage);
        Pass(usage);
        Rejection refused = usage.Enter().ShouldNotBeNull();
        refused.Message.ShouldContain("limited to 3 a minute");
        refused.Message.ShouldContain("Paddock__Keys__RequestsPerMinute");
        refused.RetryAfter.ShouldBe(TimeSpan.FromSeconds(40));
        _time.Advance(TimeSpan.FromSeconds(39.9));
        usage.Enter().ShouldNotBeNull();
        _time.Advance(TimeSpan.FromSeconds(0.1));
        Pass(usage);
        usage.Enter().ShouldNotBeNull().RetryAfter.ShouldBe(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Enter_RefusedForTheConcurrency_CostsNothingOfTheRate()
    {
        KeyUsage usage = new(1, 2, _time);
        usage.Enter().ShouldBeNull();
        usage.Enter().ShouldNotBeNull().Message.ShouldContain("at a time");
        usage.Leave();
        Pass(usage);
        usage.Enter().ShouldNotBeNull().Message.ShouldContain("a minute");
    }

    [Fact]
    public async Task Enter_FromManyThreads_NeverLetsInMoreThanAllowed()
    {
        KeyUsage usage = new(0, 500, _time);
        int entered = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                if (usage.Enter() is null)
                {
                    Interlocked.Increment(ref entered);
                }
            }
        })));
        entered.ShouldBe(500);
    }

    private static void Pass(KeyUsage usage)
    {
        usage.Enter().ShouldBeNull();
        usage.Leave();
    }
}
