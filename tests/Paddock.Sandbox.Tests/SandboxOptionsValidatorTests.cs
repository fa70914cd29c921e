using Microsoft.Extensions.Options;

namespace Paddock.Sandbox.Tests;

public sealed class SandboxOptionsValidatorTests
{
    private static readonly SandboxOptions s_valid = new() { RuntimesDirectory = "/tmp", NativeDirectory = "/tmp" };

    [Fact]
    public void Defaults_WithTheirDirectories_AreValid() => Validate(s_valid).Succeeded.ShouldBeTrue();

    [Fact]
    public void Options_AllBelowTheirRange_AreAllReported() => Names(new SandboxOptions
    {
        RuntimesDirectory = "/nowhere", NativeDirectory = "", MinReady = 0, MinReadyScripts = 0, MaxReady = 0, MaxCells = 0, MaxQueue = -1, QueueTimeoutSeconds = 0,
        TemplateMaxForks = 0, TemplateMaxMinutes = 0, StdoutBytes = -1, StderrBytes = -1, OutputBytes = 0, MaxAnswerBytes = -3, MaxProcesses = 7, Cpus = -0.5,
        ScratchMiB = 0, ScratchFiles = 63, TemplateMemoryMiB = 31, FirstUid = 999, MinReadyRevisions = 0, RevisionMemoryMiB = 63, MaxRevisions = 0,
    }).ShouldBe(Numbers().Append("NativeDirectory").Append("RuntimesDirectory").Order());

    [Fact]
    public void Options_AllAboveTheirRange_AreAllReported() => Names(s_valid with
    {
        MinReady = int.MaxValue, MinReadyScripts = int.MaxValue, MaxReady = 1025, MaxCells = 4001, MaxQueue = 100_001, QueueTimeoutSeconds = 601, TemplateMaxMinutes = 1_000_001,
        StdoutBytes = int.MaxValue, StderrBytes = int.MaxValue, OutputBytes = int.MaxValue, MaxAnswerBytes = long.MaxValue, MaxProcesses = 32_769, Cpus = 1024.5, ScratchMiB = 65_537,
        TemplateMemoryMiB = 1_048_577, FirstUid = 2_000_000_001, MinReadyRevisions = 1025, RevisionMemoryMiB = 16_777_217, MaxRevisions = 513,
    }).ShouldBe(Numbers().Except(["TemplateMaxForks", "ScratchFiles"]), "those two have no upper bound");

    [Fact]
    public void Options_AtBothEdges_AreValid()
    {
        Validate(s_valid with
        {
            MinReady = 1, MinReadyScripts = 1, MaxReady = 1, MaxCells = 1, MaxQueue = 0, QueueTimeoutSeconds = 1, TemplateMaxForks = 1, TemplateMaxMinutes = 1,
            StdoutBytes = 0, StderrBytes = 0, OutputBytes = 1, MaxAnswerBytes = 1, MaxProcesses = 8, Cpus = 0, ScratchMiB = 1, ScratchFiles = 64, TemplateMemoryMiB = 32, FirstUid = 1000,
            MinReadyRevisions = 1, RevisionMemoryMiB = 64, MaxRevisions = 1,
        }).Succeeded.ShouldBeTrue();
        Validate(s_valid with
        {
            MinReady = 1024, MinReadyScripts = 1024, MaxReady = 1024, MaxCells = 4000, MaxQueue = 100_000, QueueTimeoutSeconds = 600, TemplateMaxForks = int.MaxValue,
            TemplateMaxMinutes = 1_000_000, StdoutBytes = 1 << 30, StderrBytes = 1 << 30, OutputBytes = 1 << 30, MaxAnswerBytes = 1L << 40, MaxProcesses = 32_768, Cpus = 1024,
            ScratchMiB = 65_536, ScratchFiles = int.MaxValue, TemplateMemoryMiB = 1_048_576, FirstUid = 2_000_000_000, MinReadyRevisions = 1024, RevisionMemoryMiB = 16_777_216,
            MaxRevisions = 512,
        }).Succeeded.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0.01, true)]
    [InlineData(0.5, true)]
    [InlineData(0.009, false)]
    [InlineData(0.000001, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void Cpus_OfAFraction_IsNeverNoLimitByRounding(double cpus, bool valid) => Validate(s_valid with { Cpus = cpus }).Succeeded.ShouldBe(valid);

    [Fact]
    public void Failure_OfANumber_NamesKeyValueRuleAndFix() => Validate(s_valid with { MinReady = 65 }).Failures!.Single().ShouldBe(
        "Paddock:Sandbox:MinReady is 65, but must be 1 to 64; set Paddock__Sandbox__MinReady to a number in that range.");

    [Fact]
    public void Failure_OfADirectory_NamesKeyValueAndFix()
    {
        string failure = Validate(s_valid with { NativeDirectory = "/nowhere" }).Failures!.Single();
        failure.ShouldStartWith("Paddock:Sandbox:NativeDirectory is \"/nowhere\"");
        failure.ShouldContain("./paddock serve");
        failure.ShouldEndWith("or set Paddock__Sandbox__NativeDirectory.");
    }

    private static IEnumerable<string> Numbers() => typeof(SandboxOptions)
        .GetProperties()
        .Where(static property => property.PropertyType == typeof(int) || property.PropertyType == typeof(long) || property.PropertyType == typeof(double))
        .Select(static property => property.Name)
        .Order();

    private static IEnumerable<string> Names(SandboxOptions options) =>
        Validate(options).Failures!.Select(static failure => failure.Split(' ')[0].Split(':')[2]).Order();

    private static ValidateOptionsResult Validate(SandboxOptions options) => new SandboxOptionsValidator().Validate(null, options);
}
