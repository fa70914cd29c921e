"""Entry of the Python template: preload, warm up, then serve cells.

Runs as `python3.11 -I -B -X utf8 /opt/paddock/template.py` inside the template's cage. It never sees a request:
`paddock_serve` returns only in a forked cell, where run() takes over.
"""

import ctypes

LIBRARY = "/opt/paddock/libpaddock.so"


class ArenaAllocator(ctypes.Structure):
    """CPython's PyObjectArenaAllocator."""

    _fields_ = [("context", ctypes.c_void_p), ("allocate", ctypes.c_void_p), ("free", ctypes.c_void_p)]


def replace_arenas():
    """Let objects live in memory that paddock_settle can put into huge pages; returns what ends that.

    The first thing that happens here: what is imported before lies elsewhere.
    """
    original, ours = ArenaAllocator(), ArenaAllocator()
    ctypes.pythonapi.PyObject_GetArenaAllocator(ctypes.byref(original))
    ours.allocate = ctypes.cast(ctypes.CDLL(LIBRARY).paddock_arena, ctypes.c_void_p)
    ours.free = original.free
    ctypes.pythonapi.PyObject_SetArenaAllocator(ctypes.byref(ours))
    return lambda: ctypes.pythonapi.PyObject_SetArenaAllocator(ctypes.byref(original))


restore_arenas = replace_arenas()

import _ssl
import builtins
import gc
import importlib
import io
import json
import logging
import os
import random
import site
import sys
import threading
import types

HERE = os.path.dirname(os.path.abspath(__file__))
PACKAGES = "/opt/packages"

# What most LLM-written code imports. A forked cell gets these for free; a missing one costs it milliseconds, but every megabyte makes
# each fork slower. So what only few use is left to be imported. The half of the network that is here costs 1.4 MiB and is what requests and
# httpx, 50 ms each, begin with; encodings.idna is imported by every name that is looked up.
PRELOADED = """
abc argparse array ast asyncio atexit base64 binascii bisect calendar cmath codecs collections collections.abc
concurrent.futures concurrent.futures.thread contextlib contextvars copy csv ctypes dataclasses datetime decimal
difflib encodings.idna enum errno fnmatch fractions functools glob hashlib heapq hmac html html.entities html.parser
http.client http.cookiejar importlib importlib.util inspect io ipaddress itertools json keyword linecache locale logging
math numbers operator os os.path pathlib pickle platform pprint queue random re secrets select selectors shlex shutil
signal socket ssl stat statistics string struct subprocess sys tempfile textwrap threading time token tokenize
traceback types typing unicodedata urllib.parse urllib.request uuid warnings weakref xml.etree.ElementTree zlib zoneinfo copyreg graphlib
""".split()


def preload():
    for name in PRELOADED:
        importlib.import_module(name)


def add_packages():
    """Make the revision's packages importable: behind the standard library, in front of what the plain runtime has."""
    before = list(sys.path)
    site.addsitedir(PACKAGES)
    own = [path for path in sys.path if path not in before]
    debian = next((place for place, path in enumerate(before) if path.endswith("-packages")), len(before))
    sys.path[:] = before[:debian] + own + before[debian:]


def preload_revision():
    """Import what the revision's template is to have ready.

    The file is empty for the plain runtime; for a revision the server puts another in its place. `preloads` were found to be harmless when
    it was built; `imports` are its owner's, arbitrary code that has run in a cell before. Both run here caged, in a template of the revision's own.
    """
    with open(os.path.join(HERE, "preload.json"), encoding="utf-8") as file:
        revision = json.load(file)
    if not revision:
        return
    add_packages()
    for name in revision["preloads"]:
        importlib.import_module(name)
    exec(compile(revision["imports"], "<additional_python_imports>", "exec", dont_inherit=True), {"__name__": "additional_python_imports"})


def open_stream(fd, name):
    """A text stream that hands every write to the kernel at once, so what was printed outlives a kill, and that can write any str."""
    raw = io.FileIO(fd, "w", closefd=False)
    raw.name = name
    stream = io.TextIOWrapper(raw, "utf-8", "backslashreplace", newline="\n", write_through=True)
    stream.mode = "w"
    return stream


def open_streams():
    sys.stdout = sys.__stdout__ = open_stream(1, "<stdout>")
    sys.stderr = sys.__stderr__ = open_stream(2, "<stderr>")


def load(name):
    """Execute a file of ours in a module that user code does not meet in sys.modules.

    It gets a private copy of the builtins, so that user code which edits `builtins` does not edit ours.
    """
    path = os.path.join(HERE, name + ".py")
    with open(path, encoding="utf-8") as file:
        code = compile(file.read(), path, "exec", dont_inherit=True)
    module = types.ModuleType(name)
    module.__file__ = path
    module.__dict__["__builtins__"] = dict(vars(builtins))
    exec(code, module.__dict__)
    return module


def load_runner():
    runner = load("runner")
    runner.first_fault = load("faults").first_fault
    script = load("script")
    script.runner = runner
    runner.run_script = script.run
    runner.error_stream = open_stream(2, "<stderr>")
    runner.warm_up()
    return runner


def descriptors():
    return {int(name) for name in os.listdir("/proc/self/fd")}


def refuse_leaks(before):
    """A cell inherits what the template holds: a thread would be lost silently, a socket would work in spite of the cage."""
    if threading.active_count() != 1:
        raise SystemExit(f"paddock: a preloaded module left threads running: {threading.enumerate()}")
    left = descriptors() - before
    if left:
        raise SystemExit(f"paddock: a preloaded module left descriptors open: {sorted(left)}")


def fork_hooks():
    """What runs around a fork by CPython's own lists, which only the collector knows; not after gc.freeze()."""

    def mark():
        pass

    os.register_at_fork(before=mark, after_in_child=mark, after_in_parent=mark)
    lists = [found for found in gc.get_referrers(mark) if type(found) is list]
    if len(lists) != 3:
        raise SystemExit("paddock: this interpreter keeps its fork hooks elsewhere")
    for hooks in lists:
        hooks.remove(mark)
    return [hook for hooks in lists for hook in hooks]


def interpreter_hooks(known):
    """What libpaddock calls around the making of each cell: CPython's own half of a fork, or nothing while only `known` hooks are registered.

    That half puts right what other threads may have held, locks and the standard library's own, and a template has no other threads;
    each Python function that runs in a fresh cell copies several pages. Once another module has registered something it is all done.
    """
    if all(hook in known for hook in fork_hooks()):
        return [None] * 3
    return [
        ctypes.cast(getattr(ctypes.pythonapi, name), ctypes.c_void_p)
        for name in ("PyOS_BeforeFork", "PyOS_AfterFork_Parent", "PyOS_AfterFork_Child")
    ]


def draw_from_kernel():
    """OpenSSL has a generator of its own, the same in all copies of a template: let it have none."""
    library = ctypes.CDLL(LIBRARY)
    library.paddock_random_method.restype = ctypes.c_void_p
    openssl = ctypes.CDLL(_ssl.__file__)  # its functions are found through the module that is linked to it
    openssl.RAND_set_rand_method.argtypes = [ctypes.c_void_p]
    if openssl.RAND_set_rand_method(library.paddock_random_method()) != 1:
        raise SystemExit("paddock: OpenSSL does not take another source of random numbers")


def serve(hooks):
    library = ctypes.PyDLL(LIBRARY)
    library.paddock_serve.argtypes = [ctypes.c_void_p] * 3
    library.paddock_serve.restype = ctypes.c_int
    return library.paddock_serve(*hooks)


def prepare():
    """Everything up to the first cell; the runner."""
    before = descriptors()
    open_streams()
    preload()
    draw_from_kernel()
    runner = load_runner()
    known = fork_hooks()
    preload_revision()
    runner.fork_hooks = interpreter_hooks(known)
    sys.argv = [runner.SOURCE]
    threading.main_thread()._native_id = 1  # of a cell, which is the first process of its namespace; no hook of CPython's looks it up anew
    sys.path.insert(0, runner.WORK)
    # The dynamic linker has used it; a child process of a cell must not be made to load our library.
    os.environ.pop("LD_PRELOAD", None)
    refuse_leaks(before)
    gc.collect()
    gc.freeze()
    restore_arenas()
    ctypes.CDLL(LIBRARY).paddock_settle()
    return runner


if __name__ == "__main__":
    run_serve = serve  # what the revision imports may replace any name of this module
    runner = prepare()
    runner.run(run_serve(runner.fork_hooks))
