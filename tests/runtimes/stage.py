"""A root like a cell's, made of the machine's own: /src, /mnt/req and /opt/paddock exist in it and nowhere else.

Everything happens in a private mount namespace, so the machine is left as it was. Works as root and, through a user
namespace, as anybody.
"""

import ctypes
import os

CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
OURS = {"src", "mnt", "opt", "engine"}

libc = ctypes.CDLL(None, use_errno=True)


def check(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def mount(source, target, kind=None, flags=0, data=None):
    encoded = [None if text is None else os.fsencode(text) for text in (source, target, kind)]
    check(libc.mount(*encoded, ctypes.c_ulong(flags), data and data.encode()), f"mount {target}")


def enter_namespace():
    uid, gid = os.getuid(), os.getgid()
    check(libc.unshare(CLONE_NEWNS if uid == 0 else CLONE_NEWNS | CLONE_NEWUSER), "unshare")
    if uid != 0:
        for name, text in (("setgroups", "deny"), ("uid_map", f"0 {uid} 1"), ("gid_map", f"0 {gid} 1")):
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
    mount(None, "/", flags=MS_REC | MS_PRIVATE)


def build(runtimes, bun):
    """Make the root and move into it. `runtimes` maps a file's name in /opt/paddock to where it is."""
    enter_namespace()
    mount("stage", "/mnt", "tmpfs")
    for entry in os.scandir("/"):
        target = "/mnt/" + entry.name
        if entry.is_symlink():
            os.symlink(os.readlink(entry.path), target)
        elif entry.is_dir() and entry.name not in OURS:
            os.mkdir(target)
            mount(entry.path, target, flags=MS_BIND | MS_REC)
    for path in ("src", "mnt/req", "opt/paddock", "engine"):
        os.makedirs("/mnt/" + path)
    for name, source in runtimes.items():
        bind_file(source, "/mnt/opt/paddock/" + name)
    if bun:
        bind_file(bun, "/mnt/engine/bun")
    os.chroot("/mnt")
    os.chdir("/")


def bind_file(source, target):
    open(target, "w").close()
    mount(source, target, flags=MS_BIND)


def enter_cell():
    """What the jail does for each cell: its own scratch file systems and the working directory."""
    check(libc.unshare(CLONE_NEWNS), "unshare")
    for path in ("/src", "/mnt/req", "/tmp"):
        mount("scratch", path, "tmpfs")
    os.chdir("/mnt/req")
