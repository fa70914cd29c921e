using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Scripts;

public sealed class PhpScriptTests(ServerFixture server) : ScriptContract(server)
{
    protected override string Language => "php";

    protected override string SourceFile => "/src/code.php";

    protected override string PrintsArguments => "<?php if ($argc === count($_SERVER['argv'])) foreach ($argv as $argument) echo $argument, \"\\n\";";

    protected override string PrintsSurroundings => "<?php echo getenv('GREETING'), \"\\n\", getcwd(), \"\\n\", file_get_contents('d/f.txt'), \"\\n\";";

    protected override string PrintsMain => "<?php if (realpath($_SERVER['SCRIPT_FILENAME']) === __FILE__) echo \"main\\n\";";

    protected override IReadOnlyDictionary<string, string> StdinCopies { get; } = new Dictionary<string, string>
    {
        ["stream_get_contents(STDIN)"] = "<?php echo stream_get_contents(STDIN);",
        ["fgets(STDIN)"] = "<?php while (($line = fgets(STDIN)) !== false) echo $line;",
        ["php://stdin"] = "<?php echo file_get_contents('php://stdin');",
        ["file()"] = "<?php echo implode('', file('php://stdin'));",
        ["/dev/stdin"] = "<?php $from = @fopen('/dev/stdin', 'r'); echo stream_get_contents($from);",
    };

    protected override string LetsAChildReadStdin => "<?php passthru('cat');";

    protected override string PrintsStdinLength => "<?php echo strlen(stream_get_contents(STDIN)), \"\\n\";";

    protected override string PrintsRandomNumbers => "<?php echo mt_rand(), \"\\n\", random_int(0, PHP_INT_MAX), \"\\n\";";

    protected override string PrintsToBoth => "<?php echo \"out\\n\"; fwrite(STDERR, \"err\\n\");";

    protected override string Floods => "<?php for ($i = 0; $i < 21; $i++) echo str_repeat('x', 1 << 20);";

    protected override string ExitsWithThree => "<?php echo \"before\\n\"; exit(3);";

    protected override string Raises => "<?php function f() {\n  throw new DomainException('no such luck');\n}\nf();";

    protected override int ExitCodeOfAnError => 255;

    protected override string DoesNotParse => "<?php echo (10 * 9 * 8";

    protected override string SyntaxComplaint => "Parse error";

    protected override string HasAnExitHook => "<?php register_shutdown_function(fn() => print(\"hook\\n\")); echo \"main\\n\";";

    protected override string FinishesLate => "<?php register_shutdown_function(function () { usleep(205_000); echo \"late\\n\"; }); echo \"early\\n\";";

    protected override string LeavesAChild => "<?php exec('sleep 60 >/dev/null 2>&1 &'); echo \"done\\n\";";

    protected override string NeverEnds => "<?php echo \"before\\n\"; while (true);";

    protected override string EatsMemory => "<?php $x = str_repeat('x', 512 << 20);";

    protected override string KillsItself => "<?php posix_kill(posix_getpid(), SIGKILL);";

    protected override string LeavesAMark => "<?php echo file_exists('/tmp/mark') ? 'there' : 'new', \"\\n\"; touch('/tmp/mark');";

    protected override string AsksTheNetwork => "<?php if (file_get_contents('http://paddock.invalid/') === false) exit(1);";

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Warnings_GoToStderrAsDebiansCommandLineHasIt() =>
        (await RunAsync("<?php echo $missing, 'on';")).ShouldExit(0).ShouldPrint("on").Stderr.ShouldBe("PHP Warning:  Undefined variable $missing in /src/code.php on line 1\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Text_OutsideOfTheTags_IsPrinted() => (await RunAsync("#!/usr/bin/env php\ntext <?= 1 + 1 ?>\nmore")).ShouldSucceed("text 2more");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Declarations_ThatMustComeFirst_Work() =>
        (await RunAsync("<?php\ndeclare(strict_types=1);\nnamespace Shop;\necho __NAMESPACE__;")).ShouldSucceed("Shop");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Script_SeesNoVariablesOfOurs() =>
        (await RunAsync("<?php echo implode(' ', array_diff(array_keys($GLOBALS), ['_GET', '_POST', '_COOKIE', '_FILES', '_SERVER', '_ENV']));")).ShouldSucceed("argv argc");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Readline_WithoutATerminal_ReadsStdin() =>
        (await RunAsync(Call("<?php echo strrev(readline());") with { Stdin = "hello\n" })).ShouldSucceed("olleh");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Extensions_ThatPeopleExpect_AreThere() => (await RunAsync("""
        <?php
        $database = new PDO('sqlite::memory:');
        $page = new DOMDocument();
        $page->loadXML('<a><b/></a>');
        echo json_encode([
            mb_strtoupper('grüße'), bcadd('0.1', '0.2', 1), gmp_strval(gmp_fact(25)), $database->query('select 1 + 1')->fetchColumn(),
            $page->documentElement->tagName, (new NumberFormatter('de_DE', NumberFormatter::DECIMAL))->format(1234.5),
            function_exists('curl_init'), class_exists('ZipArchive'), iconv('UTF-8', 'UTF-8', 'é'), ctype_digit('5'),
        ], JSON_UNESCAPED_UNICODE);
        """)).ShouldSucceed("[\"GRÜSSE\",\"0.3\",\"15511210043330985984000000\",2,\"a\",\"1.234,5\",true,true,\"é\",true]");
}
