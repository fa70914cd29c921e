"""The promises of runtimes/python, one test a sentence."""

from contract import CellTest


class Basics(CellTest):
    def test_example_gives_its_output(self):
        self.valid('def execute(input): return { "name": input["name"], "executed": True }', {"name": "John", "executed": True}, {"name": "John"})
