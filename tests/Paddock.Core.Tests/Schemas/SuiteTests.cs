namespace Paddock.Core.Tests.Schemas;

/// <summary>The official test suite: everything required, the formats that are known, and the optional parts that people meet.</summary>
public sealed class SuiteTests
{
    public static TheoryData<string> Required => [.. SuiteFile.Names("draft2020-12"), .. SuiteFile.Names("draft7")];

    public static TheoryData<string> Optional => [.. SuiteFile.Names("draft2020-12/optional"), .. SuiteFile.Names("draft7/optional")];

    public static TheoryData<string> Formats => [.. SuiteFile.Names("draft2020-12/optional/format"), .. SuiteFile.Names("draft7/optional/format")];

    [Theory]
    [MemberData(nameof(Required))]
    public void RequiredFile_EveryCase_Passes(string name) => SuiteFile.Run(name, assertFormats: false).Wrong.ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Optional))]
    public void OptionalFile_EveryCase_Passes(string name) => SuiteFile.Run(name, assertFormats: false).Wrong.ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Formats))]
    public void FormatFile_WhenFormatsAreRules_EveryCasePasses(string name) => SuiteFile.Run(name, assertFormats: true).Wrong.ShouldBeEmpty();

    [Theory]
    [InlineData("draft2020-12", 46, 1250, 49)]
    [InlineData("draft7", 37, 904, 23)]
    public void RequiredFiles_All_AreThere(string draft, int files, int cases, int remoteCases)
    {
        SuiteFile[] run = [.. SuiteFile.Names(draft).Select(static name => SuiteFile.Run(name, assertFormats: false))];
        (run.Length, run.Sum(static file => file.Cases), run.Sum(static file => file.RemoteCases)).ShouldBe((files, cases, remoteCases));
    }
}
