"""The promises of all runners about scripts, one test a sentence. What each language adds is in tests/Paddock.Conformance.Tests/Scripts."""

import unittest

import contract
from cells import script_frame


class ScriptTest(unittest.TestCase):
    """Each runner derives and gives its code."""

    maxDiff = None
    syntax_exit_code = 1

    def run_script(self, code, **job):
        return contract.RUNNERS[self.language].run(script_frame(self.language, code, **job))

    def ends(self, code, exit_code, stdout, stderr="", **job):
        outcome = self.run_script(code, **job)
        self.assertEqual((outcome.wait_status, outcome.stdout, outcome.stderr), (exit_code << 8, stdout, stderr), outcome)
        self.assertIn((outcome.exit_code, outcome.raw_output), [(None, b""), (exit_code, b"")])
        return outcome


class Promises:
    def test_arguments_follow_the_path_of_the_source(self):
        self.ends(self.prints_arguments, 0, f"{self.source}\n-x\na b\né\n", args=["-x", "a b", "é"])

    def test_stdin_is_there_and_a_child_inherits_it(self):
        text = "line\n€\0end"
        self.ends(self.copies_stdin, 0, text, stdin=text.encode())
        self.ends(self.lets_a_child_copy_stdin, 0, text, stdin=text.encode())

    def test_stdin_of_nothing_is_at_its_end(self):
        self.ends(self.copies_stdin, 0, "")

    def test_stdin_larger_than_any_buffer_is_whole(self):
        text = "0123456789" * 300_000
        self.ends(self.copies_stdin, 0, text, stdin=text.encode())

    def test_files_and_environment_are_laid_out(self):
        self.ends(self.prints_file_and_variable, 0, "contents value", files=[{"path": "a/b.txt", "contents": "contents"}], env={"NAME": "value"})

    def test_exit_code_is_the_scripts(self):
        self.ends(self.exits_with_three, 3, "before")

    def test_job_socket_is_not_inherited(self):
        self.ends(self.lets_a_child_look_at_three, 0, "no\n")

    def test_code_that_does_not_parse_has_nothing_of_ours_in_its_error(self):
        outcome = self.run_script(self.does_not_parse)
        self.assertEqual((outcome.wait_status, outcome.stdout), (self.syntax_exit_code << 8, ""), outcome)
        self.assertIn(self.source, outcome.stderr)
        self.assertNotIn("/opt/paddock", outcome.stderr)


SOCKET = "test -S /proc/self/fd/3 && echo yes || echo no"


class Python(Promises, ScriptTest):
    language, source = "python", "/src/code.py"
    prints_arguments = "import sys\nfor argument in sys.argv: print(argument)"
    copies_stdin = "import sys\nsys.stdout.write(sys.stdin.read())"
    lets_a_child_copy_stdin = "import subprocess, sys\nsys.stdout.write(subprocess.check_output(['cat']).decode())"
    prints_file_and_variable = "import os\nprint(open('a/b.txt').read(), os.environ['NAME'], end='')"
    exits_with_three = "import sys\nprint('before', end='')\nsys.exit(3)"
    lets_a_child_look_at_three = f"import os\nos.system({SOCKET!r})"
    does_not_parse = "print((1)"


class Javascript(Promises, ScriptTest):
    language, source = "javascript", "/src/code.js"
    prints_arguments = "for (const argument of process.argv.slice(1)) console.log(argument);"
    copies_stdin = "process.stdout.write(require('fs').readFileSync(0, 'utf8'));"
    lets_a_child_copy_stdin = "process.stdout.write(require('child_process').spawnSync('cat', { stdio: ['inherit', 'pipe'] }).stdout);"
    prints_file_and_variable = "process.stdout.write(require('fs').readFileSync('a/b.txt', 'utf8') + ' ' + process.env.NAME);"
    exits_with_three = "require('fs').writeSync(1, 'before');\nprocess.exit(3);"
    lets_a_child_look_at_three = f"require('child_process').spawnSync('sh', ['-c', {SOCKET!r}], {{ stdio: 'inherit' }});"
    does_not_parse = "console.log((1);"

    def test_is_the_main_module(self):
        code = "module.exports = {};\nconsole.log(require.main === module, module.id, module.parent, require.main.filename, process.mainModule === module);"
        self.ends(code, 0, "true . null /src/code.js true\n")


class Ruby(Promises, ScriptTest):
    language, source = "ruby", "/src/code.rb"
    prints_arguments = "puts $0, ARGV"
    copies_stdin = "print STDIN.read"
    lets_a_child_copy_stdin = "print `cat`"
    prints_file_and_variable = "print File.read('a/b.txt'), ' ', ENV['NAME']"
    exits_with_three = "print 'before'\nexit 3"
    lets_a_child_look_at_three = f"system({SOCKET!r})"
    does_not_parse = "puts((1)"


class Php(Promises, ScriptTest):
    language, source = "php", "/src/code.php"
    syntax_exit_code = 255
    prints_arguments = "<?php foreach ($argv as $argument) echo $argument, \"\\n\";"
    copies_stdin = "<?php echo stream_get_contents(STDIN);"
    lets_a_child_copy_stdin = "<?php passthru('cat');"
    prints_file_and_variable = "<?php echo file_get_contents('a/b.txt'), ' ', getenv('NAME');"
    exits_with_three = "<?php echo 'before'; exit(3);"
    lets_a_child_look_at_three = f"<?php passthru({SOCKET!r});"
    does_not_parse = "<?php echo ((1);"
