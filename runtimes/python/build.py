"""Builds the packages of one revision, as a script in a cell of its own, on the file system of python-build.

What comes on stdin and leaves on stdout is described in docs/protocols/build.md; the log is stderr. The packages' own code (setup.py)
runs in this cell too, so nothing here is trusted by anybody: the server checks all that is sent.
"""

import csv
import io
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import threading
import urllib.parse

TARGET = "/tmp/packages"
WORK = "/tmp/build"
SEEN_AT = "/opt/packages"  # where executions find the packages
PYTHON = "/usr/bin/python3.11"
COMPILERS = 4  # a fixed number: which files one process compiles decides their bytes
END, FILE, EXECUTABLE, LOCK, FAILURE = range(5)
HEAD = struct.Struct("<BIQ")
MOST_OF_MESSAGE = 2000  # characters
GOOD_HASHES = ("sha256", "sha384", "sha512")

# Of what it downloads, builds and installs nothing may depend on the day or the folder.
REPRODUCIBLE = {
    "SOURCE_DATE_EPOCH": "315532800",  # 1980, the first year that a zip file knows
    "CFLAGS": "-g0",
    "CXXFLAGS": "-g0",
    "PYTHONHASHSEED": "0",
    "PYTHONUNBUFFERED": "1",  # what is printed and what is complained about stay in order
    "PIP_CONFIG_FILE": "/dev/null",
    "HOME": WORK,
    "LC_ALL": "C.UTF-8",
}


class Failed(Exception):
    """The build failed, and this is why, in one sentence."""


def main():
    order = json.load(sys.stdin)
    # the stream is ours; what anything else prints is the log
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    os.environ.update(REPRODUCIBLE)
    os.makedirs(WORK)
    os.makedirs(TARGET)
    try:
        lock = install(order)
        tidy()
        compile_all()
        send_all(out)
        send(out, LOCK, "", lock.encode())
        send(out, END, "", b"")
    except Failed as error:
        send(out, FAILURE, "", str(error).encode("utf-8", "replace"))
    out.close()


def say(line):
    print(line, file=sys.stderr, flush=True)


# -- installing -------------------------------------------------------------------------------------------------------


def install(order):
    """Returns the lock."""
    requirements = os.path.join(WORK, "requirements.txt")
    report = os.path.join(WORK, "report.json")
    with open(requirements, "w", encoding="utf-8") as file:
        file.write(order["lock"] or order["manifest"])
    command = [
        PYTHON, "-P", "-s", "-m", "pip", "--isolated", "--disable-pip-version-check", "--no-input", "--no-color", "--no-cache-dir",
        "install", "--target", TARGET, "--requirement", requirements, "--index-url", order["index"], "--report", report,
        "--no-compile", "--progress-bar", "off", "--no-warn-script-location", "--root-user-action", "ignore", "--retries", "2", "--timeout", "30",
    ]  # fmt: skip
    index = urllib.parse.urlsplit(order["index"])
    if index.scheme == "http":
        # the operator's choice, and the door's business
        command += ["--trusted-host", index.netloc]
    if os.environ.get("SSL_CERT_FILE"):
        command += ["--cert", os.environ["SSL_CERT_FILE"]]
    if order["lock"]:
        # it names all that is needed
        command.append("--no-deps")
    said = Said()
    status = run(command, said.hear)
    if status != 0:
        raise Failed(said.failure(status))
    with open(report, encoding="utf-8") as file:
        return lock_of(json.load(file))


def run(command, hear):
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=WORK)
    with io.TextIOWrapper(process.stdout, "utf-8", "replace") as lines:
        for line in lines:
            say(line.rstrip())
            hear(line.rstrip())
    return process.wait()


class Said:
    """What pip said, as far as the reason of a failure is in it."""

    def __init__(self):
        self.building = None  # the package whose own code runs, or ran last
        self.inner = None  # the last line that its code printed
        self.in_output = False
        self.error = None
        self.failed_build = False

    def hear(self, line):
        source = re.search(r"(?:Downloading|Using cached) (?:\S*/)?([^\s/]+?)\.(?:tar\.\w+|tgz|zip)(?:[#\s]|$)", line)
        if source:
            self.building = re.sub(r"-(\d[^-]*)$", r" \1", source[1])
        elif re.search(r"╰─> \[\d+ lines? of output\]", line):
            self.in_output, self.failed_build = True, True
        elif "[end of output]" in line:
            self.in_output = False
        elif self.in_output and line.strip():
            self.inner = line.strip()
        if line.startswith("ERROR: "):
            self.error = line.removeprefix("ERROR: ")
            name = re.match(r"Failed building wheel for (\S+)", self.error)
            if name and not (self.building or "").startswith(name[1]):
                self.building = name[1]

    def failure(self, status):
        if self.failed_build:
            reason = self.inner or self.error or f"its build ended with exit code {status}"
            return f"The package {self.building or 'that is named above'} could not be built: {reason}"[:MOST_OF_MESSAGE]
        if self.error:
            return f"pip could not install the packages: {self.error}"[:MOST_OF_MESSAGE]
        return f"pip could not install the packages: it ended with exit code {status}."


def lock_of(report):
    """What was installed, pinned, with the hashes of what was downloaded: as a requirements.txt it gives the same bytes again."""
    lines = []
    for item in report["install"]:
        name, version = item["metadata"]["name"], item["metadata"]["version"]
        info = item["download_info"]
        hashes = info.get("archive_info", {}).get("hashes") or dict([info.get("archive_info", {}).get("hash", "=").split("=", 1)])
        pins = [f"--hash={kind}:{value}" for kind, value in sorted(hashes.items()) if kind in GOOD_HASHES and value]
        what = f"{name} @ {info['url']}" if item.get("is_direct") else f"{name}=={version}"
        lines.append((name.lower(), " ".join([what, *pins])))
    return "".join(f"{line}\n" for _, line in sorted(lines))


# -- making it the same each time ---------------------------------------------------------------------------------------


def tidy():
    """Away with what depends on how something was asked for, and not on what it is."""
    for folder in sorted(os.listdir(TARGET)):
        if not folder.endswith(".dist-info"):
            continue
        gone = [name for name in ("REQUESTED", "direct_url.json") if os.path.lexists(os.path.join(TARGET, folder, name))]
        for name in gone:
            os.unlink(os.path.join(TARGET, folder, name))
        record = os.path.join(TARGET, folder, "RECORD")
        if os.path.isfile(record):
            rewrite(record, {f"{folder}/{name}" for name in gone})


def rewrite(record, gone):
    with open(record, newline="", encoding="utf-8") as file:
        rows = sorted(row for row in csv.reader(file) if row and row[0] not in gone)
    with open(record, "w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def compile_all():
    """Ahead of time, since nothing can be written beside a source in a cell; and unchecked, because nobody can change one there."""
    sources = sorted(
        os.path.join(folder, name) for folder, _, names in os.walk(TARGET) for name in names if name.endswith(".py") and "/node_modules/" not in folder
    )
    if not sources:
        return
    say(f"Compiling {len(sources)} modules")
    threads = [threading.Thread(target=compile_some, args=(sources[first::COMPILERS],)) for first in range(COMPILERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def compile_some(sources):
    command = [PYTHON, "-P", "-s", "-m", "compileall", "-qq", "--invalidation-mode", "unchecked-hash", "-s", TARGET, "-p", SEEN_AT, "-i", "-"]
    # a file that does not compile, such as a template or a test of a syntax error, is no failure of the package
    subprocess.run(command, input="\n".join(sources), text=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)


# -- sending ----------------------------------------------------------------------------------------------------------


def send_all(out):
    root = os.path.realpath(TARGET) + "/"
    count = size = 0
    for folder, folders, names in os.walk(TARGET, followlinks=False):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            if not os.path.realpath(path).startswith(root) or not os.path.isfile(path):
                continue
            size += send_file(out, path)
            count += 1
    say(f"{count} files, {size / 1e6:.1f} MB")


def send_file(out, path):
    with open(path, "rb") as file:
        facts = os.fstat(file.fileno())
        name = os.fsencode(os.path.relpath(path, TARGET))
        out.write(HEAD.pack(EXECUTABLE if facts.st_mode & 0o111 else FILE, len(name), facts.st_size) + name)
        shutil.copyfileobj(file, out, 1 << 20)
    return facts.st_size


def send(out, kind, path, content):
    name = path.encode()
    out.write(HEAD.pack(kind, len(name), len(content)) + name + content)


if __name__ == "__main__":
    main()
