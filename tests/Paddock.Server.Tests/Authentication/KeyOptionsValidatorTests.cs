using Microsoft.Extensions.Options;
using Paddock.Server.Authentication;

namespace Paddock.Server.Tests.Authentication;

public sealed class KeyOptionsValidatorTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(100_000, 100_000)]
    public void Validate_InRange_Succeeds(int concurrency, int rate) => Validate(concurrency, rate).Succeeded.ShouldBeTrue();

    [Fact]
    public void Validate_OutOfRange_NamesEach()
    {
        string[] failures = [.. Validate(-1, 100_001).Failures!];
        failures.Length.ShouldBe(2);
        failures[0].ShouldBe("Paddock:Keys:MaxConcurrency is -1, but must be 0 (no limit) to 100000; set Paddock__Keys__MaxConcurrency to a number in that range.");
        failures[1].ShouldStartWith("Paddock:Keys:RequestsPerMinute is 100001,");
    }

    private static ValidateOptionsResult Validate(int concurrency, int rate) =>
        new KeyOptionsValidator().Validate(null, new KeyOptions { MaxConcurrency = concurrency, RequestsPerMinute = rate });
}
