"""The function's module in a Python that the function started: with multiprocessing's "spawn" and "forkserver", or by hand.

A cell's own process has a module of this name already. Here it is /src/code.py once more, as multiprocessing has loaded it or as it stands.
"""

import sys


def load(path="/src/code.py"):
    main = sys.modules.get("__mp_main__")
    if getattr(main, "__file__", None) == path:
        sys.modules[__name__] = main
        return
    with open(path, encoding="utf-8-sig") as file:
        code = compile(file.read(), path, "exec", dont_inherit=True)
    globals().pop("load")
    globals()["__file__"] = path
    exec(code, globals())


load()
