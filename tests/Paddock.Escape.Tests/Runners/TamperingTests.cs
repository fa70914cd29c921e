using Paddock.Escape.Tests.Cage;
using Paddock.Escape.Tests.Payloads;
using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Escape.Tests.Runners;

/// <summary>Code that gets at what the runner uses after it: the answer is the true one all the same.</summary>
public sealed class TamperingTests(CageFixture cage) : EscapeTest(cage)
{
    private static readonly Payload _serializer = Truth.AfterTampering(
        """
        import json

        def forge(*arguments, **options):
            return '"forged"'

        def tamper():
            json.dumps = json.dump = json.JSONEncoder.encode = json.JSONEncoder.iterencode = forge
            json.encoder.c_make_encoder = json.encoder.encode_basestring = json.encoder.encode_basestring_ascii = forge
            json.JSONEncoder = json.encoder.JSONEncoder = forge
        """,
        """
        function tamper() {
          JSON.stringify = () => '"forged"';
          JSON.parse = () => "forged";
          String.prototype.toJSON = Number.prototype.toJSON = () => "forged";
        }
        """);

    private static readonly Payload _globals = Truth.AfterTampering(
        """
        import builtins, sys

        def tamper():
            def fail(*arguments, **options):
                raise MemoryError("forged")

            put = setattr
            sys.modules.clear()
            for name in list(vars(builtins)):
                if not name.startswith("__"):
                    put(builtins, name, fail)
        """,
        """
        function tamper() {
          for (const name of Object.getOwnPropertyNames(globalThis)) {
            try { globalThis[name] = undefined; } catch {}
            try { delete globalThis[name]; } catch {}
          }
        }
        """);

    private static readonly Payload _methods = Truth.AfterTampering(
        """
        import posix

        def tamper():
            for module in (os, posix):
                for name in ("write", "writev", "_exit", "getpid", "open", "close", "read"):
                    setattr(module, name, lambda *arguments: 1 << 30)
        """,
        """
        function tamper() {
          const fail = () => { throw new Error("forged"); };
          const typed = Object.getPrototypeOf(Uint8Array);
          for (const name of ["set", "subarray", "slice", "fill"]) typed.prototype[name] = fail;
          for (const name of ["length", "byteLength", "buffer"]) Object.defineProperty(typed.prototype, name, { get: fail });
          Object.defineProperty(typed, Symbol.species, { get: fail });
          DataView.prototype.setUint8 = DataView.prototype.setUint32 = DataView.prototype.setInt32 = fail;
          TextEncoder.prototype.encode = TextEncoder.prototype.encodeInto = fail;
          Array.prototype[Symbol.iterator] = fail;
          Array.prototype.push = Array.prototype.map = Array.prototype.forEach = Array.prototype.join = fail;
          Object.keys = Object.defineProperty = Object.create = Array.isArray = Number.isFinite = fail;
          Function.prototype.call = Function.prototype.apply = Function.prototype.bind = Reflect.apply = fail;
          process.exit = process.reallyExit = process.emit = process.listenerCount = process.on = fail;
        }
        """);

    private static readonly Payload _standardError = new(
        """
        import sys

        class Hole:
            def write(self, text): return len(text)
            def flush(self): raise KeyboardInterrupt

        def execute(input):
            sys.stdout = sys.stderr = sys.__stdout__ = sys.__stderr__ = Hole()
            sys.excepthook = sys.unraisablehook = lambda *arguments: None
            raise ValueError("customer 42 is missing")
        """,
        """
        function execute(input) {
          console.error = console.log = console.warn = () => {};
          Error.prepareStackTrace = () => { throw new Error("forged"); };
          throw new RangeError("customer 42 is missing");
        }
        """);

    private static readonly Payload _loop = new(
        """
        import asyncio

        def forge(*arguments, **options):
            raise SystemExit(0)

        asyncio.new_event_loop = asyncio.set_event_loop = asyncio.run = asyncio.get_event_loop = forge

        async def execute(input):
            return {"true": input}
        """,
        """
        Promise.prototype.then = function (done) { return done("forged"); };
        Promise.prototype.catch = Promise.prototype.finally = Promise.resolve = Promise.reject = () => { throw new Error("forged"); };

        async function execute(input) {
          return { true: input };
        }
        """);

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-private-json")]
    public async Task A_replaced_serializer_does_not_get_hold_of_the_result(string language) =>
        (await AttackAsync(language, _serializer, Truth.Input)).ShouldBeTheTruth();

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-private-globals")]
    public async Task Replaced_builtins_and_globals_do_not_change_the_result(string language) =>
        (await AttackAsync(language, _globals, Truth.Input)).ShouldBeTheTruth();

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-private-methods")]
    public async Task Replaced_functions_of_the_library_do_not_change_the_result(string language) =>
        (await AttackAsync(language, _methods, Truth.Input)).ShouldBeTheTruth();

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-private-stderr")]
    public async Task Replaced_streams_and_hooks_do_not_hide_an_error(string language) =>
        (await AttackAsync(language, _standardError)).ShouldBeError(1).ShouldSay("customer 42 is missing");

    [Theory(Timeout = TestTimeout.Default)]
    [MemberData(nameof(Languages.All), MemberType = typeof(Languages))]
    [FailsWithout("runner-private-loop")]
    public async Task A_replaced_event_loop_or_promise_does_not_get_hold_of_the_result(string language) =>
        (await AttackAsync(language, _loop, Truth.Input)).ShouldBeTheTruth();
}
