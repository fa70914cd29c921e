"""Plays jail and server for one cell at a time: starts it, sends the job frame, drains it, takes the result frame."""

import json
import os
import select
import selectors
import signal
import socket
import struct
import subprocess
import time
from dataclasses import dataclass, field

import stage

VALID, NOT_JSON, ERROR = 0, 1, 2
ENVIRONMENT = {"HOME": "/tmp", "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "LD_PRELOAD": "libm.so.6"}
BUN_ENVIRONMENT = ENVIRONMENT | {"BUN_JSC_useTailCalls": "0", "BUN_FEATURE_FLAG_DISABLE_ASYNC_TRANSPILER": "1"}


@dataclass
class Outcome:
    wait_status: int
    seconds: float
    stdout: str = ""
    stderr: str = ""
    status: int | None = None
    exit_code: int | None = None
    raw_output: bytes = field(default=b"", repr=False)
    before_frame: str = ""  # what had arrived on stdout when the frame did
    handoff: float = 0.0  # seconds from the job's sending to the frame's arrival
    cpu: float = 0.0  # seconds, of the whole process
    cpu_of_job: float = 0.0  # seconds, from the job's sending to the end of the process

    @property
    def output(self):
        return json.loads(self.raw_output) if self.raw_output else None


def job_frame(language, code, input=None, env=None, files=(), raw_input=None):
    job = {"language": language, "code": code, "env": env or {}, "files": list(files)}
    if raw_input is None:
        raw_input = json.dumps(input)
    payload = (json.dumps(job)[:-1] + ',"input":' + raw_input + "}").encode()
    return struct.pack("<IB", len(payload), 1) + payload


def script_frame(language, code, args=(), stdin=b"", env=None, files=()):
    job = json.dumps({"language": language, "code": code, "env": env or {}, "files": list(files), "args": list(args)}).encode()
    return struct.pack("<IBI", 4 + len(job) + len(stdin), 3, len(job)) + job + stdin


class PythonCells:
    """Forks cells from a warm template that is the product's, but for its last call (see python_template.py)."""

    def __init__(self, python):
        self.python = python
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        here = os.path.dirname(os.path.abspath(__file__))
        os.set_inheritable(theirs.fileno(), True)
        self.process = subprocess.Popen(
            [python, "-I", "-B", "-X", "utf8", os.path.join(here, "python_template.py"), str(theirs.fileno())],
            env=ENVIRONMENT,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
        theirs.close()

    def start(self, job, out, err):
        socket.send_fds(self.control, [b"s"], [job, out, err])
        return int(self.control.recv(64))

    def wait(self, _):
        status, self.cpu = self.control.recv(64).split()
        return int(status)

    def close(self):
        self.control.close()
        self.process.wait()


class ExecCells:
    """Starts one program a cell, as the jail does."""

    def __init__(self, arguments, environment=ENVIRONMENT, source=None, start=b""):
        """source: the file that libpaddock makes for the program, with `start` in it."""
        self.arguments, self.environment, self.source, self.source_start = arguments, environment, source, start

    def start(self, job, out, err):
        pid = os.fork()
        if pid:
            return pid
        try:
            place([os.open("/dev/null", os.O_RDONLY), out, err, job])
            stage.enter_cell()
            if self.source:
                with open(self.source, "wb") as file:
                    file.write(self.source_start)
            os.execve(self.arguments[0], self.arguments, self.environment)
        finally:
            os._exit(127)

    def wait(self, pid):
        _, status, usage = os.wait4(pid, 0)
        self.cpu = usage.ru_utime + usage.ru_stime
        return status

    def close(self):
        pass


def bun_cells():
    return ExecCells(["/engine/bun", "--no-install", "/opt/paddock/main.js"], BUN_ENVIRONMENT)


def ruby_cells():
    return ExecCells(["/usr/bin/ruby3.1", "-r/opt/paddock/runner.rb", "/src/code.rb"], source="/src/code.rb", start="\ufeff".encode())


def php_cells():
    return ExecCells(["/usr/bin/php8.2", "-d", "auto_prepend_file=/opt/paddock/runner.php", "/src/code.php"], source="/src/code.php")


def place(descriptors):
    """Make these 0, 1, 2, …, inherited by an exec, and close all others."""
    high = [os.dup(fd) for fd in descriptors]
    while min(high) < len(high):
        high = [os.dup(fd) for fd in high]
    for number, fd in enumerate(high):
        os.dup2(fd, number, inheritable=True)
    os.closerange(len(high), 1024)


class Runner:
    def __init__(self, cells, timeout=10):
        self.cells, self.timeout = cells, timeout
        self.idle_before_job = 0  # seconds; figures.py lets a cell get ready as it would in the pool

    def run(self, frame, kill_after=None, close_output=False):
        """One execution. With kill_after the cell is killed as soon as that text has been printed."""
        job, theirs = socket.socketpair()
        out, err = os.pipe(), os.pipe()
        started = time.perf_counter()
        pid = self.cells.start(theirs.fileno(), out[1], err[1])
        theirs.close()
        os.close(out[1])
        os.close(err[1])
        exchange = Exchange(job, out[0], err[0])
        if close_output:
            exchange.drop(out[0])
        if self.idle_before_job:
            time.sleep(self.idle_before_job)
        cpu_before = cpu_time(pid)
        sent = time.perf_counter()
        try:
            exchange.until_gone(pid, frame, kill_after, time.monotonic() + self.timeout)
            await_end(pid)
        finally:
            kill(pid)
            wait_status = self.cells.wait(pid)
            exchange.close()
        outcome = exchange.outcome(wait_status, time.perf_counter() - started)
        outcome.handoff = (exchange.framed_at or sent) - sent
        outcome.cpu = float(self.cells.cpu)
        outcome.cpu_of_job = outcome.cpu - cpu_before
        return outcome


def cpu_time(pid):
    """Seconds of CPU that a process has used; schedstat counts nanoseconds where times(2) counts hundredths."""
    try:
        return sum(int(open(f"/proc/{pid}/task/{task}/schedstat").read().split()[0]) for task in os.listdir(f"/proc/{pid}/task")) / 1e9
    except (FileNotFoundError, ProcessLookupError):
        return 0.0


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def await_end(pid):
    """A cell that has closed its socket is about to leave; its own exit status is what we want to see."""
    try:
        fd = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    select.select([fd], [], [], 2)
    os.close(fd)


class Exchange:
    """The server's side of one cell's three descriptors."""

    def __init__(self, job, out, err):
        self.job, self.out, self.err = job, out, err
        self.received = {job.fileno(): bytearray(), out: bytearray(), err: bytearray()}
        self.printed_before_frame = self.framed_at = None
        self.selector = selectors.DefaultSelector()
        for fd in self.received:
            os.set_blocking(fd, False)
            self.selector.register(fd, selectors.EVENT_READ)

    def drop(self, fd):
        self.selector.unregister(fd)
        os.close(fd)
        if fd == self.out:
            self.out = None

    def until_gone(self, pid, frame, kill_after, deadline):
        unsent = memoryview(frame)
        is_script = frame[4] == 3  # one that needs no frame: its streams' end is its own
        while self.selector.get_map() if is_script else self.job.fileno() in self.selector.get_map() and not self.has_frame():
            unsent = self.send(unsent)
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"no answer; stderr: {bytes(self.received[self.err][:500])!r}")
            for key, _ in self.selector.select(0.001 if unsent else left):
                self.take(key.fd)
            if kill_after and kill_after in self.received[self.out]:
                kill(pid)
                kill_after = None
        self.drain()

    def has_frame(self):
        """A child that still holds the socket must not be waited for: the server does not either."""
        received = self.received[self.job.fileno()]
        return len(received) >= 5 and len(received) == 5 + int.from_bytes(received[:4], "little")

    def send(self, unsent):
        try:
            return unsent[self.job.send(unsent) :] if unsent else unsent
        except BlockingIOError:
            return unsent
        except (BrokenPipeError, ConnectionResetError):
            return b""

    def take(self, fd):
        if fd is None or fd not in self.selector.get_map():
            return False
        try:
            data = os.read(fd, 1 << 18)
        except BlockingIOError:
            return False
        except ConnectionResetError:
            data = b""
        if not data:
            self.selector.unregister(fd)
            return False
        self.received[fd] += data
        if fd == self.job.fileno() and self.printed_before_frame is None:
            self.framed_at = time.perf_counter()
            self.drain()
            self.printed_before_frame = bytes(self.received.get(self.out, b""))
        return True

    def drain(self):
        for fd in (self.out, self.err):
            while self.take(fd):
                pass

    def close(self):
        self.selector.close()
        self.frame = bytes(self.received[self.job.fileno()])
        self.job.close()
        for fd in (self.out, self.err):
            if fd is not None:
                os.close(fd)

    def outcome(self, wait_status, seconds):
        outcome = Outcome(wait_status, seconds)
        outcome.stdout = self.received.get(self.out, b"").decode("utf-8", "replace")
        outcome.stderr = self.received[self.err].decode("utf-8", "replace")
        outcome.before_frame = (self.printed_before_frame or b"").decode("utf-8", "replace")
        if self.frame:
            length, kind, outcome.status, outcome.exit_code = struct.unpack_from("<IBBi", self.frame)
            assert kind == 2 and len(self.frame) == length + 5, (kind, length, len(self.frame))
            outcome.raw_output = self.frame[10:]
        return outcome
