using Paddock.Runtimes.Tests.Hosting;

namespace Paddock.Runtimes.Tests.Python;

/// <summary>Kinds of packages, and how builds of them fail.</summary>
public sealed class PackageTests(RuntimesFixture fixture) : RuntimesTest(fixture)
{
    [Theory]
    [InlineData("plainsource", "plainsource.answer", 42)]
    [InlineData("modernsource", "modernsource.answer", 43)]
    [InlineData("nativesource", "nativesource.answer()", 44)]
    public async Task SourcePackage_OfEachKind_IsBuiltAndImported(string package, string expression, int answer)
    {
        var revision = (await Runtimes.BuildPythonAsync($"{package}==1.0", Cancellation)).ShouldHaveSucceeded();
        var call = await Runtimes.CallAsync(revision, "python", $"import {package}\ndef execute(input): return {expression}", Cancellation);
        call.Output.GetRawText().ShouldBe($"{answer}", call.ToString());
    }

    [Fact]
    public async Task PlainRuntime_WithoutARevision_HasRequestsAndHttpxAndNoneOfThePackages()
    {
        (await Runtimes.BuildPythonAsync("older==1.0", Cancellation)).ShouldHaveSucceeded();
        var answer = (await Fixture.Client.PostAsync(
            """{"language":"python","code":"import requests, httpx, importlib.util\ndef execute(input): return importlib.util.find_spec('older') is None"}""", Cancellation)).Answer();
        answer.Output.GetRawText().ShouldBe("true", answer.ToString());
    }

    [Fact]
    public async Task Revision_KeepsWhatThePlainRuntimeHas()
    {
        var revision = (await Runtimes.BuildPythonAsync("older==1.0", Cancellation)).ShouldHaveSucceeded();
        var answer = await Runtimes.CallAsync(revision, "python", "import requests, httpx, older\ndef execute(input): return older.version", Cancellation);
        answer.Output.GetRawText().ShouldBe("1", answer.ToString());
    }

    [Fact]
    public async Task Packages_CannotBeChangedByAnExecution()
    {
        var revision = (await Runtimes.BuildPythonAsync("older==1.0", Cancellation)).ShouldHaveSucceeded();
        const string code = """
            import older
            def execute(input):
                try:
                    open(older.__file__, "a").write("version = 3")
                except OSError as error:
                    return error.strerror
            """;
        var answer = await Runtimes.CallAsync(revision, "python", code, Cancellation);
        answer.Output.GetString().ShouldBeOneOf("Read-only file system", "Permission denied");
    }

    [Fact]
    public async Task Requirements_ThatContradictEachOther_FailAndNameBoth() =>
        (await Runtimes.BuildPythonAsync("needy\nolder==2.0", Cancellation)).ShouldHaveFailed("ResolutionImpossible").Log.ShouldContain("older==2.0");

    [Fact]
    public async Task Package_ThatDoesNotExist_IsNamed() => (await Runtimes.BuildPythonAsync("six\nno-such-package>=1", Cancellation)).ShouldHaveFailed("no-such-package>=1");

    [Fact]
    public async Task Package_WhoseSetupRaises_IsNamedWithVersionAndMessage() =>
        (await Runtimes.BuildPythonAsync("brokensource", Cancellation)).ShouldHaveFailed("brokensource 2.5", "RuntimeError: this package was made to fail");

    [Fact]
    public async Task Package_ThatDoesNotCompile_HasTheCompilersMessageInTheLog()
    {
        var failed = (await Runtimes.BuildPythonAsync("brokennative", Cancellation)).ShouldHaveFailed("brokennative");
        failed.Log.ShouldContain("undeclared");
    }

    [Fact]
    public async Task Requirement_OfAFolderOrARepository_FailsPlainly()
    {
        (await Runtimes.BuildPythonAsync("git+https://packages.example/x.git", Cancellation)).ShouldHaveFailed("pip could not install");
        (await Runtimes.BuildPythonAsync("/etc", Cancellation)).ShouldHaveFailed("pip could not install");
    }

    [Fact]
    public async Task Requirements_OfNothing_AreBuilt() => (await Runtimes.BuildPythonAsync("# nothing yet\n", Cancellation)).ShouldHaveSucceeded();

    [Fact]
    public async Task Import_ThatRaises_FailsTheBuildWithItsTraceback()
    {
        var failed = (await Runtimes.BuildPythonAsync("raiser", Cancellation, "import json\nimport raiser")).ShouldHaveFailed("ValueError: raiser does not want to be imported");
        failed.Log.ShouldContain("File \"<additional_python_imports>\", line 2");
        failed.Log.ShouldContain("raiser.py\", line 1");
    }

    [Fact]
    public async Task Imports_WithASyntaxError_FailTheBuild() => (await Runtimes.BuildPythonAsync("six", Cancellation, "import (")).ShouldHaveFailed("SyntaxError");

    [Fact]
    public async Task Imports_OfTheRevision_AreDoneBeforeTheFirstExecution()
    {
        var revision = (await Runtimes.BuildPythonAsync("pytz", Cancellation, "import pytz, decimal")).ShouldHaveSucceeded();
        var answer = await Runtimes.CallAsync(revision, "python", "import sys\nwere = [name in sys.modules for name in ('pytz', 'decimal')]\ndef execute(input): return were", Cancellation);
        answer.Output.GetRawText().ShouldBe("[true,true]", answer.ToString());
    }

    [Fact]
    public async Task Imports_ThatRegisterForkHooks_HaveThemRunInEachCell()
    {
        const string Imports = "import builtins, os\nbuiltins.forks = []\nos.register_at_fork(after_in_child=lambda: builtins.forks.append(1))";
        var revision = (await Runtimes.BuildPythonAsync("six", Cancellation, Imports)).ShouldHaveSucceeded();
        var answer = await Runtimes.CallAsync(revision, "python", "import builtins\ndef execute(input): return builtins.forks", Cancellation);
        answer.Output.GetRawText().ShouldBe("[1]", answer.ToString());
    }

    [Fact]
    public async Task Imports_ThatDrawNumbers_LeaveEachExecutionItsOwn()
    {
        // gauss() makes two numbers at a time and keeps the second
        var revision = (await Runtimes.BuildPythonAsync("six", Cancellation, "import random\nrandom.gauss(0, 1)")).ShouldHaveSucceeded();
        const string Code = "import random\ndef execute(input): return random.gauss(0, 1)";
        var first = await Runtimes.CallAsync(revision, "python", Code, Cancellation);
        var second = await Runtimes.CallAsync(revision, "python", Code, Cancellation);
        first.Output.GetDouble().ShouldNotBe(second.Output.GetDouble());
    }

    [Theory]
    [InlineData("tabulate", 45)]
    [InlineData("networkx", 46)]
    public async Task HeavyModule_ThatLeavesThreadsOrFiles_IsLeftToTheExecutions(string module, int answer)
    {
        var revision = (await Runtimes.BuildPythonAsync($"{module}==9.9", Cancellation)).ShouldHaveSucceeded();
        revision.Log.ShouldContain($"{module} is not imported ahead: it leaves threads or files open");
        var call = await Runtimes.CallAsync(revision, "python", $"import sys\nwas = '{module}' in sys.modules\nimport {module}\ndef execute(input): return [was, {module}.answer]", Cancellation);
        call.Output.GetRawText().ShouldBe($"[false,{answer}]", call.ToString());
    }

    [Fact]
    public async Task HeavyModule_ThatEndsTheProcess_IsLeftToTheExecutions()
    {
        var revision = (await Runtimes.BuildPythonAsync("openpyxl==9.9", Cancellation)).ShouldHaveSucceeded();
        revision.Log.ShouldContain("openpyxl is not imported ahead: its import ends the process");
        (await Runtimes.CallAsync(revision, "python", "import openpyxl\ndef execute(input): return 1", Cancellation)).ExitCode.ShouldBe(9);
    }
}
