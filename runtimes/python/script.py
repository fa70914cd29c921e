"""One script in a Python cell: what `python3 /src/code.py ARGUMENT…` would do, in an interpreter that is warm already.

What counts is what the process prints and the status it ends with. The result frame that it sends at its end says no more than that status,
only sooner than the kernel, which takes milliseconds to clear a process away; so nothing here has to be proof against user code.
"""

import gc
import io
import logging
import multiprocessing.util
import os
import sys
import threading
import types

JSON_LENGTH = 4  # bytes, ahead of the JSON; the stdin follows it
INTERRUPTED = 130  # what a shell reports for a program that SIGINT ended

runner = None  # set by the template


def run(fd, payload):
    """Run the script that arrived on fd. Never returns."""
    code = 1
    try:
        json_end = JSON_LENGTH + int.from_bytes(payload[:JSON_LENGTH], "little")
        job = runner.decode(payload[JSON_LENGTH:json_end])
        open_stdin(payload[json_end:])
        payload.release()
        pid = os.getpid()
        code = end(perform(job, main_module()))
        if os.getpid() == pid:
            runner.send_all(fd, runner.pack_header(runner.LENGTH_BEFORE_OUTPUT, runner.RESULT, runner.VALID, code))
    finally:
        os._exit(code)


def open_stdin(contents):
    """A file without a name in place of /dev/null: it can be read in every way there is, and child processes inherit it."""
    if contents:
        fd = os.memfd_create("stdin", 0)
        runner.send_all(fd, contents)
        os.lseek(fd, 0, os.SEEK_SET)
        os.dup2(fd, 0)
        os.close(fd)
    raw = io.FileIO(0, "r", closefd=False)
    raw.name = "<stdin>"
    stream = io.TextIOWrapper(io.BufferedReader(raw), "utf-8", "surrogateescape")
    stream.mode = "r"
    sys.stdin = sys.__stdin__ = stream


def main_module():
    module = types.ModuleType("__main__")
    names = module.__dict__
    names["__annotations__"] = {}
    names["__builtins__"] = sys.modules["builtins"]
    names["__file__"] = runner.SOURCE
    names["__cached__"] = None
    del sys.modules[runner.MODULE]
    # the second is the name that multiprocessing gives the first
    sys.modules["__main__"] = sys.modules["__mp_main__"] = module
    return names


def perform(job, names):
    """Returns the exit code."""
    try:
        runner.lay_out(job)
        sys.argv = [runner.SOURCE, *job["args"]]
        sys.orig_argv = ["python3", *sys.argv]
        source = job["code"].removeprefix("\ufeff")
        del job
        exec(compile(source, runner.SOURCE, "exec", 0, True), names)
        return 0
    except SystemExit as error:
        return runner.exit_code(error)
    except BaseException as error:
        report(error)
        return INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1


def report(error):
    if sys.excepthook is not sys.__excepthook__:
        try:
            sys.excepthook(type(error), error, runner.users_part(error))
            return
        except BaseException as second:
            runner.show(second)
    runner.show(error)


def end(code):
    """What the interpreter does once the script has come to its end, in its order."""
    for step in (threading._shutdown, runner.run_exit_functions, multiprocessing.util._exit_function, shut_logging_down, let_go):
        try:
            step()
        except SystemExit as error:
            code = runner.exit_code(error)
        except BaseException as error:
            runner.show(error)
    runner.flush("stdout")
    runner.flush("stderr")
    runner.flush_c_streams(None)
    return code


def shut_logging_down():
    if len(runner.log_handlers) > runner.our_log_handlers:
        logging.shutdown()


def let_go():
    """Of the script's objects, so that their __del__ runs. What came with the template is frozen and not looked at."""
    sys.modules.pop("__main__", None)
    sys.modules.pop("__mp_main__", None)
    gc.collect()
