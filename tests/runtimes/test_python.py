"""The promises of runtimes/python, one test a sentence."""

import json
import os
import subprocess
import time

from contract import RUNNERS, CellTest


class Basics(CellTest):
    def test_example_gives_its_output(self):
        self.valid('def execute(input): return { "name": input["name"], "executed": True }', {"name": "John", "executed": True}, {"name": "John"})

    def test_nothing_returned_is_null(self):
        self.valid("def execute(input): pass", None)

    def test_absent_input_is_none(self):
        self.valid("def execute(input): return input is None", True)

    def test_files_are_in_the_working_directory(self):
        code = """
        import os, stat
        def execute(input):
            mode = stat.S_IMODE(os.stat('a').st_mode)
            return [os.getcwd(), open('/mnt/req/a/b/c.txt').read(), open('d').read(), mode]
        """
        files = [{"path": "a/b/c.txt", "contents": "hé\ud800"}, {"path": "d", "contents": ""}]
        code = code.replace("c.txt')", "c.txt', errors='surrogatepass')")
        self.valid(code, ["/mnt/req", "hé\ud800", "", 0o755], files=files)

    def test_file_that_cannot_be_written_is_an_error(self):
        self.error("def execute(input): pass", "FileExistsError", files=[{"path": "a", "contents": ""}] * 2)

    def test_modules_among_the_files_can_be_imported(self):
        self.valid("import helper\ndef execute(input): return helper.x", 5, files=[{"path": "helper.py", "contents": "x = 5"}])

    def test_environment_is_set_and_has_nothing_of_ours(self):
        code = """
        import os
        def execute(input):
            return [os.environ['A'], os.getenv('B'), 'LD_PRELOAD' in os.environ, os.popen('echo $A').read()]
        """
        self.valid(code, ["1", "é", False, "1\n"], env={"A": "1", "B": "é"})

    def test_the_time_zone_of_the_environment_counts(self):
        self.valid("import time\ndef execute(input): return time.localtime(0).tm_hour", 9, env={"TZ": "Asia/Tokyo"})

    def test_a_byte_order_mark_is_no_code(self):
        self.valid("\ufeffdef execute(input): return 1", 1)

    def test_module_identity(self):
        code = """
        import sys
        if __name__ == '__main__': print('guard ran')
        def execute(input):
            here = sys.modules['function']
            return [__name__, __file__, sys.modules['__main__'] is here, here.execute is execute, sys.argv, sys.path[0], '' in sys.path,
                    [name for name in sys.modules if 'paddock' in name or name in ('runner', 'faults', 'template')]]
        """
        outcome = self.valid(code, ["function", "/src/code.py", True, True, ["/src/code.py"], "/mnt/req", False, []])
        self.assertEqual(outcome.stdout, "")

    def test_source_is_on_disk_and_in_linecache(self):
        code = """
        import inspect, os, pickle
        class Point: pass
        def execute(input):
            assert type(pickle.loads(pickle.dumps(Point()))) is Point
            os.unlink('/src/code.py')
            return inspect.getsource(execute)[:19]
        """
        self.valid(code, "def execute(input):")

    def test_recursion_limit_is_pythons(self):
        self.valid("import sys\ndef execute(input): return [sys.getrecursionlimit(), sys.get_int_max_str_digits()]", [1000, 4300])

    def test_descriptor_of_the_job_is_not_inherited(self):
        code = """
        import subprocess, os
        def execute(input):
            listing = subprocess.run(['ls', '/proc/self/fd'], close_fds=False, capture_output=True, text=True).stdout.split()
            return [os.get_inheritable(3), listing]
        """
        self.valid(code, [False, ["0", "1", "2", "3"]])  # 3 is the listing itself


class Execute(CellTest):
    def test_async_function(self):
        self.valid("import asyncio\nasync def execute(input):\n  await asyncio.sleep(0.001)\n  return input", [1], [1])

    def test_top_level_await_shares_the_loop(self):
        code = """
        import asyncio
        future = asyncio.get_running_loop().create_future()
        await asyncio.sleep(0)
        async def execute(input):
            asyncio.get_running_loop().call_soon(future.set_result, 7)
            return await future
        """
        self.valid(code, 7)

    def test_top_level_await_with_plain_execute(self):
        self.valid("import asyncio\nx = await asyncio.sleep(0, 3)\ndef execute(input): return x", 3)

    def test_plain_execute_may_run_its_own_loop(self):
        self.valid("import asyncio\nasync def f(): return 2\ndef execute(input): return asyncio.run(f())", 2)

    def test_awaitables_of_other_kinds(self):
        for expression in ("asyncio.get_running_loop().create_task(f())", "Custom()", "asyncio.gather(f(), f())"):
            code = f"""
            import asyncio
            async def f(): return 4
            class Custom:
                def __await__(self): return f().__await__()
            async def execute(input): return await {expression}
            """
            self.assertIn(self.run_code(code).output, (4, [4, 4]))
        self.valid("import asyncio\nloop = asyncio.new_event_loop()\nasync def f(): return 9\ndef execute(input): return loop.create_task(f())", 9)
        self.valid("async def f(): return 4\nclass C:\n  def __await__(self): return f().__await__()\ndef execute(input): return C()", 4)

    def test_callables_of_other_kinds(self):
        self.valid("execute = lambda input: input + 1", 2, 1)
        self.valid("import functools\nexecute = functools.partial(lambda a, b: a + b, 1)", 3, 2)
        self.valid("class E:\n  def __call__(self, input): return input\nexecute = E()", 1, 1)

    def test_missing_execute_says_what_is_there(self):
        outcome = self.error("def main(input): pass\ndef other(): pass\n", "NameError: name 'execute' is not defined", "main, other", "def execute(input)")
        self.assertNotIn("Traceback", outcome.stderr)
        self.error("", "NameError: name 'execute' is not defined")

    def test_execute_that_cannot_be_called(self):
        self.error("execute = 5", "TypeError: 'execute' is not callable, it is of type 'int'")

    def test_wrong_arity(self):
        self.error("def execute(): pass", "TypeError: execute() takes 0 positional arguments but 1 was given")


class Output(CellTest):
    def test_print_is_not_part_of_the_output(self):
        outcome = self.valid("import sys\nprint('top')\ndef execute(input):\n  print('in')\n  print('e', file=sys.stderr)\n  return 1", 1, stderr="e\n")
        self.assertEqual(outcome.before_frame, "top\nin\n")

    def test_everything_arrives_in_order_before_the_frame(self):
        code = """
        import sys, os, subprocess
        def execute(input):
            print('1', end='')
            sys.stdout.buffer.write(b'2')
            os.write(1, b'3')
            subprocess.run(['echo', '-n', '4'])
            os.system('printf 5')
            sys.stdout.write('6')
            import ctypes; ctypes.CDLL(None).printf(b'7')
        """
        self.assertEqual(self.valid(code, None).before_frame, "1234567")

    def test_unfinished_line_survives_a_kill(self):
        outcome = self.run_code("print('partial', end='')\nwhile True: pass", kill_after=b"partial")
        self.assertEqual((outcome.status, outcome.wait_status, outcome.stdout), (None, 9, "partial"))

    def test_any_string_can_be_printed(self):
        outcome = self.valid("import sys\ndef execute(input):\n  print('a\\ud800é')\n  print('\\udcff', file=sys.stderr)", None, stderr="\\udcff\n")
        self.assertEqual(outcome.stdout, "a\\ud800é\n")

    def test_closed_or_missing_streams_do_not_matter(self):
        self.valid("import sys\ndef execute(input):\n  sys.stdout.close(); sys.stderr.close()\n  return 1", 1)
        self.valid("import sys\nsys.stdout = sys.stderr = None\ndef execute(input):\n  print('x')\n  return 1", 1)
        self.valid("import os\ndef execute(input):\n  os.close(1); os.close(2)\n  return 1", 1)
        self.valid("def execute(input): return 1", 1, close_output=True)

    def test_buffer_that_user_code_put_on_top_is_flushed(self):
        code = "import sys, io\nsys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, 'w')))\ndef execute(input): print('late')"
        self.assertEqual(self.valid(code, None).before_frame, "late\n")

    def test_large_output_is_whole(self):
        outcome = self.valid("def execute(input):\n  print('x' * 3000000)\n  return 'é' * 5000000", "é" * 5000000)
        self.assertEqual(len(outcome.stdout), 3000001)


class Json(CellTest):
    def test_every_kind_of_value(self):
        code = """
        import collections, enum, typing
        class Level(enum.IntEnum): HIGH = 3
        class P(typing.NamedTuple): x: int
        def execute(input):
            return {'a': [1, -2.5, True, None, 'é\\u2028"'], 'b': (1,), 'c': Level.HIGH, 'd': P(4), 1: 'int', 1.5: 'float', None: 0, True: 1,
                    'o': collections.OrderedDict(a=1), 'k': collections.Counter('aa'), 'dd': collections.defaultdict(list, z=[1])}
        """
        pairs = '{"a":[1,-2.5,true,null,"é\u2028\\""],"b":[1],"c":3,"d":[4],"1":1,"1.5":"float","null":0,"o":{"a":1},"k":{"a":2},"dd":{"z":[1]}}'
        self.assertEqual(self.run_code(code).raw_output.decode(), pairs)

    def test_output_is_compact_utf8(self):
        self.assertEqual(self.run_code("def execute(input): return {'é': [1, 2]}").raw_output, '{"é":[1,2]}'.encode())

    def test_lone_surrogates_both_ways(self):
        outcome = self.valid("def execute(input): return [input, len(input)]", ["\ud800", 1], raw_input='"\\ud800"')
        self.assertEqual(outcome.raw_output, b'["\\ud800",1]')

    def test_huge_integers_both_ways(self):
        number = "1" + "0" * 6000
        self.assertEqual(self.run_code("def execute(input): return input + 1", raw_input=number).raw_output, (number[:-1] + "1").encode())

    def test_duplicate_keys_and_proto(self):
        self.valid("def execute(input): return input", {"a": 2, "__proto__": 1}, raw_input='{"a":1,"a":2,"__proto__":1}')

    def test_thousand_levels_both_ways_and_not_one_more(self):
        deep = "[" * 1000 + "]" * 1000
        outcome = self.run_code("def execute(input): return input", raw_input=deep)
        self.assertEqual(outcome.raw_output, deep.encode(), outcome)
        self.not_json("def execute(input): return [input]", "nested more than 1000 levels deep", raw_input=deep)
        self.not_json("def execute(input):\n  for _ in range(100000): input = {'a': input}\n  return input", "$.a.a.a", "more)")

    def test_reasons(self):
        cases = {
            "float('nan')": "$ is nan",
            "{'a': [1, float('inf')]}": "$.a[1] is inf",
            "{'users': [0, 0, 0, {'created': __import__('datetime').datetime.now()}]}":
                "$.users[3].created is a datetime.datetime (return a string instead, e.g. .isoformat())",
            "b'x'": "$ is a bytes (return a string",
            "{1, 2}": "$ is a set (return a list",
            "[__import__('decimal').Decimal(1)]": "$[0] is a decimal.Decimal",
            "execute": "$ is a function",
            "(x for x in [])": "$ is a generator",
            "object": "$ is a type",
            "{'a b': object()}": '$["a b"] is an object',
            "{(1, 2): 3}": "$ has a key that is a tuple (keys must be strings)",
            "{'x': {b'k': 3}}": "$.x has a key that is a bytes",
            "{float('nan'): 3}": "$ has a key that is nan",
            "[set(), b'']": "$[0] is a set",
            "{'é': 1j}": '$["é"] is a complex',
            "{}.items()": "$ is a dict_items (return a list",
            "Plain()": "$ is a Plain (return a dict, list",
            "Data(1)": "$ is a Data (return a dict instead, e.g. dataclasses.asdict(...))",
            "Color.RED": "$ is a Color (return its .value instead)",
            "map(str, [])": "$ is a map (return a list",
            "agen()": "$ is an async_generator",
        }
        prelude = "import dataclasses, enum\nclass Plain: pass\n@dataclasses.dataclass\nclass Data: x: int\nclass Color(enum.Enum): RED = 1\nasync def agen(): yield 1\n"
        for expression, reason in cases.items():
            with self.subTest(expression):
                self.not_json(f"{prelude}def execute(input): return {expression}", reason)

    def test_cycles(self):
        self.not_json("def execute(input):\n  a = {}; a['b'] = a\n  return {'a': a}", "$.a.b refers back to $.a")
        self.not_json("def execute(input):\n  a = []; a.append(a)\n  return a", "$[0] refers back to $")

    def test_hostile_values_get_an_answer(self):
        code = """
        import os
        class Evil:
            def __getattribute__(self, name): os._exit(9)
            def __repr__(self): os._exit(9)
            __str__ = __repr__
            __class__ = property(__repr__)
        class Meta(type):
            __name__ = property(lambda self: os._exit(9))
            def __instancecheck__(self, other): os._exit(9)
            __subclasscheck__ = __instancecheck__
        class Worse(metaclass=Meta): pass
        class BadDict(dict):
            def items(self): raise SystemExit(5)
            def __iter__(self): os._exit(9)
            __len__ = keys = __iter__
        class BadList(list):
            def __iter__(self): raise SystemExit(5)
            __len__ = __getitem__ = __iter__
        class BadKey(str):
            def __hash__(self): return 1
            def __str__(self): os._exit(9)
            __repr__ = __str__
        """
        self.not_json(code + "\n        def execute(input): return [Evil()]", "$[0] is an Evil")
        self.not_json(code + "\n        def execute(input): return {BadKey('k'): BadList([Worse()])}", "$.k[0] is a Worse")
        self.not_json(code + "\n        def execute(input): return BadDict(a=1)", "raised SystemExit")
        self.not_json(code + "\n        def execute(input): return BadDict(a={1})", "$.a is a set")


class Errors(CellTest):
    def test_traceback_shows_the_users_frames_only(self):
        code = """
        def inner(x):
            return x["missing"]

        def execute(input):
            return inner({})
        """
        outcome = self.error(code, "Traceback (most recent call last):\n  File \"/src/code.py\", line 5, in execute\n    return inner({})\n")
        self.assertIn('  File "/src/code.py", line 2, in inner\n    return x["missing"]\n           ~^^^^^^^^^^^\nKeyError: \'missing\'\n', outcome.stderr)
        self.assertEqual(outcome.stderr.count("File "), 2)

    def test_traceback_of_async_code_has_no_asyncio_frames(self):
        for top in ("", "await asyncio.sleep(0)\n"):
            outcome = self.error(f"import asyncio\n{top}async def execute(input):\n  await asyncio.sleep(0)\n  raise ValueError('x')", "ValueError: x")
            self.assertEqual(outcome.stderr.count("File "), 1, outcome.stderr)

    def test_top_level_error(self):
        outcome = self.error("x = 1\nraise ValueError('top')", '  File "/src/code.py", line 2, in <module>', "ValueError: top")
        self.assertEqual(outcome.stderr.count("File "), 1)
        self.error("import asyncio\nawait asyncio.sleep(0)\nraise ValueError('top')", 'line 3, in <module>', "ValueError: top")

    def test_chains_and_groups(self):
        self.error(
            "def execute(input):\n  try: 1/0\n  except Exception as e: raise ValueError('second') from e",
            "ZeroDivisionError: division by zero", "direct cause", "ValueError: second")
        self.error("def execute(input):\n  try: 1/0\n  except Exception: {}['k']", "During handling", "KeyError: 'k'")
        self.error("def execute(input): raise ExceptionGroup('many', [ValueError(1), TypeError(2)])", "ExceptionGroup: many (2 sub-exceptions)", "TypeError: 2")

    def test_syntax_error_in_pythons_form(self):
        outcome = self.error("print(10 * 9 * 8")
        self.assertEqual(outcome.stderr, '  File "/src/code.py", line 1\n    print(10 * 9 * 8\n         ^\nSyntaxError: \'(\' was never closed\n')
        self.assertEqual(outcome.stdout, "")
        self.error("def execute(input):\n\treturn 1\n        return 2", "TabError")
        self.error("def execute(input): return 1\0", "null bytes")
        self.error("def execute(input): return '\ud800'", "UnicodeEncodeError")

    def test_suggestions(self):
        self.error("value = 1\ndef execute(input): return valeu", "Did you mean: 'value'?")

    def test_str_that_raises(self):
        self.error("class E(Exception):\n  def __str__(self): raise RuntimeError\ndef execute(input): raise E", "E: <exception str() failed>")

    def test_hostile_exception_class(self):
        self.error("class E(Exception):\n  __traceback__ = property(lambda self: 1/0)\n  def with_traceback(self, t): 1/0\ndef execute(input): raise E('m')", "E: m")

    def test_endless_recursion_is_collapsed(self):
        self.error("def execute(input): return execute(input)", "RecursionError", "[Previous line repeated 9")

    def test_deep_recursion_in_c(self):
        outcome = self.run_code("import sys\nsys.setrecursionlimit(10**9)\nclass A:\n  def __getattr__(self, n): return getattr(self, n + 'x')\ndef execute(input): return A().b")
        self.assertTrue(outcome.status == 2 or outcome.wait_status == 11, outcome)

    def test_other_base_exceptions(self):
        self.error("def execute(input): raise KeyboardInterrupt", "KeyboardInterrupt")
        self.error("def execute(input): raise GeneratorExit", "GeneratorExit")
        self.error("class B(BaseException): pass\nasync def execute(input): raise B('b')", "B: b")

    def test_stderr_replaced_by_user_code_still_shows_the_traceback(self):
        self.error("import sys, io\nsys.stderr = io.StringIO()\ndef execute(input): 1/0", "ZeroDivisionError")
        self.error("import sys\nsys.stderr.close()\ndef execute(input): 1/0", "ZeroDivisionError")


class Exits(CellTest):
    def test_codes(self):
        for argument, code in {"": 0, "None": 0, "3": 3, "256 + 7": 7, "-1": 255, "True": 1}.items():
            with self.subTest(argument):
                outcome = self.error(f"import sys\ndef execute(input): sys.exit({argument})", exit_code=code)
                self.assertEqual(outcome.stderr, "")

    def test_message(self):
        outcome = self.error("import sys\ndef execute(input): sys.exit('bye')", exit_code=1)
        self.assertEqual(outcome.stderr, "bye\n")
        self.error("import sys\nclass B:\n  def __str__(self): 1/0\ndef execute(input): sys.exit(B())", exit_code=1)

    def test_anywhere(self):
        self.error("import sys\nsys.exit(4)", exit_code=4)
        self.error("import sys\nasync def execute(input): sys.exit(4)", exit_code=4)
        self.error("import sys, asyncio\nawait asyncio.sleep(0)\nsys.exit(4)", exit_code=4)

    def test_hard_exit_and_signals_just_end(self):
        outcome = self.run_code("import os\ndef execute(input): os._exit(6)")
        self.assertEqual((outcome.status, outcome.wait_status), (None, 6 << 8))
        outcome = self.run_code("import os\ndef execute(input): os.kill(os.getpid(), 9)")
        self.assertEqual((outcome.status, outcome.wait_status), (None, 9))

    def test_exit_hooks_run_before_the_frame(self):
        outcome = self.valid("import atexit\natexit.register(print, 'hook')\ndef execute(input): return 1", 1)
        self.assertEqual(outcome.before_frame, "hook\n")

    def test_log_handlers_are_flushed(self):
        code = """
        import logging, logging.handlers, sys
        def execute(input):
            target = logging.StreamHandler(sys.stdout)
            logging.getLogger().addHandler(logging.handlers.MemoryHandler(100, target=target))
            logging.getLogger().warning('kept')
        """
        self.assertEqual(self.valid(code, None).before_frame, "kept\n")

    def test_exit_hook_that_raises_does_not_change_the_result(self):
        outcome = self.run_code("import atexit\n@atexit.register\ndef hook(): 1/0\ndef execute(input): return 1")
        self.assertEqual((outcome.status, outcome.output, outcome.exit_code), (0, 1, 0))
        self.assertIn("ZeroDivisionError", outcome.stderr)
        outcome = self.run_code("import atexit, sys\n@atexit.register\ndef hook(): sys.exit(9)\ndef execute(input): return 1")
        self.assertEqual((outcome.status, outcome.output, outcome.exit_code), (0, 1, 0))

    def test_nothing_is_waited_for(self):
        for start in (
            "threading.Thread(target=time.sleep, args=(30,)).start()",
            "concurrent.futures.ThreadPoolExecutor().submit(time.sleep, 30)",
            "threading.Timer(30, print).start()",
            "multiprocessing.get_context('fork').Process(target=time.sleep, args=(30,)).start()",
            "subprocess.Popen(['sleep', '30'])",
        ):
            with self.subTest(start):
                started = time.monotonic()
                self.valid(f"import threading, time, concurrent.futures, multiprocessing, subprocess\ndef execute(input):\n  {start}\n  return 1", 1)
                self.assertLess(time.monotonic() - started, 5)

    def test_forked_child_gives_no_result(self):
        self.valid("import os\ndef execute(input):\n  pid = os.fork()\n  if pid: os.waitpid(pid, 0)\n  return 'parent' if pid else 'child'", "parent")


class Tampering(CellTest):
    ATTACKS = {
        "json": "import json, json.encoder\njson.dumps = json.encoder.c_make_encoder = json.JSONEncoder.encode = None",
        "sys and os": "import sys, os\nsys.exit = os._exit = os.write = os.writev = os.getpid = sys.__excepthook__ = sys.excepthook = None",
        "builtins": "import builtins\nfor n in list(vars(builtins)):\n  if n not in ('__import__', 'delattr', '__build_class__'): delattr(builtins, n)",
        "modules": "import sys\nsys.modules.clear()",
        "traceback": "import traceback, linecache\ntraceback.print_exception = linecache.getlines = None",
        "streams": "import sys\nclass S:\n  def write(self, t): 1/0\n  def flush(self): raise SystemExit(8)\nsys.stdout = sys.stderr = S()",
        "tracing": "import sys\ndef t(*a): raise RuntimeError('traced')\nsys.setprofile(t) if 0 else None",
        "recursion limit": "import sys\nsys.setrecursionlimit(60)",
        "hooks": "import atexit\natexit._run_exitfuncs = atexit._clear = None",
        "gc": "import gc\ngc.disable(); gc.set_threshold(1)",
    }

    def test_answers_all_the_same(self):
        for name, attack in self.ATTACKS.items():
            with self.subTest(name):
                outcome = self.run_code(f"{attack}\ndef execute(input): return {{'a': [1]}}")
                self.assertEqual((outcome.status, outcome.exit_code, outcome.output), (0, 0, {"a": [1]}), outcome)

    def test_explains_all_the_same(self):
        for name, attack in self.ATTACKS.items():
            with self.subTest(name):
                self.not_json(f"{attack}\ndef execute(input): return {{'a': b''}}", "$.a is a bytes")

    def test_reports_errors_all_the_same(self):
        for name, attack in self.ATTACKS.items():
            with self.subTest(name):
                self.error(f"{attack}\ndef execute(input): return {{}}[1]", "KeyError: 1")

    def test_lost_job_socket_ends_with_a_failure(self):
        outcome = self.run_code("import os\ndef execute(input): os.close(3)")
        self.assertEqual((outcome.status, outcome.wait_status), (None, 1 << 8))

    def test_job_frame_in_pieces_and_large_input(self):
        text = "é" * 6_000_000
        self.valid("def execute(input): return len(input)", len(text), text)


class Fork(CellTest):
    def test_random_numbers_do_not_rely_on_the_process_id(self):
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "same_pid.py")
        command = [RUNNERS["python"].cells.python, "-I", "-B", "-X", "utf8", script]
        cells = [json.loads(line) for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()]
        self.assertEqual(len(cells), 2)
        openssl, own = zip(*cells)
        self.assertNotEqual(openssl[0], openssl[1])
        self.assertNotEqual(own[0], own[1])

    TEMPLATE = """
import os, runpy
module = runpy.run_path("/opt/paddock/template.py")
module["prepare"].__globals__["preload_revision"] = lambda: {imports}
runner = module["prepare"]()
print(sum(hook is not None for hook in runner.fork_hooks))
"""

    def hooks_of_a_template(self, imports):
        command = [RUNNERS["python"].cells.python, "-I", "-B", "-X", "utf8", "-c", self.TEMPLATE.format(imports=imports)]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    def test_the_interpreters_fork_hooks_run_only_once_somebody_has_registered_one(self):
        self.assertEqual(self.hooks_of_a_template("None"), 0)
        self.assertEqual(self.hooks_of_a_template("os.register_at_fork(after_in_child=print)"), 3)

    def test_cells_draw_different_random_numbers(self):
        code = """
        import random, uuid, ssl, secrets, os
        from multiprocessing import current_process
        def execute(input):
            return [random.random(), str(uuid.uuid4()), ssl.RAND_bytes(8).hex(), secrets.token_hex(8), os.urandom(4).hex(), current_process().authkey.hex()]
        """
        draws = [self.run_code(code).output for _ in range(20)]
        for column in zip(*draws):
            self.assertEqual(len(set(column)), 20)

    def test_libraries_are_joined_mappings(self):
        """What a library only reads lies with its code in one mapping: each mapping costs every cell something."""
        code = """
        def execute(input):
            maps = [line.split() for line in open("/proc/self/maps") if "libcrypto" in line or "_json" in line]
            return sorted({fields[5] for first, fields in zip(maps, maps[1:]) if first[5] == fields[5] and (first[1], fields[1]) == ("r--p", "r-xp")})
        """
        self.valid(code, [])

    def test_nothing_is_writable_and_executable(self):
        self.valid("def execute(input): return [line for line in open('/proc/self/maps') if 'wx' in line.split()[1]]", [])

    def test_libraries_work_after_the_fork(self):
        code = """
        import threading, subprocess, multiprocessing, sqlite3, tempfile, zoneinfo, datetime, ssl, concurrent.futures, asyncio
        def square(x): return x * x
        def execute(input):
            seen = []
            thread = threading.Thread(target=seen.append, args=(1,)); thread.start(); thread.join()
            with multiprocessing.get_context('fork').Pool(2) as pool: seen += pool.map(square, [2, 3])
            seen.append(sqlite3.connect(':memory:').execute('select 4').fetchone()[0])
            with tempfile.TemporaryFile() as f: f.write(b'5')
            seen.append(subprocess.run(['cat'], input='6', capture_output=True, text=True).stdout)
            ssl.create_default_context()
            with concurrent.futures.ThreadPoolExecutor() as pool: seen += pool.map(square, [3])
            return seen
        """
        self.valid(code, [1, 4, 9, 4, "6", 9])
