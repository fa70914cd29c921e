"""Packs wheels of what Debian has installed, for the index of the tests: pack.py FOLDER NAME…, or all without a name.

A wheel's shared libraries come along in a folder of their own, as those of real wheels do: what an extension is linked against and the
file system of a cell lacks is copied, and found through $ORIGIN. Tests of packages are left out: nobody runs them here.
"""

import base64
import csv
import glob
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

PACKAGES = "/usr/lib/python3/dist-packages"
TAG_PURE, TAG_NATIVE = "py3-none-any", "cp311-cp311-linux_x86_64"
# what every Python cell has in its file system; all else is bundled
IN_EVERY_CELL = re.compile(r"(ld-linux-.*|lib(c|m|dl|rt|pthread|util|gcc_s|stdc\+\+|z)\.so\.\d+|linux-vdso.*)$")

# name: version, Debian packages, requirements
WHEELS = {
    "numpy": ("1.24.2", ["python3-numpy"], []),
    "pandas": ("1.5.3", ["python3-pandas", "python3-pandas-lib"], ["numpy>=1.21", "python-dateutil>=2.8.1", "pytz>=2020.1"]),
    "matplotlib": (
        "3.6.3",
        ["python3-matplotlib"],
        ["contourpy>=1.0.1", "cycler>=0.10", "fonttools>=4.22.0", "kiwisolver>=1.0.1", "numpy>=1.19", "packaging>=20.0", "pillow>=6.2.0", "pyparsing>=2.2.1", "python-dateutil>=2.7"],
    ),
    "contourpy": ("1.0.7", ["python3-contourpy"], ["numpy>=1.16"]),
    "cycler": ("0.11.0", ["python3-cycler"], []),
    "fonttools": ("4.38.0", ["python3-fonttools"], []),
    "kiwisolver": ("1.4.4", ["python3-kiwisolver"], []),
    "packaging": ("23.0", ["python3-packaging"], []),
    "pillow": ("9.4.0", ["python3-pil"], []),
    "pyparsing": ("3.0.9", ["python3-pyparsing"], []),
    "python-dateutil": ("2.8.2", ["python3-dateutil"], ["six>=1.5"]),
    "pytz": ("2022.7.1", ["python3-tz"], []),
    "six": ("1.16.0", ["python3-six"], []),
    "beautifulsoup4": ("4.11.2", ["python3-bs4"], ["soupsieve>1.2"]),
    "soupsieve": ("2.3.2", ["python3-soupsieve"], []),
    "plotly": ("5.4.0", ["python3-plotly"], ["tenacity>=6.2.0", "six"]),
    "tenacity": ("8.2.1", ["python3-tenacity"], []),
    # what builds of source packages ask for
    "setuptools": ("66.1.1", ["python3-setuptools", "python3-pkg-resources"], []),
    "wheel": ("0.38.4", ["python3-wheel"], []),
}


def main(folder, *names):
    os.makedirs(folder, exist_ok=True)
    for name in names or WHEELS:
        with tempfile.TemporaryDirectory() as tree:
            print(pack(name, tree, folder), flush=True)


def pack(name, tree, folder):
    version, debian, requires = WHEELS[name]
    copy(debian, tree)
    {"matplotlib": own_matplotlib_data, "plotly": own_plotly_data}.get(name, lambda tree: None)(tree)
    native = bundle(name, tree)
    describe(name, version, requires, native, tree)
    target = os.path.join(folder, f"{name.replace('-', '_')}-{version}-{TAG_NATIVE if native else TAG_PURE}.whl")
    write_zip(tree, target + ".part")
    os.replace(target + ".part", target)
    return target


def copy(debian, tree):
    for path in subprocess.check_output(["dpkg", "-L", *debian], text=True).split("\n"):
        inner = path.removeprefix(PACKAGES + "/")
        if inner != path and os.path.isfile(path) and not re.search(r"(^|/)(tests?|__pycache__)/|\.(egg|dist)-info(/|$)", inner):
            os.makedirs(os.path.dirname(os.path.join(tree, inner)), exist_ok=True)
            shutil.copyfile(path, os.path.join(tree, inner))


# Debian's packages look for their data in /usr/share, wheels in themselves.


def own_matplotlib_data(tree):
    data = os.path.join(tree, "matplotlib/mpl-data")
    shutil.copytree("/usr/share/matplotlib/mpl-data", data)
    shutil.copyfile("/usr/share/matplotlib/matplotlib.conf/matplotlibrc", os.path.join(data, "matplotlibrc"))
    code = os.path.join(tree, "matplotlib/__init__.py")
    replace(code, "'/usr/share/matplotlib/mpl-data'", 'str(Path(__file__).with_name("mpl-data"))')
    replace(code, "'/etc/matplotlibrc'", 'str(Path(__file__).with_name("mpl-data") / "matplotlibrc")')


def own_plotly_data(tree):
    shutil.copytree("/usr/share/python3-plotly/templates", os.path.join(tree, "plotly/package_data/templates"))
    replace(os.path.join(tree, "plotly/io/_templates.py"), '"/usr/share/python3-plotly"', 'os.path.dirname(os.path.dirname(__file__)), "package_data"')


def replace(path, old, new):
    with open(path) as file:
        text = file.read()
    assert old in text, f"{path} does not have {old}"
    with open(path, "w") as file:
        file.write(text.replace(old, new))


def bundle(name, tree):
    """Returns whether there is anything native in it."""
    extensions = [os.path.join(folder, file) for folder, _, files in os.walk(tree) for file in files if file.endswith(".so")]
    if not extensions:
        return False
    libraries = os.path.join(tree, f"{name.replace('-', '_')}.libs")
    for extension in extensions:
        found = dict(needed(extension))
        for library, path in found.items():
            os.makedirs(libraries, exist_ok=True)
            if not os.path.exists(os.path.join(libraries, library)):
                shutil.copyfile(os.path.realpath(path), os.path.join(libraries, library))
                subprocess.run(["patchelf", "--set-rpath", "$ORIGIN", os.path.join(libraries, library)], check=True)
        if found:
            way = os.path.relpath(libraries, os.path.dirname(extension))
            subprocess.run(["patchelf", "--set-rpath", f"$ORIGIN/{way}", extension], check=True)
    return True


def needed(extension):
    for line in subprocess.check_output(["ldd", extension], text=True).split("\n"):
        match = re.match(r"\s*(\S+) => (/\S+)", line)
        if match and not IN_EVERY_CELL.match(os.path.basename(match[1])):
            yield os.path.basename(match[1]), match[2]


def describe(name, version, requires, native, tree):
    info = os.path.join(tree, f"{name.replace('-', '_')}-{version}.dist-info")
    os.makedirs(info)
    with open(os.path.join(info, "METADATA"), "w") as file:
        file.write(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n" + "".join(f"Requires-Dist: {one}\n" for one in requires))
    with open(os.path.join(info, "WHEEL"), "w") as file:
        file.write(f"Wheel-Version: 1.0\nGenerator: paddock-tests\nRoot-Is-Purelib: {str(not native).lower()}\nTag: {TAG_NATIVE if native else TAG_PURE}\n")
    for entry_points in glob.glob(f"{PACKAGES}/{name}-*-info/entry_points.txt"):
        shutil.copyfile(entry_points, os.path.join(info, "entry_points.txt"))
    rows = io.StringIO()
    writer = csv.writer(rows, lineterminator="\n")
    for path in files_of(tree):
        with open(os.path.join(tree, path), "rb") as file:
            content = file.read()
        digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
        writer.writerow([path, f"sha256={digest}", len(content)])
    writer.writerow([os.path.relpath(os.path.join(info, "RECORD"), tree), "", ""])
    with open(os.path.join(info, "RECORD"), "w") as file:
        file.write(rows.getvalue())


def files_of(tree):
    return sorted(os.path.relpath(os.path.join(folder, file), tree) for folder, _, files in os.walk(tree) for file in files)


def write_zip(tree, target):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for path in files_of(tree):
            entry = zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0))
            entry.external_attr = (0o100755 if path.endswith(".so") else 0o100644) << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            with open(os.path.join(tree, path), "rb") as file:
                archive.writestr(entry, file.read(), compresslevel=1)


if __name__ == "__main__":
    main(*sys.argv[1:])
