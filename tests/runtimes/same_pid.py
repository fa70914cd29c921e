"""Draws random bytes in two cells that are, like their template, process 1 of their pid namespace. Started by test_python.py.

Prints one JSON array a cell: OpenSSL's bytes as they come without anybody's doing, and random.random() after the runner has prepared the cell.
"""

import ctypes
import json
import os
import runpy
import ssl

CLONE_NEWPID = 0x20000000
libc = ctypes.CDLL(None, use_errno=True)


def in_new_pid_namespace(action):
    helper = os.fork()
    if helper == 0:
        if libc.unshare(CLONE_NEWPID) != 0:
            os._exit(1)
        child = os.fork()
        if child == 0:
            try:
                action()
            finally:
                os._exit(0)
        os._exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    os.waitpid(helper, 0)


def template():
    runner = runpy.run_path("/opt/paddock/template.py")["prepare"]()
    ssl.RAND_bytes(8)
    for _ in range(2):
        in_new_pid_namespace(lambda: cell(runner))


def cell(runner):
    assert os.getpid() == 1
    drawn = ssl.RAND_bytes(8).hex()
    runner.reseed()
    line = json.dumps([drawn, runner.random.random()]) + "\n"
    os.write(1, line.encode())


in_new_pid_namespace(template)
