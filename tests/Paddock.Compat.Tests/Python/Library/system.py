"""What goes to the kernel more or less directly: os, signal, resource, fcntl, pty, ctypes."""

import ctypes
import ctypes.util
import errno
import fcntl
import getpass
import grp
import os
import pathlib
import platform
import pty
import pwd
import resource
import select
import signal
import socket
import stat
import struct
import sys
import termios
import threading
import time
import tty


def test_identity():
    assert os.getpid() == 1 and os.getuid() == os.geteuid() != 0
    assert pwd.getpwuid(os.getuid()).pw_name == getpass.getuser() == "cell"
    assert grp.getgrgid(os.getgid()).gr_name == "cell"
    assert os.path.expanduser("~") == os.environ.get("HOME", "/tmp")
    assert os.cpu_count() >= 1 and os.sched_getaffinity(0) and os.getloadavg()
    assert platform.system() == "Linux" and platform.python_version().startswith("3.11") and platform.platform()


def test_files_of_every_kind():
    os.chdir("/tmp")
    os.mkdir("folder", 0o700)
    pathlib.Path("folder/file").write_text("x")
    os.link("folder/file", "hard")
    os.symlink("folder/file", "soft")
    os.mkfifo("fifo")
    assert os.stat("hard").st_nlink == 2 and os.readlink("soft") == "folder/file"
    assert stat.S_ISFIFO(os.stat("fifo").st_mode)
    assert sorted(os.listdir()) == ["fifo", "folder", "hard", "soft"]
    assert {entry.name for entry in os.scandir() if entry.is_symlink()} == {"soft"}
    assert [names for _, _, names in os.walk("folder")] == [["file"]]
    os.chmod("hard", 0o600)
    os.utime("hard", ns=(1, 2))
    os.chown("hard", os.getuid(), os.getgid())
    assert os.stat("folder/file").st_mtime_ns == 2
    os.truncate("hard", 0)
    os.rename("hard", "folder/moved")
    os.rename("folder/moved", "renamed")
    os.replace("renamed", "soft")
    os.remove("fifo")


def test_descriptors():
    descriptor = os.open("/tmp/file", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    assert os.pwrite(descriptor, b"0123456789", 0) == 10
    assert os.pread(descriptor, 3, 4) == b"456"
    assert os.writev(descriptor, [b"a", b"b"]) == 2 and os.lseek(descriptor, 0, os.SEEK_SET) == 0
    assert os.preadv(descriptor, [bytearray(2), bytearray(2)], 0) == 4
    os.fsync(descriptor)
    os.fdatasync(descriptor)
    os.posix_fallocate(descriptor, 0, 4096)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_SEQUENTIAL)
    os.ftruncate(descriptor, 5)
    assert os.fstat(descriptor).st_size == 5 and os.fstatvfs(descriptor).f_bsize
    other = os.open("/tmp/other", os.O_RDWR | os.O_CREAT)
    assert os.copy_file_range(descriptor, other, 5, 0) == 5
    assert os.sendfile(other, descriptor, 0, 5) == 5
    assert os.get_inheritable(os.dup(descriptor)) is False
    os.set_inheritable(descriptor, True)
    memory = os.memfd_create("name")
    assert os.write(memory, b"x") == 1
    event = os.eventfd(3)
    assert os.eventfd_read(event) == 3


def test_extended_attributes_are_kept_or_refused_plainly():
    pathlib.Path("/tmp/file").touch()
    try:
        os.setxattr("/tmp/file", "user.name", b"value")
    except OSError as error:
        assert error.errno == errno.EOPNOTSUPP  # tmpfs before Linux 6.6
    else:
        assert os.getxattr("/tmp/file", "user.name") == b"value" and os.listxattr("/tmp/file") == ["user.name"]


def test_folder_descriptors():
    folder = os.open("/tmp", os.O_RDONLY | os.O_DIRECTORY)
    os.mkdir("inner", dir_fd=folder)
    os.close(os.open("inner/file", os.O_CREAT, dir_fd=folder))
    assert os.stat("inner/file", dir_fd=folder).st_size == 0
    os.unlink("inner/file", dir_fd=folder)
    os.rmdir("inner", dir_fd=folder)
    os.fchdir(folder)
    assert os.getcwd() == "/tmp"


def test_signals():
    got = []
    signal.signal(signal.SIGUSR1, lambda number, frame: got.append(number))
    os.kill(os.getpid(), signal.SIGUSR1)
    signal.raise_signal(signal.SIGUSR1)
    assert got == [signal.SIGUSR1] * 2
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    signal.pthread_kill(threading.get_ident(), signal.SIGUSR1)
    assert signal.sigpending() == {signal.SIGUSR1}
    assert signal.sigwait([signal.SIGUSR1]) == signal.SIGUSR1
    assert signal.sigtimedwait([signal.SIGUSR2], 0) is None


def test_alarm_and_interval_timer():
    class Alarm(Exception):
        pass

    def ring(number, frame):
        raise Alarm

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    try:
        time.sleep(20)
    except Alarm:
        pass
    signal.alarm(5)
    assert 0 < signal.alarm(0) <= 5


def test_interval_timer_of_cpu_time():
    class Alarm(Exception):
        pass

    def ring(number, frame):
        raise Alarm

    signal.signal(signal.SIGVTALRM, ring)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.02)
    try:
        while True:
            pass
    except Alarm:
        pass


def test_wakeup_descriptor():
    reader, writer = os.pipe2(os.O_NONBLOCK)
    signal.set_wakeup_fd(writer)
    signal.signal(signal.SIGUSR1, lambda *_: None)
    signal.raise_signal(signal.SIGUSR1)
    assert os.read(reader, 1) == bytes([signal.SIGUSR1])


def test_resource():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(soft, 64), hard))
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] == min(soft, 64)
    usage = resource.getrusage(resource.RUSAGE_SELF)
    assert usage.ru_maxrss > 0 and resource.getpagesize() == 4096
    assert os.times().user >= 0
    resource.prlimit(0, resource.RLIMIT_CORE, (0, 0))


def test_priorities():
    assert os.nice(0) == os.getpriority(os.PRIO_PROCESS, 0)
    assert os.nice(1) >= 1
    assert os.sched_getscheduler(0) == os.SCHED_OTHER
    os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))
    os.sched_setaffinity(0, os.sched_getaffinity(0))
    os.sched_yield()


def test_fcntl_and_ioctl():
    reader, writer = os.pipe()
    fcntl.fcntl(reader, fcntl.F_SETFL, fcntl.fcntl(reader, fcntl.F_GETFL) | os.O_NONBLOCK)
    try:
        os.read(reader, 1)
    except BlockingIOError:
        pass
    os.write(writer, b"abc")
    assert struct.unpack("i", fcntl.ioctl(reader, termios.FIONREAD, b"\0" * 4)) == (3,)
    assert fcntl.fcntl(writer, fcntl.F_GETPIPE_SZ) > 0


def test_pipes_block_and_break():
    reader, writer = os.pipe()
    os.close(reader)
    try:
        os.write(writer, b"x")
    except BrokenPipeError:
        return
    raise AssertionError("wrote into a pipe that nobody reads")


def test_random_bytes():
    assert len(os.urandom(64)) == 64 and len(os.getrandom(16)) == 16
    with open("/dev/urandom", "rb", buffering=0) as device:
        assert len(device.read(16)) == 16


def test_devices():
    with open("/dev/null", "w") as null, open("/dev/zero", "rb") as zero:
        null.write("x")
        assert zero.read(4) == b"\0\0\0\0"
    try:
        os.write(os.open("/dev/full", os.O_WRONLY), b"x")
    except OSError as error:
        assert error.errno == errno.ENOSPC
    assert os.listdir("/dev/fd")


def test_what_belongs_to_the_host_is_refused_with_the_error_that_libraries_expect():
    os.sync()
    refused = {
        "sethostname": lambda: socket.sethostname("x"),
        "clock_settime": lambda: time.clock_settime(time.CLOCK_REALTIME, 0),
        "chroot": lambda: os.chroot("/tmp"),
        "setgroups": lambda: os.setgroups([]),
        "device": lambda: os.mknod("/tmp/device", 0o600 | stat.S_IFCHR, os.makedev(1, 3)),
        "splice": lambda: os.splice(*os.pipe(), 1),
        "packets": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
        "kernel crypto": lambda: socket.socket(socket.AF_ALG, socket.SOCK_SEQPACKET),
        "virtual machines": lambda: socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM),
        "ping": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
        "real time": lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
    }
    answers = {}
    for name, attempt in refused.items():
        try:
            answers[name] = repr(attempt())
        except OSError as error:
            answers[name] = errno.errorcode[error.errno]
    unknown, forbidden, no_family = "ENOSYS", "EPERM", "EAFNOSUPPORT"
    assert answers == {
        "sethostname": forbidden, "clock_settime": forbidden, "chroot": forbidden, "setgroups": forbidden, "device": forbidden, "splice": unknown,
        "packets": no_family, "kernel crypto": no_family, "virtual machines": no_family, "ping": unknown, "real time": forbidden,
    }, answers


def test_ctypes_calls_libc():
    libc = ctypes.CDLL(None, use_errno=True)
    assert libc.abs(-5) == 5 and libc.getpid() == os.getpid()
    assert libc.open(b"/nothing", 0) == -1 and ctypes.get_errno() == errno.ENOENT
    numbers = (ctypes.c_int * 4)(3, 1, 2, 0)
    compare = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))
    libc.qsort(numbers, 4, ctypes.sizeof(ctypes.c_int), compare(lambda a, b: a[0] - b[0]))
    assert list(numbers) == [0, 1, 2, 3]
    assert ctypes.CDLL("libm.so.6").abs(-1) == 1


class Thing(ctypes.Structure):
    _fields_ = [("a", ctypes.c_uint8), ("b", ctypes.c_uint32)]


def test_ctypes_structures():
    assert ctypes.sizeof(Thing) == 8
    assert bytes(Thing(1, 2)) == b"\1\0\0\0\2\0\0\0"
    assert ctypes.string_at(ctypes.create_string_buffer(b"text")) == b"text"


def test_terminal_modes_are_of_terminals_only():
    reader, _ = os.pipe()
    assert not os.isatty(reader)
    try:
        termios.tcgetattr(reader)
    except termios.error as error:
        assert error.args[0] == errno.ENOTTY
    assert tty.setraw and select.PIPE_BUF == 4096


def test_there_is_no_pseudo_terminal_and_python_says_so():
    """The kernel's terminals are a large and old piece of code; whatever wants one gets a plain refusal."""
    try:
        pty.openpty()
    except OSError as error:
        assert str(error) == "out of pty devices"
    else:
        raise AssertionError("there is a terminal")


def test_clocks():
    for clock in (time.CLOCK_REALTIME, time.CLOCK_MONOTONIC, time.CLOCK_PROCESS_CPUTIME_ID, time.CLOCK_THREAD_CPUTIME_ID, time.CLOCK_BOOTTIME):
        assert time.clock_gettime(clock) >= 0 and time.clock_getres(clock) > 0
    began = time.monotonic()
    time.sleep(0.02)
    assert time.monotonic() - began >= 0.02
    assert time.perf_counter() and time.process_time() and time.thread_time_ns() and time.localtime().tm_zone == "UTC"


def test_standard_streams():
    assert sys.stdin.read() == "" and not sys.stdout.isatty()
    os.write(1, b"by descriptor\n")
    sys.stdout.buffer.write(b"by buffer\n")
    print("by print", flush=True)


def test_sys_and_recursion():
    assert sys.platform == "linux" and sys.executable and sys.maxsize == 2**63 - 1
    sys.setrecursionlimit(5000)

    def deep(n):
        return n and deep(n - 1)

    assert deep(4000) == 0
    assert os.sysconf("SC_PAGE_SIZE") == 4096 and os.confstr("CS_PATH")
