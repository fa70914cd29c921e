using Paddock.Server.Hosting;

namespace Paddock.Server.Tests.Hosting;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--urls", "http://127.0.0.1:1", "--data", "/x")]
    [InlineData("--data=/x", "--urls=http://127.0.0.1:1")]
    public void Parse_Options_BecomeSettings(params string[] arguments)
    {
        CommandLine line = CommandLine.Parse(arguments);
        line.Error.ShouldBeNull();
        line.Settings["Paddock:Server:Urls"].ShouldBe("http://127.0.0.1:1");
        line.Settings["Paddock:Server:DataDirectory"].ShouldBe("/x");
    }

    [Fact]
    public void Parse_Doctor_ExaminesWithTheSettingsAroundIt()
    {
        CommandLine line = CommandLine.Parse(["--doctor", "--allow-degraded", "--data", "/x"]);
        line.Error.ShouldBeNull();
        line.Examine.ShouldBeTrue();
        line.Settings["Paddock:Server:DataDirectory"].ShouldBe("/x");
        CommandLine.Parse(["--data", "/x"]).Examine.ShouldBeFalse();
    }

    [Fact]
    public void Parse_AnySetting_IsTaken() =>
        CommandLine.Parse(["--Paddock:Executions:MaxFiles=5"]).Settings["Paddock:Executions:MaxFiles"].ShouldBe("5");

    [Fact]
    public void Parse_SettingsOfTheWayOut_AreTaken()
    {
        CommandLine line = CommandLine.Parse(["--Egress:MaxConnectionsPerExecution", "5", "--egress:HostOverrides:api.example.com=127.0.0.1:8443"]);
        line.Error.ShouldBeNull();
        line.Settings["Egress:MaxConnectionsPerExecution"].ShouldBe("5");
        line.Settings["Egress:HostOverrides:api.example.com"].ShouldBe("127.0.0.1:8443");
    }

    [Theory]
    [InlineData("--url", "there is no option --url;")]
    [InlineData("serve", "there is no option serve;")]
    [InlineData("--urls", "--urls needs a value;")]
    [InlineData("--data=", "--data needs a value;")]
    [InlineData("--Egress:=1", "there is no option --Egress:;")]
    [InlineData("--Logging:LogLevel:Default=Trace", "there is no option --Logging:LogLevel:Default;")]
    public void Parse_Wrong_SaysSo(string argument, string error) => CommandLine.Parse([argument]).Error.ShouldNotBeNull().ShouldStartWith(error);

    [Fact]
    public void Parse_ValueMissingInFrontOfAnOption_SaysSo() =>
        CommandLine.Parse(["--urls", "--data", "x"]).Error.ShouldNotBeNull().ShouldStartWith("--urls needs a value");
}
