"""The trial of a revision, as a script in a cell of its own with the packages: executes its imports, and finds what its template can import ahead.

stdin is a JSON object, {"candidates": ["numpy", …], "imports": "…"}; stdout is another, {"preloads": […], "failure": "…" or null}; what the imports
print is the log, on stderr. The packages' code runs in here, so the server takes nothing from the answer but names that are among the candidates.
"""

import gc
import importlib
import importlib.util
import json
import os
import signal
import sys
import traceback

PACKAGES = "/opt/packages"
IMPORTS = "<additional_python_imports>"
PATIENCE = 20  # seconds for one candidate; one that takes longer is not worth it


def main():
    order = json.load(sys.stdin)
    answer = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.path.append("/opt/paddock")
    import template

    template.add_packages()
    preloads = [name for name in order["candidates"] if is_in_packages(name) and is_harmless(name)]
    if preloads:
        print("Imported ahead:", ", ".join(preloads), file=sys.stderr)
    failure = execute(order["imports"], preloads)
    json.dump({"preloads": preloads, "failure": failure}, answer)
    answer.close()


def is_in_packages(name):
    folder = os.path.join(PACKAGES, *name.split("."))
    return os.path.isdir(folder) or os.path.isfile(folder + ".py")


def is_harmless(name):
    """In a process of its own: it can be imported, and leaves neither threads nor descriptors behind, which no template may have."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE)
        fault = 1
        try:
            before = descriptors()
            importlib.import_module(name)
            gc.collect()
            fault = 0 if descriptors() <= before and len(os.listdir("/proc/self/task")) == 1 else 2
        except BaseException as error:
            print(*traceback.format_exception_only(type(error), error), sep="", end="", file=sys.stderr)
        finally:
            os._exit(fault)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if status:
        why = {1: "it cannot be imported", 2: "it leaves threads or files open"}.get(status, "its import ends the process")
        print(f"{name} is not imported ahead: {why}", file=sys.stderr)
    return status == 0


def left_behind():
    """What is still there and must not be in a template, of which all cells are copies; None when there is nothing."""
    gc.collect()
    if len(os.listdir("/proc/self/task")) > 1:
        return "they leave threads running, which no copy of the template would have; start threads in the execution"
    if has_children():
        return "they leave processes running; start processes in the execution, and wait for those that an import needs"
    with open("/proc/self/maps") as maps:
        for line in maps:
            fields = line.split(None, 5)
            path = fields[5].strip() if len(fields) > 5 else ""
            if fields[1].endswith("s") and ("w" in fields[1] or not path.startswith("/") or path.startswith(("/dev/", "/memfd:", "/tmp/"))):
                return "they leave shared memory, which would join all executions of the revision"
    return None


def has_children():
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
        return True
    except ChildProcessError:
        return False


def descriptors():
    return set(os.listdir("/proc/self/fd"))


def execute(imports, preloads):
    """Returns what failed, or None."""
    try:
        for name in preloads:
            importlib.import_module(name)
        exec(compile(imports, IMPORTS, "exec", dont_inherit=True), {"__name__": "additional_python_imports"})
        return left_behind()
    except BaseException as error:
        trace = error.__traceback__
        while trace and trace.tb_frame.f_code.co_filename == __file__:
            trace = trace.tb_next
        traceback.print_exception(type(error), error, trace)
        return "".join(traceback.format_exception_only(type(error), error)).strip().split("\n")[-1]
