using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Scripts;

public sealed class RubyScriptTests(ServerFixture server) : ScriptContract(server)
{
    protected override string Language => "ruby";

    protected override string SourceFile => "/src/code.rb";

    protected override string PrintsArguments => "puts $0\nputs ARGV";

    protected override string PrintsSurroundings => "puts ENV['GREETING']\nputs Dir.pwd\nputs File.read('d/f.txt')";

    protected override string PrintsMain => "puts 'main' if __FILE__ == $PROGRAM_NAME";

    protected override IReadOnlyDictionary<string, string> StdinCopies { get; } = new Dictionary<string, string>
    {
        ["STDIN.read"] = "print STDIN.read",
        ["$stdin.each_line"] = "$stdin.each_line { |line| print line }",
        ["gets"] = "while line = gets\n  print line\nend",
        ["ARGF"] = "print ARGF.read",
        ["readlines"] = "print readlines.join",
        ["/dev/stdin"] = "print File.read('/dev/stdin')",
        ["IO.for_fd"] = "print IO.for_fd(0).read",
    };

    protected override string LetsAChildReadStdin => "print `cat`";

    protected override string PrintsStdinLength => "puts STDIN.read.bytesize";

    protected override string PrintsRandomNumbers => "puts rand\nputs 'a'.hash";

    protected override string PrintsToBoth => "puts 'out'\nwarn 'err'";

    protected override string Floods => "21.times { print 'x' * (1 << 20) }";

    protected override string ExitsWithThree => "puts 'before'\nexit 3";

    protected override string Raises => "def f\n  raise ArgumentError, 'no such luck'\nend\nf";

    protected override string DoesNotParse => "puts(10 * 9 * 8";

    protected override string SyntaxComplaint => "syntax error";

    protected override string HasAnExitHook => "at_exit { puts 'hook' }\nputs 'main'";

    protected override string FinishesLate => "at_exit { sleep 0.205; puts 'late' }\nputs 'early'";

    protected override string LeavesAChild => "spawn('sleep 60')\nputs 'done'";

    protected override string NeverEnds => "puts 'before'\n$stdout.flush\nloop {}";

    protected override string EatsMemory => "x = 'x' * (512 << 20)";

    protected override string KillsItself => "Process.kill(:KILL, Process.pid)";

    protected override string LeavesAMark => "puts File.exist?('/tmp/mark') ? 'there' : 'new'\nFile.write('/tmp/mark', '')";

    protected override string AsksTheNetwork => "require 'net/http'\nNet::HTTP.get(URI('http://paddock.invalid/'))";

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Abort_WithAText_SaysItAndIsOne() => (await RunAsync("abort 'text'")).ShouldExit(1).Stderr.ShouldBe("text\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Data_AfterTheEnd_IsThere() => (await RunAsync("# frozen_string_literal: true\nputs 'a'.frozen?\nputs DATA.read\n__END__\nrows")).ShouldSucceed("true\nrows\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Variables_OfTheTop_AreSeenByTemplates() =>
        (await RunAsync("require 'erb'\nname = 'Ann'\nputs ERB.new('Hi <%= name %>').result(binding)\nputs eval('name', TOPLEVEL_BINDING)")).ShouldSucceed("Hi Ann\nAnn\n");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Code_ThatBeginsWithAComment_OrAByteOrderMark_Runs()
    {
        (await RunAsync("#!/usr/bin/env ruby\nputs __LINE__")).ShouldSucceed("2\n");
        (await RunAsync("=begin\ncomment\n=end\nputs __LINE__")).ShouldSucceed("4\n");
        (await RunAsync("\uFEFFputs 'marked'")).ShouldSucceed("marked\n");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task StandardLibrary_AndBundledGems_AreThere() => (await RunAsync("""
        require "bigdecimal"
        require "csv"
        require "date"
        require "json"
        require "minitest"
        require "openssl"
        require "set"
        require "yaml"
        puts JSON.generate({ set: Set[1, 1].size, csv: CSV.parse("a,b").first, sum: (BigDecimal("0.1") + BigDecimal("0.2")).to_s("F") })
        puts OpenSSL::Digest::SHA256.hexdigest("a")[0, 8]
        """)).ShouldSucceed("{\"set\":1,\"csv\":[\"a\",\"b\"],\"sum\":\"0.3\"}\nca978112\n");
}
