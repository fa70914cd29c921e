namespace Paddock.Escape.Tests.Payloads;

/// <summary>
/// What every payload finds in front of it, the same in each language: <c>attempt(action)</c> gives null when the action worked and else the
/// name of the error, for example <c>"EPERM"</c>; <c>syscall(number, …)</c> gives the result or the negative errno and takes numbers, byte
/// strings (JavaScript: Buffer, or <c>text("…")</c>) and null; <c>NR.name</c> (Python: <c>NR["name"]</c>) are the system call numbers.
/// </summary>
internal static class Prelude
{
    public static string Python { get; } = $$"""
        import ctypes, errno as _errno, os, socket

        NR = {{SystemCalls.Json}}
        _libc = ctypes.CDLL(None, use_errno=True)

        def syscall(number, *arguments):
            words = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
            result = _libc.syscall(ctypes.c_long(number), *words)
            return -ctypes.get_errno() if result == -1 else result

        _libc.syscall.restype = ctypes.c_long

        def name_of(number):
            return _errno.errorcode.get(number, str(number))

        def attempt(action):
            try:
                action()
                return None
            except OSError as e:
                return type(e).__name__ if e.errno is None else name_of(e.errno)
            except Exception as e:
                return type(e).__name__

        """;

    public static string Script { get; } = $$"""
        import { dlopen as _dlopen, ptr as _ptr, read as _read } from "bun:ffi";
        import * as fs from "node:fs";
        import * as os from "node:os";
        import * as net from "node:net";
        import * as child_process from "node:child_process";

        const NR = {{SystemCalls.Json}};
        const _errors = new Map(Object.entries(os.constants.errno).map(([name, number]) => [number, name])).set(11, "EAGAIN");
        let _libc;

        function _load() {
          const long = Array(7).fill("i64");
          return _libc ??= _dlopen("libc.so.6", { syscall: { args: long, returns: "i64" }, __errno_location: { args: [], returns: "ptr" } }).symbols;
        }

        function text(value) {
          return Buffer.from(value + "\0");
        }

        function syscall(number, ...values) {
          const libc = _load();
          const words = values.map((value) => value == null ? 0n : typeof value === "object" ? BigInt(_ptr(value)) : BigInt(value));
          while (words.length < 6) words.push(0n);
          const result = Number(libc.syscall(BigInt(number), ...words));
          return result === -1 ? -_read.i32(libc.__errno_location(), 0) : result;
        }

        function name_of(number) {
          return _errors.get(number) ?? String(number);
        }

        function attempt(action) {
          try {
            action();
            return null;
          } catch (error) {
            return error.code ?? error.name;
          }
        }

        """;
}
