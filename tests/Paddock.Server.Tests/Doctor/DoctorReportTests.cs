using Paddock.Core.Health;
using Paddock.Server.Doctor;
using Paddock.Server.Hosting;
using Microsoft.Extensions.Configuration;

namespace Paddock.Server.Tests.Doctor;

public sealed class DoctorReportTests
{
    private static readonly Finding s_fine = new("kernel", FindingState.Fine, "Linux 6.1");
    private static readonly Finding s_weak = new("memory", FindingState.Weak, "10 MiB available") { Cost = "little", Mend = "more" };
    private static readonly Finding s_missing = new("cgroup", FindingState.Missing, "none:\nnot writable") { Cost = "no limits", Mend = "chown it" };
    private static readonly Finding s_lacking = new("namespaces", FindingState.Lacking, "user cannot be made") { Cost = "no cage", Mend = "sysctl" };

    [Fact]
    public void Report_OfAWholeMachine_Passes() => DoctorReport.Write([s_fine, s_weak], []).ShouldBe("""
        ok       kernel        Linux 6.1
        weak     memory        10 MiB available. Costs: little. Mend: more
        pass: every layer of the cage stands; 1 could be better

        """);

    [Fact]
    public void Report_OfWhatIsMissing_NamesItInOneLineAndInTheVerdict() => DoctorReport.Write([s_fine, s_missing], []).ShouldBe("""
        ok       kernel        Linux 6.1
        MISSING  cgroup        none: not writable. Costs: no limits. Mend: chown it
        fail: missing cgroup; a server refuses to start, unless --allow-degraded is given

        """);

    [Fact]
    public void Report_OfWhatIsRequired_SaysThatTheFlagDoesNotHelp()
    {
        string text = DoctorReport.Write([s_lacking, s_missing], ["packages"]);
        text.ShouldContain("MISSING  namespaces    user cannot be made. Costs: no cage. Required, with --allow-degraded, too. Mend: sysctl\n");
        text.ShouldEndWith("fail: missing packages, namespaces, cgroup; a server cannot start without packages, namespaces, with --allow-degraded neither\n");
    }

    [Fact]
    public void Listen_OnAPortInUse_IsWeakAndNamesIt()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        Finding finding = ListenCheck.Examine(new ServerOptions { Urls = $"http://{listener.LocalEndpoint}" }, new ConfigurationBuilder().Build());
        finding.State.ShouldBe(FindingState.Weak);
        finding.Sentence.ShouldContain($"http://{listener.LocalEndpoint} is in use");
    }

    [Fact]
    public void Listen_ToOthersWithoutKeys_IsRefused() =>
        ListenCheck.Examine(new ServerOptions { Urls = "http://0.0.0.0:0" }, new ConfigurationBuilder().Build()).IsFailure.ShouldBeTrue();

    [Fact]
    public void Data_InAFolderYetToBeMade_LeavesNothing()
    {
        DirectoryInfo place = Directory.CreateTempSubdirectory("paddock-doctor-");
        Finding finding = DataCheck.Examine(new ServerOptions { DataDirectory = Path.Combine(place.FullName, "a", "b") });
        finding.State.ShouldBe(FindingState.Fine);
        place.EnumerateFileSystemInfos().ShouldBeEmpty();
        place.Delete();
    }

    [Fact]
    public void Data_BelowWhatIsNoFolder_IsNamedWithTheMend()
    {
        Finding finding = DataCheck.Examine(new ServerOptions { DataDirectory = "/proc/paddock" });
        finding.State.ShouldBe(FindingState.Lacking);
        finding.Sentence.ShouldContain("/proc/paddock cannot be written");
        finding.Mend.ShouldContain("--data");
    }
}
