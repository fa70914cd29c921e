"""asyncio: tasks, streams, child processes, signals, threads."""

import asyncio
import os
import signal
import socket


async def test_tasks_in_a_group():
    async def double(number):
        await asyncio.sleep(0.001)
        return number * 2

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(double(n)) for n in range(10)]
    assert [task.result() for task in tasks] == list(range(0, 20, 2))


async def test_a_failing_task_cancels_its_group():
    async def fail():
        raise ValueError("no")

    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(fail())
            group.create_task(asyncio.sleep(20))
    except* ValueError as errors:
        assert str(errors.exceptions[0]) == "no"
    else:
        raise AssertionError("no ExceptionGroup")


async def test_timeout_gather_queue_lock_event():
    try:
        async with asyncio.timeout(0.01):
            await asyncio.sleep(20)
    except TimeoutError:
        pass
    queue, lock, event = asyncio.Queue(), asyncio.Lock(), asyncio.Event()

    async def put():
        async with lock:
            await queue.put(1)
            event.set()

    _, got, _ = await asyncio.gather(put(), queue.get(), event.wait())
    assert got == 1


async def test_a_child_process():
    child = await asyncio.create_subprocess_exec("cat", stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
    out, _ = await child.communicate(b"through cat")
    assert (out, child.returncode) == (b"through cat", 0)
    shell = await asyncio.create_subprocess_shell("echo a; exit 3", stdout=asyncio.subprocess.PIPE)
    assert await shell.stdout.readline() == b"a\n"
    assert await shell.wait() == 3


async def test_many_child_processes_at_once():
    children = await asyncio.gather(*(asyncio.create_subprocess_exec("true") for _ in range(10)))
    assert await asyncio.gather(*(child.wait() for child in children)) == [0] * 10


async def test_a_tcp_server_and_a_client():
    async def echo(reader, writer):
        writer.write((await reader.readline()).upper())
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    writer.write(b"hello\n")
    assert await reader.readline() == b"HELLO\n"
    writer.close()
    server.close()


async def test_localhost_has_a_name():
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "localhost", 0)
    port = server.sockets[0].getsockname()[1]
    reader, _ = await asyncio.open_connection("localhost", port, family=server.sockets[0].family)
    assert await reader.read() == b""


async def test_a_unix_server():
    async def echo(reader, writer):
        writer.write(await reader.read(100))
        writer.close()

    server = await asyncio.start_unix_server(echo, "/tmp/socket")
    reader, writer = await asyncio.open_unix_connection("/tmp/socket")
    writer.write(b"unix")
    assert await reader.read() == b"unix"
    server.close()


async def test_datagrams():
    loop, received = asyncio.get_running_loop(), asyncio.Queue()

    class Receiver(asyncio.DatagramProtocol):
        def datagram_received(self, data, address):
            received.put_nowait(data)

    receiver, _ = await loop.create_datagram_endpoint(Receiver, local_addr=("127.0.0.1", 0))
    sender, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=receiver.get_extra_info("sockname"))
    sender.sendto(b"ping")
    assert await received.get() == b"ping"
    sender.close()
    receiver.close()


async def test_a_signal_handler():
    caught = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, caught.set)
    os.kill(os.getpid(), signal.SIGUSR1)
    await asyncio.wait_for(caught.wait(), 10)


async def test_a_thread_and_an_executor():
    loop = asyncio.get_running_loop()
    assert await asyncio.to_thread(sum, [1, 2, 3]) == 6
    assert await loop.run_in_executor(None, os.getpid) == os.getpid()


async def test_pipes_sendfile_and_raw_sockets():
    loop = asyncio.get_running_loop()
    here, there = socket.socketpair()
    here.setblocking(False)
    there.setblocking(False)
    await loop.sock_sendall(here, b"raw")
    assert await loop.sock_recv(there, 10) == b"raw"
    with open("/tmp/file", "wb+") as file:
        file.write(b"content")
        file.seek(0)
        assert await loop.sock_sendfile(here, file) == 7
    assert await loop.sock_recv(there, 10) == b"content"


def test_a_loop_of_its_own():
    async def answer():
        return 42

    assert asyncio.run(answer()) == 42
    with asyncio.Runner() as runner:
        assert runner.run(answer()) == 42
