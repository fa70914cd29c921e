"""Text, numbers, dates and formats."""

import argparse
import base64
import binascii
import calendar
import codecs
import colorsys
import configparser
import contextvars
import csv
import dataclasses
import datetime
import decimal
import email.message
import email.policy
import enum
import fractions
import functools
import gettext
import hashlib
import heapq
import hmac
import html.parser
import io
import itertools
import json
import locale
import mailbox
import math
import mimetypes
import plistlib
import random
import re
import secrets
import statistics
import string
import struct
import textwrap
import time
import tomllib
import typing
import unicodedata
import urllib.parse
import uuid
import wave
import xml.dom.minidom
import xml.etree.ElementTree
import xml.sax
import zoneinfo


def test_hashes():
    for name in sorted(hashlib.algorithms_guaranteed):
        value = hashlib.new(name, b"x")
        assert value.hexdigest(8) if name.startswith("shake") else value.hexdigest()
    assert hashlib.sha256(b"").hexdigest().startswith("e3b0c44298fc1c14")
    assert hmac.compare_digest(hmac.new(b"k", b"m", "sha256").digest(), hmac.digest(b"k", b"m", "sha256"))
    assert len(hashlib.scrypt(b"p", salt=b"s", n=1024, r=8, p=1)) == 64
    assert hashlib.pbkdf2_hmac("sha1", b"password", b"salt", 1).hex() == "0c60c80f961f0e71f3a9b524af6012062fe037a6"
    with open("/src/code.py", "rb") as file:
        assert hashlib.file_digest(file, "md5").digest_size == 16


def test_secrets_and_random():
    assert len(secrets.token_hex(16)) == 32 and secrets.compare_digest("a", "a") and secrets.randbelow(10) < 10
    assert random.Random(1).random() == 0.13436424411240122
    assert random.SystemRandom().random() < 1
    assert uuid.uuid4().version == 4 and uuid.uuid1().version == 1 and uuid.uuid5(uuid.NAMESPACE_DNS, "a").version == 5


def test_zones_and_dates():
    berlin = datetime.datetime(2024, 7, 1, 12, tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
    assert berlin.utcoffset() == datetime.timedelta(hours=2)
    assert berlin.astimezone(zoneinfo.ZoneInfo("Asia/Kolkata")).hour == 15
    assert len(zoneinfo.available_timezones()) > 400
    assert datetime.datetime.fromisoformat("2024-02-29T10:00:00Z").timestamp() == 1709200800
    assert calendar.monthrange(2024, 2) == (3, 29)
    assert time.strftime("%Y", time.gmtime(0)) == "1970"


def test_locale_and_messages():
    assert locale.setlocale(locale.LC_ALL, "C.UTF-8")
    assert locale.getpreferredencoding() == "utf-8"
    assert locale.format_string("%d", 1000, grouping=True) == "1000"
    assert gettext.gettext("untranslated") == "untranslated"
    try:
        locale.setlocale(locale.LC_ALL, "de_DE.UTF-8")
    except locale.Error:
        pass  # only C, C.UTF-8 and POSIX are in a cell


def test_numbers():
    with decimal.localcontext() as context:
        context.prec = 50
        assert str(decimal.Decimal(2).sqrt()).startswith("1.41421356237309504880168872420969807856967187537")
    assert fractions.Fraction(1, 3) + fractions.Fraction(1, 6) == fractions.Fraction(1, 2)
    assert math.isclose(statistics.stdev([1, 2, 3, 4]), 1.2909944487358056)
    assert math.factorial(100) % 1000007 and 2**10000 > 0 and math.gcd(12, 18) == 6
    assert struct.unpack("<hI", struct.pack("<hI", -1, 2)) == (-1, 2)


def test_json_csv_toml_ini_plist():
    assert json.loads(json.dumps({"a": [1, None, "é"]}, indent=2)) == {"a": [1, None, "é"]}
    text = io.StringIO()
    csv.DictWriter(text, ["a", "b"]).writerow({"a": 'x,"', "b": 1})
    assert next(csv.reader([text.getvalue()])) == ['x,"', "1"]
    assert tomllib.loads("[a]\nb = 2024-01-01")["a"]["b"] == datetime.date(2024, 1, 1)
    ini = configparser.ConfigParser()
    ini.read_string("[a]\nb = %(c)s!\nc = 1")
    assert ini["a"]["b"] == "1!"
    assert plistlib.loads(plistlib.dumps({"a": b"x"})) == {"a": b"x"}


def test_xml_and_html():
    root = xml.etree.ElementTree.fromstring("<a><b x='1'>t</b></a>")
    assert root.find("b[@x='1']").text == "t"
    assert "<b" in xml.dom.minidom.parseString("<a><b/></a>").toprettyxml()
    names = []

    class Names(xml.sax.ContentHandler):
        def startElement(self, name, attributes):
            names.append(name)

    xml.sax.parseString(b"<a><b/></a>", Names())
    assert names == ["a", "b"]
    found = []

    class Links(html.parser.HTMLParser):
        def handle_starttag(self, tag, attributes):
            found.append((tag, dict(attributes).get("href")))

    Links().feed("<p><a href=x>y")
    assert found == [("p", None), ("a", "x")]


def test_text():
    assert unicodedata.normalize("NFC", "e\u0301") == "é" and unicodedata.name("é")
    assert re.sub(r"(?P<w>\w+)", r"<\g<w>>", "a b") == "<a> <b>"
    assert textwrap.fill("a b c", 3) == "a b\nc" and string.Template("$a").substitute(a=1) == "1"
    for codec in ("utf-16", "latin-1", "cp1252", "shift_jis", "gb18030", "big5", "euc_kr", "koi8-r", "idna", "punycode"):
        assert "abc".encode(codec).decode(codec) == "abc"
    assert codecs.encode("abc", "rot13") == "nop"
    assert base64.b85decode(base64.b85encode(b"x")) == b"x" and binascii.crc32(b"x") == 2363233923
    assert urllib.parse.parse_qs(urllib.parse.urlsplit("http://a/?b=1&b=2").query) == {"b": ["1", "2"]}


def test_mail_and_types():
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["Subject"] = "é"
    message.set_content("text")
    message.add_attachment(b"data", maintype="image", subtype="png", filename="a.png")
    assert b"multipart/mixed" in message.as_bytes()
    box = mailbox.mbox("/tmp/mbox")
    box.lock()
    box.add(message)
    box.close()
    assert len(mailbox.mbox("/tmp/mbox")) == 1
    assert mimetypes.guess_type("a.html") == ("text/html", None) and mimetypes.guess_type("a.xlsx")[0].endswith("sheet")


def test_structures():
    @dataclasses.dataclass(order=True, slots=True)
    class Item:
        rank: int
        name: str = dataclasses.field(compare=False)

    class Colour(enum.StrEnum):
        RED = enum.auto()

    assert min(Item(2, "b"), Item(1, "a")).name == "a" and dataclasses.asdict(Item(1, "a")) == {"rank": 1, "name": "a"}
    assert Colour.RED == "red" and typing.get_type_hints(Item)["rank"] is int
    heap = [3, 1, 2]
    heapq.heapify(heap)
    assert heapq.heappop(heap) == 1 and list(itertools.batched([1, 2, 3], 2) if hasattr(itertools, "batched") else [(1, 2), (3,)]) == [(1, 2), (3,)]
    assert functools.lru_cache(lambda n: n * 2)(4) == 8
    variable = contextvars.ContextVar("v", default=1)
    assert contextvars.copy_context().run(variable.get) == 1
    match {"kind": "point", "at": [1, 2]}:
        case {"kind": "point", "at": [x, y]}:
            assert (x, y) == (1, 2)


def test_sound_colour_and_arguments():
    with wave.open("/tmp/a.wav", "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(b"\0\0" * 80)
    with wave.open("/tmp/a.wav") as sound:
        assert sound.getnframes() == 80
    assert colorsys.rgb_to_hsv(1, 0, 0) == (0.0, 1.0, 1.0)
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int)
    assert parser.parse_args(["--n", "3"]).n == 3
