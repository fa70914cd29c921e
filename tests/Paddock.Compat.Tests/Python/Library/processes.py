"""Child processes, threads and pools: everything that starts something."""

import concurrent.futures
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time


def test_subprocess_passes_input_and_output():
    done = subprocess.run(["sed", "s/a/b/"], input="banana\n", capture_output=True, text=True, check=True)
    assert done.stdout == "bbnana\n"


def test_subprocess_runs_a_pipeline_in_a_shell():
    assert subprocess.check_output("printf 'b\\na\\n' | sort | head -n 1", shell=True) == b"a\n"


def test_subprocess_runs_another_python():
    code = "import json, sys; json.dump([sys.version_info[:2], 1 + 1], sys.stdout)"
    assert subprocess.check_output([sys.executable, "-c", code]) == b"[[3, 11], 2]"


def test_subprocess_times_out_and_kills():
    try:
        subprocess.run(["sleep", "20"], timeout=0.05)
    except subprocess.TimeoutExpired:
        return
    raise AssertionError("no TimeoutExpired")


def test_subprocess_gives_the_exit_code_and_the_signal():
    assert subprocess.run(["sh", "-c", "exit 3"]).returncode == 3
    child = subprocess.Popen(["sleep", "20"])
    child.terminate()
    assert child.wait() == -signal.SIGTERM


def test_subprocess_honours_folder_environment_session_and_descriptors():
    reader, writer = os.pipe()
    command = f"pwd; echo $NAME; echo third >&{writer}"
    done = subprocess.run(["sh", "-c", command], cwd="/tmp", env={"NAME": "x"}, pass_fds=[writer], start_new_session=True, capture_output=True)
    os.close(writer)
    assert (done.stdout, os.read(reader, 10)) == (b"/tmp\nx\n", b"third\n")


def test_os_system_popen_and_spawn():
    assert os.waitstatus_to_exitcode(os.system("exit 4")) == 4
    assert os.popen("echo hi").read() == "hi\n"
    assert os.spawnlp(os.P_WAIT, "true", "true") == 0
    child = os.posix_spawn("/bin/sh", ["sh", "-c", "exit 5"], os.environ)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 5


def test_fork_and_wait():
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(writer, b"from the child")
        os._exit(7)
    _, status, usage = os.wait4(child, 0)
    assert os.waitstatus_to_exitcode(status) == 7
    assert os.read(reader, 100) == b"from the child"
    assert usage.ru_maxrss > 0


def test_pidfd_of_a_child():
    child = subprocess.Popen(["sleep", "20"])
    descriptor = os.pidfd_open(child.pid)
    signal.pidfd_send_signal(descriptor, signal.SIGKILL)
    os.waitid(os.P_PIDFD, descriptor, os.WEXITED)
    child.wait()


def test_threads_share_and_wait():
    total, lock, ready = [0], threading.Lock(), threading.Barrier(8)

    def work():
        ready.wait(10)
        for _ in range(1000):
            with lock:
                total[0] += 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert total == [8000]


def test_thread_timer_event_local_and_condition():
    fired, own = threading.Event(), threading.local()
    own.value = 1
    threading.Timer(0.01, lambda: None if hasattr(own, "value") else fired.set()).start()
    assert fired.wait(10)
    condition, seen = threading.Condition(), []
    threading.Thread(target=lambda: (condition.acquire(), seen.append(1), condition.notify(), condition.release())).start()
    with condition:
        assert condition.wait_for(lambda: seen, 10)


def test_thread_pool():
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda n: n * n, range(100))) == 328350


def square(number):
    return number * number


class Point:
    def __init__(self, x):
        self.x = x


def move(point):
    return Point(point.x + 1)


def test_process_pool():
    with concurrent.futures.ProcessPoolExecutor(3) as pool:
        assert list(pool.map(square, range(10))) == [n * n for n in range(10)]
        assert pool.submit(move, Point(1)).result().x == 2


def test_multiprocessing_pool():
    with multiprocessing.Pool(3) as pool:
        assert pool.map(square, range(20), chunksize=3) == [n * n for n in range(20)]
        assert pool.apply_async(square, (9,)).get(10) == 81


def fill(queue, value, lock, connection):
    with lock:
        value.value += 1
    queue.put(os.getpid())
    connection.send({"from": "child"})


def test_multiprocessing_queue_value_lock_and_pipe():
    queue, value, lock = multiprocessing.Queue(), multiprocessing.Value("i", 0), multiprocessing.Lock()
    here, there = multiprocessing.Pipe()
    children = [multiprocessing.Process(target=fill, args=(queue, value, lock, there)) for _ in range(3)]
    for child in children:
        child.start()
    pids = {queue.get(timeout=10) for _ in children}
    for child in children:
        child.join(10)
        assert child.exitcode == 0
    assert len(pids) == 3 and value.value == 3 and here.recv() == {"from": "child"}


def test_multiprocessing_manager():
    with multiprocessing.Manager() as manager:
        shared = manager.dict(a=1)
        child = multiprocessing.Process(target=shared.update, args=({"b": 2},))
        child.start()
        child.join(10)
        assert dict(shared) == {"a": 1, "b": 2}


def with_method(method):
    context = multiprocessing.get_context(method)
    queue, value, lock = context.Queue(), context.Value("i", 0), context.Lock()
    here, there = context.Pipe()
    child = context.Process(target=fill, args=(queue, value, lock, there))
    child.start()
    assert queue.get(timeout=20) == child.pid and here.recv() == {"from": "child"}
    child.join(20)
    assert child.exitcode == 0 and value.value == 1
    with context.Pool(2) as pool:
        assert pool.map(square, [1, 2, 3]) == [1, 4, 9]
        assert pool.apply(move, (Point(1),)).x == 2


def test_multiprocessing_with_spawn():
    with_method("spawn")


def test_multiprocessing_with_forkserver():
    with_method("forkserver")


def test_a_child_python_can_import_the_function():
    code = "import function; print(function.square(4), function.__file__)"
    assert subprocess.check_output([sys.executable, "-c", code]) == b"16 /src/code.py\n"


def test_a_zombie_is_reaped_and_a_group_is_killed():
    child = subprocess.Popen(["sh", "-c", "sleep 20 & sleep 20"], start_new_session=True)
    os.killpg(child.pid, signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL


def test_a_thread_waits_for_a_child_while_another_computes():
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        slept = pool.submit(subprocess.run, ["sleep", "0.05"])
        began, count = time.monotonic(), 0
        while not slept.done() and time.monotonic() - began < 10:
            count += 1
        assert slept.result().returncode == 0 and count > 0
