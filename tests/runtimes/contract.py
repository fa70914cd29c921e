"""What the test cases of both languages share."""

import textwrap
import unittest

from cells import ERROR, NOT_JSON, VALID, job_frame

RUNNERS = {}


class CellTest(unittest.TestCase):
    language = "python"
    maxDiff = None

    def run_code(self, code, input=None, kill_after=None, close_output=False, language=None, **job):
        runner = RUNNERS["python" if self.language == "python" else "javascript"]
        frame = job_frame(language or self.language, textwrap.dedent(code).lstrip("\n"), input, **job)
        return runner.run(frame, kill_after, close_output)

    def valid(self, code, expected, input=None, stderr="", exit_code=0, **options):
        outcome = self.run_code(code, input, **options)
        self.assertEqual((outcome.status, outcome.exit_code, outcome.stderr), (VALID, exit_code, stderr), outcome)
        self.assertEqual(outcome.output, expected)
        self.assertEqual(outcome.wait_status, exit_code << 8)
        return outcome

    def not_json(self, code, *fragments, input=None, **options):
        outcome = self.run_code(code, input, **options)
        self.assertEqual((outcome.status, outcome.exit_code, outcome.raw_output), (NOT_JSON, 0, b""), outcome)
        self.assertEqual(outcome.wait_status, 0)
        for fragment in ("paddock: the returned value is not JSON: ", *fragments):
            self.assertIn(fragment, outcome.stderr)
        return outcome

    def error(self, code, *fragments, exit_code=1, input=None, **options):
        outcome = self.run_code(code, input, **options)
        self.assertEqual((outcome.status, outcome.exit_code, outcome.raw_output), (ERROR, exit_code, b""), outcome)
        self.assertEqual(outcome.wait_status, exit_code << 8)
        for fragment in fragments:
            self.assertIn(fragment, outcome.stderr)
        self.no_frames_of_ours(outcome.stderr)
        return outcome

    def no_frames_of_ours(self, text):
        for name in ("/opt/paddock", "runner.py", "runner.js", "asyncio/base_events", "importlib", "python_template"):
            self.assertNotIn(name, text)
