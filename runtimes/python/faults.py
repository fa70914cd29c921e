"""Says why a value is not JSON: which part of it, by path, and what to return instead.

Works on values that user code made to hurt: it is iterative, and calls nothing that a type of theirs could override.
"""

from json.encoder import encode_basestring
from math import isfinite

MAX_NESTING = 1000
SHOWN_STEPS = 12  # of a path; a deeper one is cut in the middle
SHOWN_CHARACTERS = 80  # of a key or a type's name

get_module = type.__dict__["__module__"].__get__
get_name = type.__dict__["__qualname__"].__get__
get_bases = type.__dict__["__mro__"].__get__

HINTS = {
    "set": "a list instead, e.g. sorted(...)",
    "frozenset": "a list instead, e.g. sorted(...)",
    "bytes": "a string instead, e.g. .decode() or base64.b64encode(...).decode()",
    "bytearray": "a string instead, e.g. .decode() or base64.b64encode(...).decode()",
    "memoryview": "a string instead, e.g. base64.b64encode(...).decode()",
    "complex": "its .real and .imag instead",
    "range": "a list instead, e.g. list(...)",
    "function": "what it returns instead",
    "method": "what it returns instead",
    "builtin_function_or_method": "what it returns instead",
    "type": "an instance's data instead",
    "generator": "a list instead, e.g. list(...)",
    "async_generator": "a list instead, e.g. [item async for item in ...]",
    "coroutine": "what awaiting it gives instead",
    "datetime.datetime": "a string instead, e.g. .isoformat()",
    "datetime.date": "a string instead, e.g. .isoformat()",
    "datetime.time": "a string instead, e.g. .isoformat()",
    "datetime.timedelta": "a number instead, e.g. .total_seconds()",
    "decimal.Decimal": "a number or a string instead, e.g. float(...) or str(...)",
    "fractions.Fraction": "a number or a string instead, e.g. float(...) or str(...)",
    "uuid.UUID": "a string instead, e.g. str(...)",
    "pathlib.PosixPath": "a string instead, e.g. str(...)",
    "collections.deque": "a list instead, e.g. list(...)",
    "numpy.ndarray": "a list instead, e.g. .tolist()",
    "pandas.core.frame.DataFrame": 'a list instead, e.g. .to_dict("records")',
    "pandas.core.series.Series": "a list instead, e.g. .tolist()",
}
LAZY = ("map", "filter", "zip", "enumerate", "reversed", "dict_keys", "dict_values", "dict_items", "itertools.")


class Level:
    """A container that is being looked through, and the key of the child that is next on the path."""

    __slots__ = ("value", "named", "children", "key")

    def __init__(self, value):
        self.value = value
        self.key = None
        self.named = issubclass(type(value), dict)
        self.children = iter(list(dict.items(value))) if self.named else enumerate(items_of(value))


def items_of(value):
    return list.__iter__(value) if issubclass(type(value), list) else tuple.__iter__(value)


def first_fault(root):
    """The first thing in root that JSON cannot hold, as a sentence that starts with its path; None if there is none."""
    if not is_container(root):
        fault = fault_of(root)
        return fault and "$ " + fault
    levels, opened = [Level(root)], {id(root): 0}
    while levels:
        level = levels[-1]
        child = next(level.children, None)
        if child is None:
            del opened[id(levels.pop().value)]
            continue
        if level.named and (wrong := key_fault(child[0])):
            return f"{path(levels[:-1])} has a key that {wrong} (keys must be strings)"
        level.key, value = child
        if not is_container(value):
            fault = fault_of(value)
            if fault:
                return f"{path(levels)} {fault}"
        elif id(value) in opened:
            return f"{path(levels)} refers back to {path(levels[: opened[id(value)]])}"
        elif len(levels) == MAX_NESTING:
            return f"{path(levels)} is nested more than {MAX_NESTING} levels deep"
        else:
            opened[id(value)] = len(levels)
            levels.append(Level(value))
    return None


def is_container(value):
    return issubclass(type(value), (dict, list, tuple))


def fault_of(value):
    kind = type(value)
    if value is None or issubclass(kind, (str, int)):
        return None
    if issubclass(kind, float):
        return None if isfinite(value) else f"is {float.__repr__(value)} (JSON has no such number; return None or a string instead)"
    name = name_of(kind)
    return f"is {article(name)} {name} (return {hint(kind, name)})"


def key_fault(key):
    kind = type(key)
    if key is None or issubclass(kind, (str, int)):
        return None
    if issubclass(kind, float):
        return None if isfinite(key) else f"is {float.__repr__(key)}"
    name = name_of(kind)
    return f"is {article(name)} {name}"


def name_of(kind):
    module, name = get_module(kind), get_name(kind)[:SHOWN_CHARACTERS]
    if type(module) is not str or module in ("builtins", "function"):
        return name
    return f"{module[:SHOWN_CHARACTERS]}.{name}"


def article(name):
    return "an" if name[:1].lower() in "aeiou" and not name.startswith("uuid") else "a"


def hint(kind, name):
    if name in HINTS:
        return HINTS[name]
    if name.startswith(LAZY):
        return "a list instead, e.g. list(...)"
    if name.startswith("numpy."):
        return "a plain number instead, e.g. .item()"
    members = [type.__dict__["__dict__"].__get__(base) for base in get_bases(kind)]
    if any("__dataclass_fields__" in names for names in members):
        return "a dict instead, e.g. dataclasses.asdict(...)"
    if any("model_dump" in names for names in members):
        return "a dict instead, e.g. .model_dump()"
    if "_member_map_" in members[0]:
        return "its .value instead"
    if issubclass(kind, type):
        return HINTS["type"]
    return "a dict, list, string, number, bool or None instead"


def path(levels):
    steps = [step(level) for level in levels[:SHOWN_STEPS]]
    if len(levels) > SHOWN_STEPS:
        steps.append(f"...({len(levels) - SHOWN_STEPS} more)")
    return "$" + "".join(steps)


def step(level):
    key = level.key
    if not level.named:
        return f"[{key}]"
    if not issubclass(type(key), str):
        return f"[{scalar(key)}]"
    text = str.__str__(key)
    if len(text) > SHOWN_CHARACTERS:
        text = text[:SHOWN_CHARACTERS] + "..."
    elif text.isidentifier() and text.isascii():
        return "." + text
    return f"[{encode_basestring(text)}]"


def scalar(key):
    """A key that json turns into a string, as Python writes it."""
    if issubclass(type(key), float):
        return float.__repr__(key)
    if key is None or key is True or key is False:
        return str(key)
    return f"{int.__index__(key):#x}" if abs(int.__index__(key)) > 1 << 64 else int.__repr__(key)
