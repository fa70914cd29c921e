using Paddock.TestKit.Api;
using Paddock.TestKit.Hosting;

namespace Paddock.Conformance.Tests.Acceptance;

/// <summary>The long programs among the real ones: what a code-writing model sends after an hour of talk.</summary>
public sealed class LargePythonProgramTests(ServerFixture server)
{
    /// <summary>Dozens of imports, then classes, then an <c>execute</c> that runs code with <c>exec</c> and looks into <c>globals()</c>.</summary>
    private const string Preamble = """
        import abc
        import argparse
        import array
        import ast
        import asyncio
        import base64
        import binascii
        import bisect
        import calendar
        import cmath
        import collections
        import concurrent.futures
        import configparser
        import contextlib
        import copy
        import csv
        import dataclasses
        import datetime
        import decimal
        import difflib
        import email
        import enum
        import fractions
        import functools
        import glob
        import gzip
        import hashlib
        import heapq
        import hmac
        import html
        import inspect
        import io
        import itertools
        import json
        import logging
        import math
        import operator
        import os
        import pathlib
        import pickle
        import queue
        import random
        import re
        import secrets
        import shutil
        import sqlite3
        import statistics
        import string
        import struct
        import subprocess
        import sys
        import tempfile
        import textwrap
        import threading
        import time
        import traceback
        import typing
        import unicodedata
        import unittest
        import urllib.parse
        import uuid
        import xml.etree.ElementTree
        import zipfile
        import zlib

        class Shape(abc.ABC):
            @abc.abstractmethod
            def area(self): ...

        @dataclasses.dataclass
        class Rectangle(Shape):
            width: float
            height: float

            def area(self):
                return self.width * self.height

        class Level(enum.Enum):
            LOW = 1
            HIGH = 2

        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program14_ExecAndLocals_NotAllJson_IsRefusedWithTheReason() => (await RunAsync(Preamble + """
        def execute(input):
            exec("shape = Rectangle(2, 3)\narea = shape.area()", globals())
            found = globals()["shape"]
            level = Level.HIGH
            return locals()
        """)).ShouldBeNotJson("Rectangle", @"\bfound\b");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program14_ExecAndLocals_AllJson_IsValid() => (await RunAsync(Preamble + """
        def execute(input):
            exec("shape = Rectangle(2, 3)\narea = shape.area()", globals())
            area = globals()["area"]
            names = sorted(name for name in globals() if name in ("Shape", "Rectangle", "Level", "execute"))
            return locals()
        """, """{"x":1}""")).ShouldBeValid("""{"input":{"x":1},"area":6,"names":["Level","Rectangle","Shape","execute"]}""");

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program17_LongStdout_IsKeptWhole()
    {
        var answer = await RunAsync("""
            def execute(input):
                for i in range(200_000):
                    print(f"line {i}")
            """);

        answer.OutputStatus.ShouldBe("valid", answer.ToString());
        var lines = answer.Stdout.Split('\n');
        lines.Length.ShouldBe(200_001);
        lines[199_999].ShouldBe("line 199999");
    }

    [Fact(Timeout = TestTimeout.Default)]
    public async Task Program17_NeuralNetworkFromScratch_Learns() => (await RunAsync("""
        import math
        import random

        class Network:
            def __init__(self, hidden):
                self.hidden = [[random.uniform(-1, 1) for _ in range(3)] for _ in range(hidden)]
                self.output = [random.uniform(-1, 1) for _ in range(hidden + 1)]

            @staticmethod
            def sigmoid(x):
                return 1 / (1 + math.exp(-x))

            def forward(self, a, b):
                self.layer = [self.sigmoid(w[0] * a + w[1] * b + w[2]) for w in self.hidden]
                return self.sigmoid(sum(w * h for w, h in zip(self.output, self.layer)) + self.output[-1])

            def learn(self, a, b, wanted, rate=0.8):
                guess = self.forward(a, b)
                delta = (wanted - guess) * guess * (1 - guess)
                for i, h in enumerate(self.layer):
                    inner = delta * self.output[i] * h * (1 - h)
                    self.output[i] += rate * delta * h
                    for j, x in enumerate((a, b, 1)):
                        self.hidden[i][j] += rate * inner * x
                self.output[-1] += rate * delta

        def execute(input):
            random.seed(input["seed"])
            network = Network(6)
            cases = [(0, 0, 0), (0, 1, 1), (1, 0, 1), (1, 1, 0)]
            for epoch in range(input["epochs"]):
                for a, b, wanted in cases:
                    network.learn(a, b, wanted)
                if epoch % 1000 == 0:
                    print(f"epoch {epoch}: loss {sum((w - network.forward(a, b)) ** 2 for a, b, w in cases):.4f}")
            return [round(network.forward(a, b)) for a, b, _ in cases]
        """, """{"seed":7,"epochs":20000}""")).ShouldBeValid("[0,1,1,0]").Stdout.Split('\n').Length.ShouldBe(21);

    private Task<FunctionAnswer> RunAsync(string code, string? input = null) =>
        server.Client.ExecuteAsync(new FunctionCall("python", code) { Input = input }, Cancellation);
}
