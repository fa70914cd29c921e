namespace Paddock.Conformance.Tests.Python;

public sealed partial class PythonFunctionTests
{
    protected override string ReturnsEnvironment => """
        import os

        def execute(input):
            return dict(os.environ)
        """;

    protected override string ReturnsDirectory => """
        import os

        def execute(input):
            return os.getcwd()
        """;

    protected override string ReadsFiles => """
        def execute(input):
            return [open(path, encoding="utf-8", newline="").read() for path in input]
        """;

    protected override string WritesThenReads => """
        def execute(input):
            with open("new.txt", "w") as file:
                file.write(input)
            return open("/mnt/req/new.txt").read()
        """;

    protected override string LeavesTraces => """
        import builtins, json, os

        def execute(input):
            found = [name for name in ("/tmp/trace", "/mnt/req/trace", "/dev/shm/trace") if os.path.exists(name)]
            found += [name for name in ("TRACE",) if name in os.environ]
            found += [module.__name__ for module in (builtins, json) if hasattr(module, "trace")]
            for name in ("/tmp/trace", "/mnt/req/trace", "/dev/shm/trace"):
                open(name, "w").close()
            os.environ["TRACE"] = "1"
            builtins.trace = json.trace = 1
            return found
        """;

    protected override string ListsScratch => """
        import os

        def execute(input):
            return [os.listdir("/mnt/req"), os.listdir("/tmp")]
        """;

    protected override string DrawsRandom => """
        import os, random, secrets, ssl, tempfile, uuid

        def execute(input):
            return [
                str(random.random()), str(random.SystemRandom().random()), str(uuid.uuid4()), str(uuid.uuid1()), os.urandom(16).hex(),
                secrets.token_hex(16), ssl.RAND_bytes(16).hex(), os.path.basename(tempfile.mkdtemp()),
            ]
        """;
}
