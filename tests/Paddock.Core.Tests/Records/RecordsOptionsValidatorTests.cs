using Paddock.Core.Records;

namespace Paddock.Core.Tests.Records;

public sealed class RecordsOptionsValidatorTests
{
    [Fact]
    public void Options_ByDefault_AreValid() => new RecordsOptionsValidator().Validate(null, new RecordsOptions()).Succeeded.ShouldBeTrue();

    [Fact]
    public void Options_OutOfRange_AreAllReported()
    {
        RecordsOptions options = new() { RetentionDays = -1, MaxRecords = -1, MaxRecordBytes = 4095, MaxBacklogBytes = 1_048_575 };
        new RecordsOptionsValidator().Validate(null, options).Failures.ShouldNotBeNull().ShouldBe(
        [
            "Paddock:Records:RetentionDays is -1, but must be 0 to 36500; set Paddock__Records__RetentionDays to a number in that range.",
            "Paddock:Records:MaxRecords is -1, but must be 0 to 1000000000; set Paddock__Records__MaxRecords to a number in that range.",
            "Paddock:Records:MaxRecordBytes is 4095, but must be 4096 to 67108864; set Paddock__Records__MaxRecordBytes to a number in that range.",
            "Paddock:Records:MaxBacklogBytes is 1048575, but must be 1048576 to 1073741824; set Paddock__Records__MaxBacklogBytes to a number in that range.",
        ]);
    }
}
