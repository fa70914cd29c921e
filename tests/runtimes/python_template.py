"""The product's Python template, but forking plainly where the product calls libpaddock. Started by cells.py."""

import os
import runpy
import socket
import sys

here = os.path.dirname(os.path.abspath(__file__))


def wired_up(control):
    """Forks a cell on request, as paddock_serve does; returns in the cell only."""
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, 16, 3)
        if not message:
            os._exit(0)
        pid = os.fork()
        if pid == 0:
            job, out, err = descriptors
            control.close()
            place([os.open("/dev/null", os.O_RDONLY), out, err, job])
            stage_enter_cell()
            return 3
        for fd in descriptors:
            os.close(fd)
        control.send(str(pid).encode())
        _, status, usage = os.wait4(pid, 0)
        control.send(f"{status} {usage.ru_utime + usage.ru_stime}".encode())


control = socket.socket(fileno=int(sys.argv[1]))
sys.path.insert(0, here)
from cells import place  # noqa: E402
from stage import enter_cell as stage_enter_cell  # noqa: E402

sys.path.remove(here)
for name in ("cells", "stage"):
    del sys.modules[name]
runner = runpy.run_path("/opt/paddock/template.py")["prepare"]()
runner.run(wired_up(control))
