using Microsoft.Extensions.Options;
using Paddock.Core.Executions;

namespace Paddock.Core.Tests.Executions;

public sealed class ExecutionsOptionsValidatorTests
{
    [Fact]
    public void Defaults_Always_AreValid() => Validate(new ExecutionsOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Failures_OfSeveralOptions_AreReportedTogether()
    {
        string[] failures = [.. Validate(new ExecutionsOptions { MaxTimeoutSeconds = 0, MaxCodeBytes = -1, MaxInputDepth = 1001, MaxFiles = -1 }).Failures!];
        failures.Length.ShouldBe(5);
        failures[0].ShouldBe("Paddock:Executions:MaxTimeoutSeconds is 0, but must be 1 to 86400; set Paddock__Executions__MaxTimeoutSeconds to a number in that range.");
        failures.ShouldContain(static failure => failure.StartsWith("Paddock:Executions:MaxInputDepth is 1001, but must be 1 to 1000", StringComparison.Ordinal));
    }

    [Fact]
    public void Defaults_BeyondTheCeilings_AreRefused()
    {
        Validate(new ExecutionsOptions { MaxTimeoutSeconds = 10 }).Failures!.Single().ShouldStartWith("Paddock:Executions:DefaultTimeoutSeconds is 30, but must be 1 to 10");
        Validate(new ExecutionsOptions { MaxMemoryMiB = 64 }).Failures!.Single().ShouldStartWith("Paddock:Executions:DefaultMemoryMiB is 128, but must be 16 to 64");
        Validate(new ExecutionsOptions { MinMemoryMiB = 256 }).Failures!.Single().ShouldStartWith("Paddock:Executions:DefaultMemoryMiB is 128, but must be 256 to 2048");
    }

    private static ValidateOptionsResult Validate(ExecutionsOptions options) => new ExecutionsOptionsValidator().Validate(null, options);
}
