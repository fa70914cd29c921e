"""What a trivial job costs. Figures, not tests: the machine is shared."""

import os
import resource
import statistics
import subprocess

from cells import job_frame

CODE = {
    "python": "def execute(input): return {'name': input['name'], 'executed': True}\n",
    "javascript": "function execute(input) { return { name: input.name, executed: true } }\n",
    "typescript": "function execute(input: { name: string }) { return { name: input.name, executed: true } }\n",
}


def show(runners, count=100):
    for language, code in CODE.items():
        runner = runners.get("python" if language == "python" else "javascript")
        if runner:
            runner.idle_before_job = 0.03
            one(language, runner, job_frame(language, code, {"name": "John"}), count)
    if "javascript" in runners:
        bare("/engine/bun", count)


def one(language, runner, frame, count):
    outcomes = [runner.run(frame) for _ in range(count)]

    def p50(name, unit):
        return statistics.median(getattr(outcome, name) for outcome in outcomes) * unit

    print(
        f"{language:11} job sent to frame received {p50('handoff', 1e6):.0f} us (least {min(o.handoff for o in outcomes) * 1e6:.0f}), "
        f"CPU from the job to the end of the process {p50('cpu_of_job', 1e6):.0f} us, of the whole process {p50('cpu', 1e3):.2f} ms"
    )


def bare(bun, count):
    path = "/src/bare.ts"
    with open(path, "w") as file:
        file.write("console.log(1 as number)\n")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(count):
        subprocess.run([bun, path], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(f"bare `bun file.ts`: CPU of the whole process {cpu / count * 1e3:.2f} ms")
    os.unlink(path)
