using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Python;

public sealed partial class PythonFunctionTests
{
    protected override string Echo => "def execute(input): return input";

    protected override string Sync => """
        def execute(input):
            return input["a"] + input["b"]
        """;

    protected override string Async => """
        import asyncio

        async def execute(input):
            await asyncio.sleep(0.01)
            return input["a"] + input["b"]
        """;

    protected override string TopLevelAwait => """
        import asyncio

        value = await asyncio.sleep(0.01, result=7)

        def execute(input):
            return value
        """;

    protected override string CountsTopLevelRuns => """
        import sys

        sys.runs = getattr(sys, "runs", 0) + 1
        print("top")

        def execute(input):
            print("call")
            return sys.runs
        """;

    protected override string ReturnsNothing => "def execute(input): pass";

    protected override string InputIsNull => "def execute(input): return input is None";

    protected override string Expression => "execute = lambda input: input + 1";

    protected override string ImportsAtTopLevel => """
        import collections, csv, dataclasses, datetime, decimal, hashlib, itertools, json, math, re, sqlite3, ssl, statistics, tempfile, zlib
        from zoneinfo import ZoneInfo

        def execute(input):
            return math.sqrt(9) == 3 and zlib.crc32(b"") == 0 and sqlite3.connect(":memory:").execute("select 1").fetchone() == (1,)
        """;

    protected override string TakesAWhile => """
        import time

        def execute(input):
            time.sleep(0.3)
        """;

    [Fact(Timeout = TestTimeout.Default)]
    public async Task TopLevelAwait_WithAsyncExecute_SharesTheLoop() => (await RunAsync("""
        import asyncio

        queue = asyncio.Queue()
        await queue.put(5)
        task = asyncio.create_task(asyncio.sleep(0, result=6))

        async def execute(input):
            return [await queue.get(), await task]
        """)).ShouldBeValid("[5,6]");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_CallableObject_IsCalled() => (await RunAsync("""
        class Function:
            def __call__(self, input):
                return input * 2

        execute = Function()
        """, "21")).ShouldBeValid("42");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_WithoutAParameter_IsAnErrorOfTheCode() => (await RunAsync("""
        def execute():
            return 1
        """)).ShouldBeError(1).ShouldSay("TypeError", "execute()").ShouldShowNoFrameOfOurs();

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Execute_UsesRunLoopOfItsOwn_Works() => (await RunAsync("""
        import asyncio

        async def work():
            return 3

        def execute(input):
            return asyncio.run(work())
        """)).ShouldBeValid("3");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task TopLevelNames_Dataclasses_Pickle_Work() => (await RunAsync("""
        import pickle
        from dataclasses import dataclass
        from typing import get_type_hints

        @dataclass
        class Point:
            x: int
            y: "int" = 2

        def execute(input):
            copy = pickle.loads(pickle.dumps(Point(1)))
            return [copy.x, copy.y, get_type_hints(Point)["y"].__name__]
        """)).ShouldBeValid("""[1,2,"int"]""");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task SourceText_OfAFunction_CanBeInspected() => (await RunAsync("""
        import inspect

        def execute(input):
            return inspect.getsource(execute).splitlines()[0], __file__
        """)).ShouldBeValid("""["def execute(input):","/src/code.py"]""");

    [Theory(Timeout = TestTimeout.Default)]
    [InlineData("requests")]
    [InlineData("httpx")]
    public async Task HttpLibrary_ByDefault_IsImportable(string module) => (await RunAsync($"""
        import {module}

        def execute(input):
            return bool({module}.__version__)
        """)).ShouldBeValid("true");
}
