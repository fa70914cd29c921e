"""One execution in a Python cell: read the job frame, run the user's code, answer with the result frame, leave. A script's is in script.py.

The frames are described in docs/protocols/cell.md. Nothing in here is a security boundary (the kernel cage is), but whatever
the user's code does to the interpreter, an answer is sent or the process ends with a non-zero status. Hence the rule of this
file: what runs after user code uses only names bound before it ran, and this module's builtins are a private copy.
"""

import _random
import asyncio
import atexit
import ctypes
import functools
import gc
import json
import linecache
import logging
import multiprocessing.process
import multiprocessing.util
import os
import random
import struct
import sys
import threading
import time
import types
from ast import PyCF_ALLOW_TOP_LEVEL_AWAIT
from inspect import CO_COROUTINE
from json.encoder import c_make_encoder, encode_basestring, encode_basestring_ascii
from os import _exit, getpid, write, writev

SOURCE = "/src/code.py"
WORK = "/mnt/req"
MODULE = "function"
MAX_NESTING = 1000  # levels of JSON; the server accepts as many in an input

VALID, NOT_JSON, ERROR = 0, 1, 2
RESULT = 2
SCRIPT = 3
HEADER = struct.Struct("<IBBi")  # length, kind, status, exit code
LENGTH_BEFORE_OUTPUT = 5  # status and exit code count as payload
JOB_HEADER = 5  # length, kind

MISSING = object()
Future = asyncio.Future
FunctionType = types.FunctionType
new_event_loop, set_event_loop = asyncio.new_event_loop, asyncio.set_event_loop
set_recursion_limit, get_recursion_limit = sys.setrecursionlimit, sys.getrecursionlimit
set_int_digits, get_int_digits = sys.set_int_max_str_digits, sys.get_int_max_str_digits
set_trace, set_profile, get_frame = sys.settrace, sys.setprofile, sys._getframe
gc_disable, gc_enable = gc.disable, gc.enable
run_exit_functions = atexit._run_exitfuncs
log_handlers, shut_logging_down = logging._handlerList, logging.shutdown
our_log_handlers = len(log_handlers)
display = sys.__excepthook__  # C code: carets, suggestions, chains and groups without the traceback module
decode_json = json.JSONDecoder().decode
pack_header = HEADER.pack
first_fault = None  # set by the template: faults.first_fault
run_script = None  # set by the template: script.run
main_process = multiprocessing.process.current_process()
seed_random = functools.partial(_random.Random.seed, random._inst)  # random.seed() without its Python half

# Straight from the type, because a subclass may shadow these with anything.
get_traceback = BaseException.__dict__["__traceback__"].__get__
set_traceback = BaseException.__dict__["__traceback__"].__set__
get_exit_code = SystemExit.__dict__["code"].__get__
get_future_loop = Future.get_loop

OUR_FOLDER = os.path.dirname(__file__) + "/"
ASYNCIO = os.path.dirname(asyncio.__file__) + "/"

flush_c_streams = ctypes.CDLL(None).fflush
flush_c_streams.argtypes = [ctypes.c_void_p]
flush_c_streams.restype = ctypes.c_int

error_stream = sys.stderr  # the template's: a stream of its own on descriptor 2


def refuse(value):
    raise TypeError("not JSON")


def make_encoder(strings):
    # Positional: markers, default, encoder, indent, key separator, item separator, sort_keys, skipkeys, allow_nan.
    # No markers: a cycle runs into the recursion limit, and first_fault() then names it.
    return c_make_encoder(None, refuse, strings, None, ":", ",", False, False, False)


encode_utf8 = make_encoder(encode_basestring)
encode_ascii = make_encoder(encode_basestring_ascii)


# -- before the job ---------------------------------------------------------------------------------------------------


def run(fd):
    """Run the one job that arrives on fd. Never returns."""
    try:
        module = prepare(fd)
        kind, payload = receive(fd)
        if kind == SCRIPT:
            run_script(fd, payload)
        job = decode(payload)
        answer(fd, getpid(), *perform(job, module))
    finally:
        # Reached only when user code has pulled the ground from under us: no frame, so the exit status has to tell.
        _exit(1)


def prepare(fd):
    """All that a fresh cell needs and that does not depend on the job: it happens while the cell waits in the pool."""
    reseed()
    rehearse()
    os.set_inheritable(fd, False)
    module = types.ModuleType(MODULE)
    module.__file__ = SOURCE
    module.__dict__["__builtins__"] = sys.modules["builtins"]
    # multiprocessing has noted the template as __mp_main__, the name by which what a spawned child sends back is found
    sys.modules[MODULE] = sys.modules["__main__"] = sys.modules["__mp_main__"] = module
    return module


def reseed():
    """All cells of a template are copies with the same pid, so no library notices the fork by itself. OpenSSL has no state (template.py)."""
    seed_random()
    random._inst.gauss_next = None  # the second number of a pair that the imports of a revision drew
    main_process.authkey = os.urandom(32)  # multiprocessing draws it when it is imported
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def receive(fd):
    """Returns the kind and the payload."""
    head = os.read(fd, 65536)
    while len(head) < JOB_HEADER:
        more = os.read(fd, 65536)
        if not more:
            _exit(0)  # the server let go of an unused cell
        head += more
    length = int.from_bytes(head[:4], "little")
    if len(head) == JOB_HEADER + length:
        return head[4], memoryview(head)[JOB_HEADER:]
    payload = bytearray(length)
    have = len(head) - JOB_HEADER
    payload[:have] = head[JOB_HEADER:]
    rest = memoryview(payload)
    while have < length:
        count = os.readv(fd, [rest[have:]])
        if not count:
            _exit(0)
        have += count
    return head[4], rest


def decode(payload):
    """The collector and the limits on digits and depth guard against foreign input; the server has checked this one."""
    digits, depth = get_int_digits(), get_recursion_limit()
    set_int_digits(0)
    set_recursion_limit(2 * MAX_NESTING + depth)
    gc_disable()
    try:
        return decode_json(str(payload, "utf-8"))
    finally:
        gc_enable()
        set_recursion_limit(depth)
        set_int_digits(digits)


# -- the job ----------------------------------------------------------------------------------------------------------


def perform(job, module):
    """Returns status, exit code and output."""
    try:
        lay_out(job)
        value = call(job["code"], module.__dict__, job["input"])
    except SystemExit as error:
        return ERROR, exit_code(error), b""
    except BaseException as error:
        show(error)
        return ERROR, 1, b""
    try:
        return VALID, 0, serialize(value)
    except BaseException as error:
        complain(value, error)
        return NOT_JSON, 0, b""


def lay_out(job):
    for file in job["files"]:
        store(file["path"], file["contents"])
    if job["env"]:
        os.environ.update(job["env"])
        if "TZ" in job["env"]:
            time.tzset()
    source = job["code"]
    store(SOURCE, source)
    # No modification time: linecache then never looks at the disk, so a traceback shows what ran.
    linecache.cache[SOURCE] = (len(source), None, source.splitlines(True), SOURCE)


def store(path, contents):
    parent = os.path.dirname(path)
    if parent:
        os.makedirs(parent, 0o755, exist_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o644)
    try:
        send_all(fd, contents.encode("utf-8", "surrogatepass"))
    finally:
        os.close(fd)


def call(source, namespace, argument):
    code = compile(source.removeprefix("\ufeff"), SOURCE, "exec", PyCF_ALLOW_TOP_LEVEL_AWAIT, True)
    loop = None
    result = eval(code, namespace)
    if code.co_flags & CO_COROUTINE:
        loop = start_loop()
        loop.run_until_complete(result)
    execute = namespace.get("execute", MISSING)
    if not callable(execute):
        raise no_execute(execute, namespace)
    value = execute(argument)
    if hasattr(type(value), "__await__"):
        value = settle(value, loop)
    return value


def start_loop():
    loop = new_event_loop()
    set_event_loop(loop)
    return loop


def settle(value, loop):
    """The awaited value. One loop serves top-level await and execute, so what the first made works in the second."""
    if issubclass(type(value), Future):
        return get_future_loop(value).run_until_complete(value)
    return (loop or start_loop()).run_until_complete(wait_for(value))


async def wait_for(value):
    return await value


def no_execute(execute, namespace):
    expected = "Paddock calls execute(input): define it at the top level, as def execute(input) or async def execute(input)"
    if execute is not MISSING:
        return TypeError(f"'execute' is not callable, it is of type '{type(execute).__name__}'. {expected}")
    functions = [name for name, value in namespace.items() if type(value) is FunctionType]
    defined = f"The code defines {', '.join(functions[:10])}" if functions else "The code defines no function"
    return NameError(f"name 'execute' is not defined. {defined}. {expected}")


# -- after the job: only names that were bound before it -----------------------------------------------------------------


def serialize(value):
    """The value as UTF-8 JSON. One call of C code; whatever goes wrong is explained afterwards."""
    if value is None:
        return b""
    set_int_digits(0)
    set_recursion_limit(current_depth() + MAX_NESTING + 1)  # the encoder takes one itself
    gc_disable()
    text = "".join(encode_utf8(value, 0))
    try:
        return text.encode()
    except UnicodeEncodeError:  # a lone surrogate, which only an escape can carry
        return "".join(encode_ascii(value, 0)).encode()


def current_depth():
    frame, depth = get_frame(1), 0
    while frame:
        frame, depth = frame.f_back, depth + 1
    return depth


def complain(value, error):
    set_recursion_limit(3 * MAX_NESTING)
    try:
        fault = first_fault(value) or f"turning it into JSON raised {type(error).__name__}"
    except BaseException as second:
        fault = f"looking at it raised {type(second).__name__}"
    tell(f"paddock: the returned value is not JSON: {fault}\n")


def tell(text):
    try:
        send_all(2, text.encode("utf-8", "backslashreplace"))
    except OSError:
        pass  # nobody listens on stderr any more


def show(error):
    """The traceback as Python prints it, less the frames that led to the user's code."""
    trace = users_part(error)
    sys.stderr = error_stream
    display(type(error), error, trace)


def users_part(error):
    trace = get_traceback(error)
    while trace is not None and not_the_users(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    set_traceback(error, trace)
    return trace


def not_the_users(filename):
    return filename.startswith((OUR_FOLDER, ASYNCIO))


def exit_code(error):
    code = get_exit_code(error)
    if code is None:
        return 0
    if issubclass(type(code), int):
        return int.__and__(code, 0xFF)
    try:
        tell(str(code) + "\n")
    except BaseException:
        tell(f"paddock: SystemExit with an unprintable {type(code).__name__}\n")
    return 1


def answer(fd, pid, status, code, output):
    set_trace(None)
    set_profile(None)
    try:
        run_exit_functions()
        if len(log_handlers) > our_log_handlers:
            shut_logging_down()
    except BaseException as error:
        show(error)
    flush("stdout")
    flush("stderr")
    flush_c_streams(None)
    if getpid() == pid:  # a child that user code forked and let fall through has no result to give
        header = pack_header(LENGTH_BEFORE_OUTPUT + len(output), RESULT, status, code)
        send_all(fd, header, output)
    _exit(code)


def flush(name):
    """User code may have put a buffer of its own on top of ours, or closed it, or None in its place."""
    try:
        getattr(sys, name).flush()
    except BaseException:
        pass


def send_all(fd, *parts):
    sent = writev(fd, parts)
    for part in parts:
        if sent < len(part):
            rest = memoryview(part)[sent:]
            while rest:
                rest = rest[write(fd, rest) :]
            sent = 0
        else:
            sent -= len(part)


# -- rehearsals --------------------------------------------------------------------------------------------------------

REHEARSED = json.dumps({"language": "python", "code": "def execute(input): return input", "env": {}, "files": [], "input": {"a": [1, "é"]}})
REHEARSED_ASYNC = "import asyncio\nasync def execute(input): await asyncio.sleep(0); return [input, 1.5, None]"


def rehearse():
    """The hot path without its effects. In a cell every page that it writes has to be copied: better before the job than after."""
    depth, digits = get_recursion_limit(), get_int_digits()
    job = decode(memoryview(REHEARSED.encode()))
    source = job["code"]
    source.splitlines(True)
    value = call(source, {"__builtins__": sys.modules["builtins"]}, job["input"])
    serialize(value)
    set_recursion_limit(depth)
    set_int_digits(digits)
    gc_enable()
    set_trace(None)
    set_profile(None)
    flush("stdout")
    flush("stderr")
    flush_c_streams(None)
    pack_header(LENGTH_BEFORE_OUTPUT, RESULT, VALID, 0)


def warm_up():
    """In the template: often enough that the bytecode is specialised, and once through what must not happen first in a cell."""
    for _ in range(20):
        rehearse()
        namespace = {}
        eval(compile(REHEARSED_ASYNC, SOURCE, "exec", PyCF_ALLOW_TOP_LEVEL_AWAIT, True), namespace)
        loop = start_loop()
        settle(namespace["execute"](1), loop)
        set_event_loop(None)
        loop.close()
    first_fault([{"a": 1, "b": (1.5, {2})}])
    reseed()
    # The first would wait for the processes that user code started, which end with the cell; answer() does the second if need be.
    atexit.unregister(multiprocessing.util._exit_function)
    atexit.unregister(logging.shutdown)
