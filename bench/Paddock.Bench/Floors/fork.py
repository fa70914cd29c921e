"""The floor of a Python execution: a warm CPython forks, the child runs the example through JSON and exits, the parent waits for it.

No server, no cage, no job to hand over. Prints what it measured as JSON. Arguments: the template whose preloads it shares, milliseconds for each
measurement, the example's code and input, and how many forks at once to saturate with, which may be several numbers.
"""

import ast
import gc
import importlib
import json
import os
import resource
import sys
import time

TEMPLATE, MILLISECONDS, CODE, INPUT, *COUNTS = sys.argv[1:]
SLICE = int(MILLISECONDS) / 1000
NULL = os.open("/dev/null", os.O_WRONLY)


def preloaded():
    """The list of the template, which is written as one text that is split."""
    with open(TEMPLATE, encoding="utf-8") as file:
        for node in ast.parse(file.read()).body:
            if isinstance(node, ast.Assign) and node.targets[0].id == "PRELOADED":
                return ast.literal_eval(node.value.func.value).split()
    raise SystemExit(f"{TEMPLATE} has no list PRELOADED")


def example():
    names = {}
    exec(compile(CODE, "<code>", "exec"), names)
    os.write(NULL, json.dumps(names["execute"](json.loads(INPUT))).encode())


def turn():
    child = os.fork()
    if child == 0:
        example()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status != 0:
        raise SystemExit(f"a fork ended with wait status {status}")


def cpu():
    own, forks = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + forks.ru_utime + forks.ru_stime


def turns():
    """Milliseconds of each turn, one after the other, and the CPU time of them all in milliseconds."""
    times, began, used = [], time.perf_counter(), cpu()
    last = began
    while last - began < SLICE:
        turn()
        now = time.perf_counter()
        times.append((now - last) * 1000)
        last = now
    return times, (cpu() - used) * 1000


def saturate(count):
    """So many parents at once; turns a second, and CPU time of each."""
    began, workers = time.perf_counter(), []
    for _ in range(count):
        read, write = os.pipe()
        worker = os.fork()
        if worker == 0:
            times, used = turns()
            os.write(write, f"{len(times)} {used}".encode())
            os._exit(0)
        os.close(write)
        workers.append((worker, read))
    found = []
    for worker, read in workers:
        found.append([float(number) for number in os.read(read, 100).split()])
        os.close(read)
        os.waitpid(worker, 0)
    done, used = (sum(numbers) for numbers in zip(*found))
    return {"at": count, "per_second": done / (time.perf_counter() - began), "cpu_ms": used / done}


for name in preloaded():
    importlib.import_module(name)
example()
gc.collect()
gc.freeze()
TIMES, USED = turns()
print(json.dumps({"times_ms": TIMES, "cpu_ms": USED / len(TIMES), "saturated": [saturate(int(count)) for count in COUNTS]}))
