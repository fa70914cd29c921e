using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Scripts;

/// <summary>That the cells of Ruby and PHP, which run scripts only, are in the same cage as all others.</summary>
public sealed class ScriptCageTests(CageFixture cage) : EscapeTest(cage)
{
    private const string Same = "the layers are those of every cell, which the tests in the other languages show one by one";

    private const string Ruby = """
        require "fiddle"
        require "socket"
        libc = Fiddle.dlopen(nil)
        call = lambda do |name, *arguments|
          result = Fiddle::Function.new(libc[name], [Fiddle::TYPE_LONG] * arguments.size, Fiddle::TYPE_INT).call(*arguments)
          result == -1 ? "errno #{Fiddle.last_error}" : result
        end
        refused = ->(&action) { (action.call; false) rescue true }
        status = File.readlines("/proc/self/status").to_h { |line| line.split(":", 2).map(&:strip) }
        port = ENV["PORT"].to_i
        puts "rights #{status["CapEff"]} #{status["NoNewPrivs"]} #{status["Seccomp"]}"
        puts "dumpable #{call.("prctl", 3, 0, 0, 0, 0)}"
        puts "unshare #{call.("unshare", 0x10000000)}"
        puts "mount #{call.("mount", 0, 0, 0, 0, 0)}"
        puts "ptrace #{call.("ptrace", 0, 0, 0, 0)}"
        puts "read-only #{%w[/usr/x /etc/x /opt/paddock/x /x].all? { |path| refused.() { File.write(path, "x") } }}"
        puts "server #{refused.() { TCPSocket.new("127.0.0.1", port) }}"
        puts "network #{refused.() { Socket.tcp("93.184.215.14", 80, connect_timeout: 3) }}"
        puts "sockets #{Dir["/proc/self/fd/*"].count { |path| (File.readlink(path) rescue "").start_with?("socket:") }}"
        puts "processes #{Dir.children("/proc").grep(/\A\d+\z/).join(" ")}"
        puts "host #{%w[/home /root/.bashrc /etc/shadow /sys/fs/cgroup /work].select { |path| File.exist?(path) }.join(" ")}"
        """;

    private const string Php = """
        <?php
        $libc = FFI::cdef('int unshare(int); int mount(long, long, long, long, long); int ptrace(long, long, long, long); int prctl(int, long, long, long, long); int *__errno_location(void);');
        $call = fn(string $name, int ...$arguments) => ($result = $libc->$name(...$arguments)) === -1 ? 'errno ' . $libc->__errno_location()[0] : $result;
        $status = [];
        foreach (file('/proc/self/status') as $line) {
            [$name, $value] = explode(':', $line, 2);
            $status[$name] = trim($value);
        }
        $written = array_filter(['/usr/x', '/etc/x', '/opt/paddock/x', '/x'], fn($path) => @file_put_contents($path, 'x') !== false);
        $sockets = array_filter(glob('/proc/self/fd/*'), fn($path) => str_starts_with((string) @readlink($path), 'socket:'));
        $there = array_filter(['/home', '/root/.bashrc', '/etc/shadow', '/sys/fs/cgroup', '/work'], 'file_exists');
        echo 'rights ', $status['CapEff'], ' ', $status['NoNewPrivs'], ' ', $status['Seccomp'], "\n";
        echo 'dumpable ', $call('prctl', 3, 0, 0, 0, 0), "\n";
        echo 'unshare ', $call('unshare', 0x10000000), "\n";
        echo 'mount ', $call('mount', 0, 0, 0, 0, 0), "\n";
        echo 'ptrace ', $call('ptrace', 0, 0, 0, 0), "\n";
        echo 'read-only ', json_encode(!$written), "\n";
        echo 'server ', json_encode(@fsockopen('127.0.0.1', (int) getenv('PORT'), $number, $text, 3) === false), "\n";
        echo 'network ', json_encode(@fsockopen('93.184.215.14', 80, $number, $text, 3) === false), "\n";
        echo 'sockets ', count($sockets), "\n";
        echo 'processes ', implode(' ', preg_grep('/^\d+$/', scandir('/proc'))), "\n";
        echo 'host ', implode(' ', $there), "\n";
        """;

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("ruby", Ruby)]
    [InlineData("php", Php)]
    [NoSwitch(Same)]
    public async Task A_script_has_no_rights_no_network_and_nothing_of_the_host(string language, string code)
    {
        var call = new ScriptCall(language, code) { Env = new Dictionary<string, string> { ["PORT"] = $"{Server.Client.Address.Port}" } };

        var answer = await WitnessAsync(Languages.Python, _ => Server.Client.ExecuteAsync(call, Cancellation));

        answer.ShouldSucceed("""
            rights 0000000000000000 1 2
            dumpable 0
            unshare errno 1
            mount errno 1
            ptrace errno 1
            read-only true
            server true
            network true
            sockets 0
            processes 1
            host 

            """);
    }

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("ruby", "fork { Process.setsid; fork { sleep 600 } }\nFile.write('/tmp/left', 'x')\nputs Dir.exist?('/tmp')")]
    [InlineData("php", "<?php exec('(setsid sleep 600 &) >/dev/null 2>&1'); file_put_contents('/tmp/left', 'x'); echo \"true\\n\";")]
    [NoSwitch(Same)]
    public async Task What_a_script_leaves_behind_is_gone(string language, string code) =>
        (await WitnessAsync(Languages.Python, _ => Server.Client.ExecuteAsync(new ScriptCall(language, code), Cancellation))).ShouldExit(0).ShouldPrint("true\n");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("ruby", "20.times { fork { sleep 600 } rescue nil }\nloop { fork { loop {} } rescue break }\nsleep 600")]
    [InlineData("php", "<?php while (($pid = @pcntl_fork()) > 0); if ($pid === 0) { while (true); } sleep(600);")]
    [NoSwitch(Same)]
    public async Task A_fork_bomb_ends_with_its_time(string language, string code) =>
        (await WitnessAsync(Languages.Python, _ => Server.Client.ExecuteAsync(new ScriptCall(language, code) { Timeout = 3 }, Cancellation))).ShouldBeKilled(124, "timeout");
}
