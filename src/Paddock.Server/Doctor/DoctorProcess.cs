using Microsoft.Extensions.Options;
using Paddock.Core.Health;
using Paddock.Server.Hosting;

namespace Paddock.Server.Doctor;

/// <summary><c>--doctor</c>: looks at everything a server would need with the same settings, says so, and ends.</summary>
internal static class DoctorProcess
{
    /// <summary>What eng/doctor.sh found missing before it came here, separated by blanks; it counts in the verdict.</summary>
    private const string FoundBefore = "PADDOCK_DOCTOR_MISSING";

    /// <summary>Examines this machine.</summary>
    /// <param name="settings">Configuration that goes before all other.</param>
    /// <param name="output">For the person who asked.</param>
    /// <param name="configure">Adds the sandbox.</param>
    /// <returns>True when a server would start, with every layer.</returns>
    public static async Task<bool> RunAsync(IReadOnlyDictionary<string, string?> settings, TextWriter output, Action<WebApplicationBuilder> configure)
    {
        List<Finding> findings = [];
        string before = "";
        try
        {
            await using WebApplication app = PaddockApplication.BuildServices(settings, new StartupLogFilter(), configure);
            before = app.Configuration[FoundBefore] ?? "";
            findings.AddRange(await app.Services.GetRequiredService<IExaminer>().ExamineAsync(CancellationToken.None));
            findings.Add(ListenCheck.Examine(app.Services.GetRequiredService<IOptions<ServerOptions>>().Value, app.Configuration));
            findings.Add(DataCheck.Examine(app.Services.GetRequiredService<IOptions<ServerOptions>>().Value));
        }
        catch (OptionsValidationException error)
        {
            findings.AddRange(error.Failures.Select(static failure => new Finding("settings", FindingState.Lacking, failure.TrimEnd('.'))));
        }

        await output.WriteAsync(DoctorReport.Write(findings, before.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        return before.Length == 0 && !findings.Exists(static finding => finding.IsFailure);
    }
}
