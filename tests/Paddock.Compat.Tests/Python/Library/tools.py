"""Modules that look at, test, or watch code; and logging."""

import cProfile
import code
import compileall
import contextlib
import curses
import curses.ascii
import dis
import doctest
import faulthandler
import gc
import importlib
import importlib.metadata
import importlib.resources
import importlib.util
import inspect
import io
import logging
import logging.config
import logging.handlers
import os
import pathlib
import profile
import pstats
import py_compile
import runpy
import sched
import socket
import socketserver
import subprocess
import sys
import threading
import time
import timeit
import trace
import traceback
import tracemalloc
import unittest
import unittest.mock
import warnings
import weakref


def test_logging_to_files_that_rotate():
    logger = logging.getLogger("rotating")
    logger.addHandler(logging.handlers.RotatingFileHandler("/tmp/log", maxBytes=50, backupCount=2))
    logger.addHandler(logging.handlers.TimedRotatingFileHandler("/tmp/timed"))
    for number in range(10):
        logger.warning("line %d", number)
    assert os.path.exists("/tmp/log.1") and pathlib.Path("/tmp/timed").read_text().count("\n") == 10


def test_logging_through_queue_memory_and_socket():
    received = threading.Event()

    class Receiver(socketserver.StreamRequestHandler):
        def handle(self):
            self.rfile.read(4) and received.set()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Receiver) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        logger = logging.getLogger("remote")
        logger.addHandler(logging.handlers.SocketHandler("127.0.0.1", server.server_address[1]))
        logger.addHandler(logging.handlers.MemoryHandler(10))
        logger.error("over the wire")
        assert received.wait(10)
        server.shutdown()
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    logging.config.dictConfig({"version": 1, "root": {"level": "INFO"}})
    assert logging.getLogger().level == logging.INFO


def test_logging_to_stderr_by_default():
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, force=True)
    logging.info("seen")


def test_unittest_runs():
    class Case(unittest.TestCase):
        def test_equal(self):
            self.assertEqual(1 + 1, 2)

        def test_mock(self):
            with unittest.mock.patch("os.getcwd", return_value="/mocked"):
                self.assertEqual(os.getcwd(), "/mocked")

    result = unittest.TextTestRunner(io.StringIO()).run(unittest.defaultTestLoader.loadTestsFromTestCase(Case))
    assert result.testsRun == 2 and result.wasSuccessful()


def documented(number):
    """
    >>> documented(2)
    4
    """
    return number * 2


def test_doctest_runs():
    results = doctest.testmod(sys.modules[__name__])
    assert results.attempted == 1 and results.failed == 0


def test_a_profile():
    with cProfile.Profile() as profiled:
        sorted(range(1000), key=lambda n: -n)
    out = io.StringIO()
    pstats.Stats(profiled, stream=out).print_stats()
    assert "lambda" in out.getvalue()
    profile.Profile().runcall(sum, [1, 2])


def test_tracemalloc():
    tracemalloc.start()
    kept = [bytes(1000) for _ in range(100)]
    top = tracemalloc.take_snapshot().statistics("lineno")[0]
    assert top.size >= 100_000 and top.traceback[0].filename == "/src/code.py" and kept


def test_faulthandler_writes_a_traceback():
    with open("/tmp/trace", "w+") as file:
        faulthandler.dump_traceback(file)
        file.seek(0)
        assert "test_faulthandler_writes_a_traceback" in file.read()
    faulthandler.enable()
    faulthandler.disable()
    done = subprocess.run([sys.executable, "-X", "faulthandler", "-c", "import ctypes; ctypes.string_at(0)"], capture_output=True, text=True)
    assert done.returncode == -11 and "Segmentation fault" in done.stderr


def test_resources_and_metadata():
    assert importlib.resources.files("email").joinpath("architecture.rst").is_file() or importlib.resources.files("email").is_dir()
    assert importlib.metadata.version("requests")
    assert "httpx" in {item.metadata["Name"] for item in importlib.metadata.distributions()}


def test_modules_of_ones_own():
    pathlib.Path("helper.py").write_text("VALUE = 7\n")
    import helper

    assert helper.VALUE == 7
    os.makedirs("/tmp/lib/package")
    pathlib.Path("/tmp/lib/package/__init__.py").write_text("from .inner import NAME\n")
    pathlib.Path("/tmp/lib/package/inner.py").write_text("NAME = __name__\n")
    sys.path.append("/tmp/lib")
    assert importlib.import_module("package").NAME == "package.inner"
    py_compile.compile("helper.py", "/tmp/helper.pyc")
    assert compileall.compile_dir("/tmp/lib", quiet=1)
    assert runpy.run_path("helper.py")["VALUE"] == 7


def test_inspect_dis_and_traceback_show_the_source():
    assert "def documented" in inspect.getsource(documented)
    assert inspect.getsourcefile(documented) == "/src/code.py"
    out = io.StringIO()
    dis.dis(documented, file=out)
    assert "number" in out.getvalue()
    try:
        documented(None)
    except TypeError:
        assert "return number * 2" in traceback.format_exc()


def test_an_interpreter_within():
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code.InteractiveInterpreter().runsource("print(6 * 7)")
    assert out.getvalue() == "42\n"


def test_timeit_sched_trace():
    assert timeit.timeit("1 + 1", number=100) > 0
    seen, scheduler = [], sched.scheduler(time.monotonic, time.sleep)
    scheduler.enter(0.01, 1, seen.append, (1,))
    scheduler.run()
    assert seen == [1]
    counting = trace.Trace(count=1, trace=0)
    counting.runfunc(documented, 1)
    assert counting.results().counts


def test_warnings_garbage_and_weak_references():
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        warnings.warn("watch out")
    assert len(caught) == 1

    class Node:
        pass

    node = Node()
    node.self, gone = node, weakref.ref(node)
    del node
    gc.collect()
    assert gone() is None


def test_curses_has_keys_and_no_terminal():
    assert curses.KEY_UP == 259 and curses.ascii.ctrl("a") == "\x01"
    try:
        curses.initscr()
    except curses.error:
        return
    raise AssertionError("there is a terminal")


def test_spec_from_file_location():
    pathlib.Path("/tmp/one.py").write_text("def f(): return 'one'\n")
    spec = importlib.util.spec_from_file_location("one", "/tmp/one.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.f() == "one"
