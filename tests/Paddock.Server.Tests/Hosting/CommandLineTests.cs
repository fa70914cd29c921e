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
    [InlineData("serve", "there is no verb serve;")]
    [InlineData("--urls", "--urls needs a value;")]
    [InlineData("--data=", "--data needs a value;")]
    [InlineData("--Egress:=1", "there is no option --Egress:;")]
    [InlineData("--Logging:LogLevel:Default=Trace", "there is no option --Logging:LogLevel:Default;")]
    public void Parse_Wrong_SaysSo(string argument, string error) => CommandLine.Parse([argument]).Error.ShouldNotBeNull().ShouldStartWith(error);

    [Fact]
    public void Parse_ValueMissingInFrontOfAnOption_SaysSo() =>
        CommandLine.Parse(["--urls", "--data", "x"]).Error.ShouldNotBeNull().ShouldStartWith("--urls needs a value");

    [Fact]
    public void Parse_Verb_HasItsWordsAndOptionsAndThoseOfTheServer()
    {
        CommandLine line = CommandLine.Parse(["keys", "create", "--rate", "5", "--data", "/x", "--name=nightly reports"]);
        line.Error.ShouldBeNull();
        line.Verb.ShouldNotBeNull().Name.ShouldBe("keys create");
        line.Options.ShouldBe(new Dictionary<string, string> { ["--rate"] = "5", ["--name"] = "nightly reports" }, ignoreOrder: true);
        line.Settings["Paddock:Server:DataDirectory"].ShouldBe("/x");
        CommandLine.Parse(["keys", "revoke", "--data", "/x", "K1"]).Words.ShouldBe(["K1"]);
        CommandLine.Parse(["keys", "list", "--json"]).Options.ContainsKey("--json").ShouldBeTrue();
    }

    [Theory]
    [InlineData("there is no verb keys;", "keys")]
    [InlineData("there is no verb keys;", "keys", "make")]
    [InlineData("write keys revoke ID", "keys", "revoke")]
    [InlineData("write keys revoke ID", "keys", "revoke", "K1", "K2")]
    [InlineData("write keys list [--json]", "keys", "list", "extra")]
    [InlineData("keys list has no option --rate;", "keys", "list", "--rate", "5")]
    [InlineData("--rate needs a value;", "keys", "create", "--rate")]
    [InlineData("--rate is given twice", "keys", "create", "--rate", "5", "--rate", "6")]
    public void Parse_WrongVerb_SaysHowItIsWritten(string error, params string[] arguments) =>
        CommandLine.Parse(arguments).Error.ShouldNotBeNull().ShouldStartWith(error);
}
