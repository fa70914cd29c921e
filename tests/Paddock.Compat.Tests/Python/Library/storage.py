"""Files, archives, databases and shared memory."""

import bz2
import dbm
import dbm.dumb
import dbm.ndbm
import fcntl
import gzip
import io
import lzma
import mmap
import multiprocessing.shared_memory
import os
import pathlib
import pickle
import shelve
import shutil
import sqlite3
import tarfile
import tempfile
import zipfile
import zlib


def test_sqlite_in_memory():
    with sqlite3.connect(":memory:") as base:
        base.execute("create table t (a integer primary key, b text, c real)")
        base.executemany("insert into t (b, c) values (?, ?)", [("x", 1.5), ("é", None)])
        assert base.execute("select b, c from t order by a").fetchall() == [("x", 1.5), ("é", None)]


def test_sqlite_in_a_file_with_a_write_ahead_log():
    writer = sqlite3.connect("/tmp/base.db")
    assert writer.execute("pragma journal_mode=wal").fetchone() == ("wal",)
    writer.execute("create table t (a)")
    writer.execute("insert into t values (1)")
    writer.commit()
    reader = sqlite3.connect("/tmp/base.db")
    writer.execute("insert into t values (2)")
    assert reader.execute("select count(*) from t").fetchone() == (1,)
    writer.commit()
    assert reader.execute("select count(*) from t").fetchone() == (2,)
    assert os.path.exists("/tmp/base.db-wal") and os.path.exists("/tmp/base.db-shm")


def test_sqlite_with_each_journal_and_full_text_search():
    for mode in ("delete", "truncate", "persist", "memory", "off"):
        base = sqlite3.connect(f"/tmp/{mode}.db")
        assert base.execute(f"pragma journal_mode={mode}").fetchone() == (mode,)
        with base:
            base.execute("create table t (a)")
        base.execute("vacuum")
        base.close()
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table words using fts5(text)")
    base.execute("insert into words values ('the quick fox'), ('the lazy dog')")
    assert base.execute("select text from words where words match 'fox'").fetchall() == [("the quick fox",)]
    base.commit()
    base.backup(sqlite3.connect("/tmp/copy.db"))


def test_sqlite_locks_out_a_second_writer():
    one, two = sqlite3.connect("/tmp/lock.db", timeout=0), sqlite3.connect("/tmp/lock.db", timeout=0)
    one.execute("begin exclusive")
    try:
        two.execute("begin exclusive")
    except sqlite3.OperationalError as error:
        assert "locked" in str(error)
    else:
        raise AssertionError("two exclusive transactions")


def test_temporary_files_and_folders():
    assert tempfile.gettempdir() == "/tmp"
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "a").write_text("x")
        with tempfile.NamedTemporaryFile(dir=folder) as named, tempfile.TemporaryFile() as nameless:
            nameless.write(b"x")
            named.write(b"y")
            named.flush()
            assert pathlib.Path(named.name).read_bytes() == b"y"
    assert not os.path.exists(folder)
    with tempfile.SpooledTemporaryFile(10) as spooled:
        spooled.write(b"x" * 100)
        spooled.seek(0)
        assert len(spooled.read()) == 100


def test_shelve_and_each_kind_of_dbm():
    for name, module in (("default", dbm), ("dumb", dbm.dumb), ("ndbm", dbm.ndbm)):
        with module.open(f"/tmp/{name}", "c") as base:
            base[b"key"] = b"value"
        with module.open(f"/tmp/{name}", "r") as base:
            assert base[b"key"] == b"value"
    with shelve.open("/tmp/shelf") as shelf:
        shelf["a"] = {"b": [1, 2]}
    with shelve.open("/tmp/shelf") as shelf:
        assert shelf["a"] == {"b": [1, 2]}


def test_mapped_memory_and_files():
    with mmap.mmap(-1, 65536) as memory:
        memory[:5] = b"hello"
        assert memory.find(b"llo") == 2
        memory.madvise(mmap.MADV_DONTNEED)
    with open("/tmp/mapped", "wb+") as file:
        file.truncate(4096)
        with mmap.mmap(file.fileno(), 4096) as mapped:
            mapped[10:13] = b"abc"
            mapped.flush()
            mapped.resize(8192)
        file.seek(10)
        assert file.read(3) == b"abc" and os.path.getsize("/tmp/mapped") == 8192


def test_shared_memory_between_processes():
    block = multiprocessing.shared_memory.SharedMemory(create=True, size=100)
    child = os.fork()
    if child == 0:
        other = multiprocessing.shared_memory.SharedMemory(block.name)
        other.buf[0] = 42
        os._exit(0)
    os.waitpid(child, 0)
    assert block.buf[0] == 42
    block.close()
    block.unlink()
    numbers = multiprocessing.shared_memory.ShareableList([1, "a", 2.5])
    assert list(numbers) == [1, "a", 2.5]
    numbers.shm.close()
    numbers.shm.unlink()


def test_compression():
    data = b"paddock " * 1000
    for module in (zlib, gzip, bz2, lzma):
        assert module.decompress(module.compress(data)) == data
    for opened in (gzip.open, bz2.open, lzma.open):
        with opened("/tmp/packed", "wt") as file:
            file.write("text")
        with opened("/tmp/packed", "rt") as file:
            assert file.read() == "text"


def test_zip_archives():
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as archive:
            archive.writestr("a/b.txt", "content")
        with zipfile.ZipFile(buffer) as archive:
            assert archive.read("a/b.txt") == b"content"
            archive.extractall("/tmp/out")
    assert pathlib.Path("/tmp/out/a/b.txt").read_text() == "content"


def test_tar_archives():
    pathlib.Path("/tmp/in").mkdir()
    pathlib.Path("/tmp/in/file").write_text("content")
    os.symlink("file", "/tmp/in/link")
    for mode in ("", "gz", "bz2", "xz"):
        with tarfile.open("/tmp/a.tar", f"w:{mode}") as archive:
            archive.add("/tmp/in", "in")
        with tarfile.open("/tmp/a.tar") as archive:
            archive.extractall("/tmp/out")
        assert pathlib.Path("/tmp/out/in/link").read_text() == "content"
        shutil.rmtree("/tmp/out")


def test_shutil_copies_moves_packs_and_counts():
    os.makedirs("/tmp/tree/deep")
    pathlib.Path("/tmp/tree/deep/file").write_bytes(b"x" * 100_000)
    shutil.copytree("/tmp/tree", "/tmp/copy")
    shutil.copy2("/tmp/tree/deep/file", "/tmp/file")
    shutil.move("/tmp/file", "/tmp/copy/moved")
    assert os.path.getsize("/tmp/copy/moved") == 100_000
    packed = shutil.make_archive("/tmp/packed", "zip", "/tmp/copy")
    shutil.unpack_archive(packed, "/tmp/unpacked")
    assert os.path.getsize("/tmp/unpacked/deep/file") == 100_000
    assert shutil.disk_usage("/tmp").free > 0
    assert shutil.which("sh") == "/usr/bin/sh"


def test_file_locks():
    with open("/tmp/lock", "w") as one, open("/tmp/lock", "w") as two:
        fcntl.flock(one, fcntl.LOCK_EX)
        try:
            fcntl.flock(two, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            raise AssertionError("two exclusive locks")
        fcntl.flock(one, fcntl.LOCK_UN)
        fcntl.lockf(two, fcntl.LOCK_EX, 10, 5)


def test_pickles_of_every_protocol():
    value = {"a": [1, 2.5, None, "é"], "b": {1, 2}, "c": b"bytes", "d": range(3), "e": complex(1, 2)}
    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(value, protocol)) == value
