using Paddock.Bench.Gate;

namespace Paddock.Bench.Tests.Gate;

public sealed class ExpectedFileTests
{
    [Fact]
    public void File_OfTheRepository_IsAsTheProgramWritesIt()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "expected.json");
        ExpectedFile file = ExpectedFile.Read(path);

        file.Figures.ShouldNotBeEmpty();
        file.Figures.Values.ShouldAllBe(static expectation => expectation.What.Length > 0);
        file.ToText().ShouldBe(File.ReadAllText(path));
    }

    [Theory]
    [InlineData("""{"about":""}""", "figures")]
    [InlineData("""{"about":"","figures":{"a":{"what":"","expected":1,"slack":1,"better":"less","worst":2}}}""", "worst")]
    [InlineData("""{"about":"","figures":{"a":{"what":"","expected":1,"slack":1,"better":"lower"}}}""", "`better` of a is `lower`; it is `less` or `more`")]
    [InlineData("""{"about":"","figures":{"a":{"what":"","expected":0,"slack":1,"better":"less"}}}""", "`expected` and `slack` of a are numbers above 0")]
    [InlineData("""{"about":"","figures":{"a":{"what":"","expected":1,"slack":-1,"better":"less"}}}""", "`expected` and `slack` of a are numbers above 0")]
    [InlineData("{", "")]
    public void File_ThatIsWrong_IsRefusedWithItsPathAndTheReason(string text, string reason)
    {
        string path = Path.GetTempFileName();
        File.WriteAllText(path, text);

        BenchException failure = Should.Throw<BenchException>(() => ExpectedFile.Read(path));

        failure.Message.ShouldStartWith(path);
        failure.Message.ShouldContain(reason);
        File.Delete(path);
    }

    [Fact]
    public void File_ThatIsNotThere_IsRefused() => Should.Throw<BenchException>(static () => ExpectedFile.Read("/nowhere/expected.json"));

    [Fact]
    public void Update_OfSomeFigures_KeepsSlackAndWhatWasNotMeasured()
    {
        ExpectedFile file = ExpectedFile.Parse(
            """{"about":"x","figures":{"a":{"what":"w","expected":2,"slack":0.5,"better":"less"},"b":{"what":"c","expected":10,"slack":1,"better":"more"}}}""");

        ExpectedFile updated = ExpectedFile.Parse(file.With(new Dictionary<string, double> { ["a"] = 0.123456, ["b"] = double.NaN, ["c"] = 3 }).ToText());

        updated.About.ShouldBe("x");
        updated.Figures.Keys.ShouldBe(["a", "b"]);
        updated.Figures["a"].ShouldBe(file.Figures["a"] with { Expected = 0.123 });
        updated.Figures["b"].ShouldBe(file.Figures["b"]);
    }

    [Theory]
    [InlineData(14516.8, 14517)]
    [InlineData(2.4938, 2.49)]
    [InlineData(0.10349, 0.103)]
    public void Update_Always_WritesThreeDigitsThatMatter(double found, double written) =>
        ExpectedFile.Parse("""{"about":"","figures":{"a":{"what":"","expected":1,"slack":1,"better":"less"}}}""")
            .With(new Dictionary<string, double> { ["a"] = found }).Figures["a"].Expected.ShouldBe(written);
}
