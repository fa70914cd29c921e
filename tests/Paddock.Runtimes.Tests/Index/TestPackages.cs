namespace Paddock.Runtimes.Tests.Index;

/// <summary>Packages that exist for these tests alone.</summary>
internal static class TestPackages
{
    private const string Plain = "from setuptools import setup; setup(name='{0}', version='1.0', py_modules=['{0}'])";

    /// <summary>Looks at all it should not see, and says what it found.</summary>
    public const string Curious = """
        import os, socket, urllib.request
        def attempt(what, action):
            try:
                print("curious:", what, "OPEN", repr(action())[:200])
            except Exception as error:
                print("curious:", what, "closed", type(error).__name__)
        attempt("shadow", lambda: open("/etc/shadow").read())
        attempt("host folder", lambda: os.listdir("/work"))
        attempt("other processes", lambda: [p for p in os.listdir("/proc") if p.isdigit() and int(p) > 1000 and os.readlink("/proc/" + p + "/exe").startswith("/usr/share/dotnet")][0])
        attempt("root file system", lambda: open("/usr/lib/left-behind", "w"))
        attempt("another host", lambda: urllib.request.urlopen("http://example.org/", timeout=3).read())
        attempt("loopback of the host", lambda: socket.create_connection(("127.0.0.1", 22), timeout=2))
        attempt("metadata service", lambda: urllib.request.urlopen("http://169.254.169.254/", timeout=3).read())
        print("curious: environment", sorted(os.environ.items()))
        print("curious: index", urllib.request.urlopen("http://packages.example/simple/six/").read()[:20])
        """;

    public static IReadOnlyList<Archive> All { get; } =
    [
        Archive.Source("plainsource", "1.0", Setup("plainsource"), ("plainsource.py", "answer = 42\n")),
        Archive.Source("modernsource", "1.0", Setup("modernsource"), ("modernsource.py", "answer = 43\n"),
            ("pyproject.toml", "[build-system]\nrequires = ['setuptools>=60', 'wheel']\nbuild-backend = 'setuptools.build_meta'\n")),
        Archive.Source("nativesource", "1.0",
            "from setuptools import setup, Extension; setup(name='nativesource', version='1.0', ext_modules=[Extension('nativesource', ['native.c'])])",
            ("native.c", """
                #include <Python.h>
                static PyObject *answer(PyObject *self, PyObject *none) { return PyLong_FromLong(44); }
                static PyMethodDef methods[] = {{"answer", answer, METH_NOARGS, ""}, {0}};
                static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "nativesource", 0, -1, methods};
                PyMODINIT_FUNC PyInit_nativesource(void) { return PyModule_Create(&module); }
                """)),
        Archive.Source("brokensource", "2.5", "raise RuntimeError('this package was made to fail')"),
        Archive.Source("brokennative", "1.0",
            "from setuptools import setup, Extension; setup(name='brokennative', version='1.0', ext_modules=[Extension('brokennative', ['native.c'])])", ("native.c", "int main(void) { return nothing; }\n")),
        Archive.Source("liar", "1.0", $$"""
            import os, struct
            # the stream of the build is a pipe of a process of the same user
            for pid in filter(str.isdigit, os.listdir("/proc")):
                for fd in range(0, 64):
                    path = f"/proc/{pid}/fd/{fd}"
                    try:
                        if os.readlink(path).startswith("pipe:") and fd > 2:
                            os.write(os.open(path, os.O_WRONLY | os.O_NONBLOCK), struct.pack("<BIQ", 1, 14, 1) + b"../../../evil1x")
                    except OSError:
                        pass
            os.write(1, struct.pack("<BIQ", 3, 0, 1) + b"x" + struct.pack("<BIQ", 0, 0, 0))
            if not os.path.lexists("/tmp/packages/stolen.txt"):
                os.symlink("/etc/passwd", "/tmp/packages/stolen.txt")
            {{Setup("liar")}}
            """, ("liar.py", "honest = True\n")),
        Archive.Source("forker", "1.0", "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        pass\n"),
        Archive.Source("writer", "1.0", "import os\nwith open('/tmp/fill', 'wb') as file:\n    while True: file.write(b'x' * (1 << 20))\n"),
        Archive.Source("hungry", "1.0", "held = []\nwhile True: held.append(b'x' * (1 << 20))\n"),
        Archive.Source("endless", "1.0", "import time\nprint('endless: begun', flush=True)\nwhile True: time.sleep(1)\n"),
        Archive.Wheel("bulky", "1.0", "", ("bulky.py", ""), ("bulky.txt", new string('x', 9 * 1024 * 1024))),
        Archive.Wheel("scattered", "1.0", "", [.. Enumerable.Range(0, 300).Select(static i => ($"scattered/m{i}.txt", ""))]),
        Archive.Wheel("raiser", "1.0", "", ("raiser.py", "raise ValueError('raiser does not want to be imported')\n")),
        // has the name of a module that is imported ahead
        Archive.Wheel("tabulate", "9.9", "", ("tabulate.py", "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\nanswer = 45\n")),
        Archive.Wheel("networkx", "9.9", "", ("networkx.py", "kept = open('/etc/passwd')\nanswer = 46\n")),
        Archive.Wheel("openpyxl", "9.9", "", ("openpyxl.py", "import os\nos._exit(9)\n")),
        Archive.Wheel("older", "1.0", "", ("older.py", "version = 1\n")),
        Archive.Wheel("older", "2.0", "", ("older.py", "version = 2\n")),
        Archive.Wheel("needy", "1.0", "Requires-Dist: older==1.0\n", ("needy.py", "import older\n")),
    ];

    private static string Setup(string name) => Plain.Replace("{0}", name, StringComparison.Ordinal);
}
