using System.Diagnostics;

namespace Paddock.Storage.Tests.Fixtures;

internal static class TestProcess
{
    /// <summary>Runs a program that has to succeed, within seconds.</summary>
    public static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit(TimeSpan.FromSeconds(20)).ShouldBeTrue(program);
        process.ExitCode.ShouldBe(0, program);
    }
}
