#!/usr/bin/env python3
"""Runs the runners of runtimes/ outside the cage, against the promises in docs/protocols/cell.md and their own.

    python3 tests/runtimes/run.py [--bun PATH] [--python PATH] [--only python|javascript|ruby|php] [--figures] [NAME…]

NAME: only the tests whose name contains one of these.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
HOME = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, HERE)
sys.dont_write_bytecode = True

LANGUAGES = ["python", "javascript", "ruby", "php"]


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bun", default=os.path.join(HOME, "artifacts/runtimes/javascript/root/usr/bin/bun"))
    parser.add_argument("--python", default="/usr/bin/python3.11")
    parser.add_argument("--only", choices=LANGUAGES)
    parser.add_argument("--figures", action="store_true", help="measure instead of test")
    parser.add_argument("names", nargs="*")
    return parser.parse_args()


def runtime_files(bundled):
    files = {"libpaddock.so": os.path.join(HOME, "artifacts/native/libpaddock.so")}
    for language in LANGUAGES:
        folder = bundled if bundled and language == "javascript" else os.path.join(HOME, "runtimes", language)
        for name in os.listdir(folder):
            if name.endswith((".py", ".js", ".ts", ".jsc", ".rb", ".php")) or name == "preload.json":
                files[name] = os.path.join(folder, name)
    return files


def bundle(folder, bun):
    """The runner of JavaScript as cells run it."""
    bundled = shutil.copytree(os.path.join(HOME, "runtimes/javascript"), os.path.join(folder, "javascript"))
    subprocess.run([os.path.join(HOME, "eng/bundle-runner.sh"), bundled, bun], check=True)
    return bundled


def select(suite, names):
    for test in suite:
        if isinstance(test, unittest.TestSuite):
            yield from select(test, names)
        elif not names or any(name in test.id() for name in names):
            yield test


def main():
    options = arguments()
    import stage

    wanted = [options.only] if options.only else LANGUAGES
    bun = os.path.abspath(options.bun) if "javascript" in wanted else None
    if bun and not os.access(bun, os.X_OK):
        sys.exit(f"there is no bun at {bun}: start ./paddock serve once, or say --bun PATH")
    folder = tempfile.TemporaryDirectory()
    stage.build(runtime_files(bun and bundle(folder.name, bun)), bun)
    import cells

    make = {"python": lambda: cells.PythonCells(options.python), "javascript": cells.bun_cells, "ruby": cells.ruby_cells, "php": cells.php_cells}
    runners = {language: cells.Runner(make[language]()) for language in wanted}
    try:
        if options.figures:
            import figures

            figures.show(runners)
            return 0
        return test(runners, options.names)
    finally:
        for runner in runners.values():
            runner.cells.close()


def test(runners, names):
    import contract

    suite = unittest.TestSuite()
    for language, runner in runners.items():
        contract.RUNNERS[language] = runner
        suite.addTests(unittest.defaultTestLoader.loadTestsFromName("test_scripts." + language.capitalize()))
        if language in ("python", "javascript"):
            suite.addTests(unittest.defaultTestLoader.loadTestsFromName("test_" + language))
    result = unittest.TextTestRunner(verbosity=1).run(unittest.TestSuite(select(suite, names)))
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    sys.stderr.flush()
    print(f"{result.testsRun - failed} passed, {failed} failed", flush=True)
    return 1 if failed or not result.testsRun else 0


if __name__ == "__main__":
    sys.exit(main())
