"""The promises of runtimes/javascript, one test a sentence."""

from contract import CellTest


class Basics(CellTest):
    language = "javascript"

    def test_example_gives_its_output(self):
        self.valid("function execute(input) { return { name: input.name, executed: true } }", {"name": "John", "executed": True}, {"name": "John"})
        self.valid("function execute(input: {name: string}) { return { name: input.name, executed: true } }", {"name": "John", "executed": True}, {"name": "John"}, language="typescript")
