using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Paddock.Core.Executions;
using Paddock.Core.Grants;
using Paddock.Core.Runtimes;
using Paddock.Sandbox.Builds;

namespace Paddock.Sandbox.Tests.Builds;

public sealed class PackageBuilderTests : IDisposable
{
    private const long MiB = 1024 * 1024;

    private readonly StoreFolder _folder = new();
    private readonly string _runtimes = Directory.CreateTempSubdirectory("paddock-runtimes-").FullName;
    private readonly FakeCells _cells = new();
    private readonly FakeTemplates _templates = new();
    private readonly StringBuilder _log = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private PackageBuilder Builder => new(_cells, _templates, _folder.Store, Options.Create(new SandboxOptions { RuntimesDirectory = _runtimes }));

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_runtimes, recursive: true);
    }

    [Fact]
    public async Task Build_ThatGoesWell_KeepsThePackages()
    {
        _cells.Stdout = new PackageStreamWriter().File("six.py", "six = 6\n").Lock("six==1\n").End().ToArray();
        _cells.Stderr = "Collecting six\n"u8.ToArray();
        BuildOutcome outcome = await BuildAsync();
        outcome.Failure.ShouldBeNull();
        outcome.Packages.ShouldNotBeNull().Lock.ShouldBe("six==1\n");
        (await Builder.HoldsAsync(outcome.Packages, Ct)).ShouldBeTrue();
        (await Builder.HoldsAsync(outcome.Packages with { Digest = new string('0', 64) }, Ct)).ShouldBeFalse();
        _log.ToString().ShouldBe("Collecting six\n");
        Directory.GetFileSystemEntries(Path.Combine(_folder.Path, StoreFolder.Key)).Select(Path.GetFileName).ShouldBe(["files", "lock", "packages"], ignoreOrder: true);
    }

    [Fact]
    public async Task Build_OfEachLanguage_RunsOnItsOwnFileSystemWithTheOrdersLimits()
    {
        await BuildAsync(RuntimeLanguage.Python);
        await BuildAsync(RuntimeLanguage.JavaScript);
        _cells.Ran.Select(static ran => (ran.Cell.Runtime, ran.Job.Language)).ShouldBe([("python-build", Language.Python), ("javascript", Language.JavaScript)]);
        (OneShotCell cell, ExecutionJob job) = _cells.Ran[0];
        cell.MemoryBytes.ShouldBe(64 * MiB);
        cell.Binds.ShouldBeEmpty();
        job.Limits.Timeout.ShouldBe(TimeSpan.FromSeconds(90));
        job.Grant.ShouldNotBeNull();
        using var order = JsonDocument.Parse(job.Script!.Stdin);
        order.RootElement.GetRawText().ShouldBe("""{"manifest":"six","lock":null,"index":"https://packages.example/simple"}""");
    }

    [Theory]
    [InlineData(Ending.Timeout, "longer than 90 s, the limit of this server (Runtimes__BuildTimeoutSeconds raises it)", false)]
    [InlineData(Ending.Memory, "more than 64 MiB of memory, the files it writes included, the limit of this server (Runtimes__BuildMemoryMiB raises it)", false)]
    [InlineData(Ending.Signal, "ended by signal 9", false)]
    [InlineData(Ending.OutputTooLarge, "more than 1 MiB, the limit of this server (Runtimes__MaxPackagesMiB raises it)", false)]
    [InlineData(Ending.SandboxFailed, "could not run the build: no uid", true)]
    [InlineData(Ending.Busy, "no room", true)]
    [InlineData(Ending.Exited, "exit code 3 and sent no packages", false)]
    public async Task Build_ThatEndsOtherwise_SaysWhyAndWhoseFaultItIs(Ending ending, string failure, bool isOurs)
    {
        _cells.Outcome = new SandboxOutcome { Ending = ending, Signal = 9, ExitCode = 3, Fault = "no uid" };
        BuildOutcome outcome = await BuildAsync();
        outcome.Failure.ShouldNotBeNull().ShouldContain(failure);
        outcome.IsOurs.ShouldBe(isOurs);
        Directory.GetFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Build_ThatSendsWithoutEnd_IsStoppedByTheSpool()
    {
        _cells.Stdout = new byte[PackageStream.MostBytes(Order().Limits) + 1];
        (await BuildAsync()).Failure.ShouldNotBeNull().ShouldContain("Runtimes__MaxPackagesMiB");
        Directory.GetFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Build_WithoutRoomForItsFiles_NamesTheSetting()
    {
        _cells.Stdout = new PackageStreamWriter().Entry(4, [], "OSError: [Errno 28] No space left on device"u8.ToArray()).ToArray();
        (await BuildAsync()).Failure.ShouldBe("OSError: [Errno 28] No space left on device (a build may use 64 MiB, the files it writes included (Runtimes__BuildMemoryMiB raises it))");
    }

    [Fact]
    public async Task Build_ThatIsCancelled_KeepsNothing()
    {
        using var cancelling = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        _cells.Running = cancelling.Cancel;
        await Should.ThrowAsync<OperationCanceledException>(Builder.BuildAsync(Order(), Hear, cancelling.Token));
        Directory.GetFileSystemEntries(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void Interpreter_IsNamedWithVersionAndArchitecture()
    {
        Directory.CreateDirectory(Path.Combine(_runtimes, "python/root/etc"));
        File.WriteAllText(Path.Combine(_runtimes, "python/root/etc/interpreter"), "cpython-3.11.2\n");
        Builder.DescribeInterpreter(RuntimeLanguage.Python).ShouldMatch("^cpython-3\\.11\\.2-(x86_64|aarch64)$");
    }

    [Fact]
    public async Task Trial_ThatGoesWell_WarmsTheTemplateWithKnownPreloadsOnly()
    {
        _cells.Stdout = """{"preloads":["pandas","os; evil","numpy",null],"failure":null}"""u8.ToArray();
        BuildOutcome outcome = await TryAsync();
        (outcome.Failure, outcome.Preloads).ShouldBe((null, "numpy\npandas"));
        _templates.Warmed.ShouldHaveSingleItem().Preloads.ShouldBe("numpy\npandas");
        OneShotCell cell = _cells.Ran.ShouldHaveSingleItem().Cell;
        (cell.Runtime, cell.Binds.ShouldHaveSingleItem().Target).ShouldBe(("python", "/opt/packages"));
    }

    [Fact]
    public async Task Trial_WhoseImportsFail_IsTheFaultOfTheRevision()
    {
        _cells.Stdout = """{"preloads":[],"failure":"ValueError: no"}"""u8.ToArray();
        BuildOutcome outcome = await TryAsync();
        (outcome.Failure, outcome.IsOurs).ShouldBe(("additional_python_imports could not be executed: ValueError: no", false));
        _templates.Warmed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"preloads\":3,\"failure\":null}")]
    [InlineData("{\"preloads\":[3],\"failure\":null}")]
    [InlineData("{\"preloads\":[]}")]
    public async Task Trial_WithAnAnswerOfAnotherForm_Fails(string answer)
    {
        _cells.Stdout = Encoding.UTF8.GetBytes(answer);
        (await TryAsync()).Failure.ShouldBe("The imports of the revision ended without an answer.");
    }

    [Fact]
    public async Task Template_ThatDoesNotStartWithPreloads_IsWarmedWithoutThem()
    {
        _cells.Stdout = """{"preloads":["numpy"],"failure":null}"""u8.ToArray();
        _templates.Judge = static packages => packages.Preloads.Length > 0 ? "it has threads" : null;
        BuildOutcome outcome = await TryAsync();
        (outcome.Failure, outcome.Preloads).ShouldBe((null, ""));
        _templates.Forgotten.ShouldBe(["revision"]);
        _log.ToString().ShouldContain("does not start (it has threads)");
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("import x", false)]
    public async Task Template_ThatDoesNotStartAtAll_IsOursUnlessTheRevisionHasImports(string imports, bool isOurs)
    {
        _cells.Stdout = """{"preloads":[],"failure":null}"""u8.ToArray();
        _templates.Judge = static _ => "it ended";
        BuildOutcome outcome = await TryAsync(imports: imports);
        outcome.Failure.ShouldBe("The revision's template does not start: it ended");
        outcome.IsOurs.ShouldBe(isOurs);
    }

    [Fact]
    public async Task Trial_OfJavaScript_OnlyWarmsTheTemplate()
    {
        (await TryAsync(RuntimeLanguage.JavaScript)).Failure.ShouldBeNull();
        _cells.Ran.ShouldBeEmpty();
        _templates.Warmed.ShouldHaveSingleItem();
    }

    private static BuildOrder Order(RuntimeLanguage language = RuntimeLanguage.Python) => new()
    {
        Key = StoreFolder.Key,
        Language = language,
        Manifest = "six",
        Index = new Uri("https://packages.example/simple"),
        Limits = new BuildLimits(TimeSpan.FromSeconds(90), 64 * MiB, MiB, PackageFiles: 10),
        Grant = new NoGrant(),
    };

    private Task<BuildOutcome> BuildAsync(RuntimeLanguage language = RuntimeLanguage.Python) => Builder.BuildAsync(Order(language), Hear, Ct);

    private Task<BuildOutcome> TryAsync(RuntimeLanguage language = RuntimeLanguage.Python, string imports = "") =>
        Builder.TryAsync(new PackageSet { RevisionId = "revision", Language = language, Key = StoreFolder.Key, Digest = "", Imports = imports }, Hear, Ct);

    private void Hear(ReadOnlyMemory<byte> text) => _log.Append(Encoding.UTF8.GetString(text.Span));

    private sealed class NoGrant : IGrant
    {
        public IReadOnlyList<int> Ports => [];

        public void Serve(IReadOnlyList<DoorSocket> sockets)
        {
        }

        public ValueTask<GrantReport> CloseAsync() => ValueTask.FromResult(GrantReport.Empty);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
