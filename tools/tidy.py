"""Reads the sources for what no compiler checks; docs/architecture.md says why.

Usage: tidy.py [FOLDER]. Prints FILE:LINE: what is wrong; exit code 1 if
anything is.
"""

import pathlib
import re
import subprocess
import sys

# Folder -> what it may include beside itself; the longest matching prefix
# counts. The arrows of docs/architecture.md.
CORES_OF_TUNNEL = ["tunnel/encapsulation", "tunnel/kcp", "tunnel/smux"]
ARROWS = {
    "base": [],
    "base/entropy": ["base"],
    "base/files": ["base"],
    "base/terminal": ["base"],
    "maybenot": ["base"],
    "maybenot/capi": ["maybenot", "base", "base/entropy"],
    "maybenot/simulator": ["maybenot", "base"],
    "machines": ["maybenot", "base"],
    "machines/generation": ["machines", "maybenot", "maybenot/simulator", "base"],
    "maybenot/cli": ["maybenot", "maybenot/simulator", "machines", "machines/generation", "base",
                     "base/entropy", "base/files", "base/terminal"],
    "sim": ["base"],
    "tunnel/encapsulation": ["base"],
    "tunnel/kcp": ["base"],
    "tunnel/smux": ["base"],
    "tunnel/shaper": ["maybenot", "tunnel/encapsulation", "base"],
    "tunnel/session": CORES_OF_TUNNEL + ["tunnel/shaper", "maybenot", "base"],
    "mgen": ["tunnel/shaper", "base"],
    "net": ["base", "tunnel/shaper"],
    "mgen/programs": ["mgen", "tunnel/shaper", "maybenot", "net", "base", "base/entropy",
                      "base/files"],
    "tunnel/programs": CORES_OF_TUNNEL + ["tunnel/shaper", "tunnel/session", "maybenot", "net", "base",
                                         "base/entropy", "base/files"],
    "docs": None,  # None: anything.
    "lab": None,
    "fuzz": None,
    "tests": None,
}
# What tests may include beside what their folder may.
FOR_TESTS = ["sim", "maybenot", "maybenot/testing", "base"]

# Folders that do I/O, though they lie below a core's.
EDGES = ["base/entropy", "base/files", "docs", "maybenot/capi", "maybenot/cli", "mgen/programs", "tunnel/programs", "net", "lab",
         "fuzz", "tests"]

# A core is told the time and moves no bytes itself.
BANNED_HEADERS = re.compile(
    r"#include [<\"]("
    r"thread|mutex|shared_mutex|condition_variable|future|atomic|stop_token"
    r"|fstream|filesystem|iostream|cstdio|stdio\.h|random|ctime|time\.h"
    r"|unistd\.h|fcntl\.h|poll\.h|netdb\.h|sys/[a-z_]+\.h|netinet/[a-z_]+\.h"
    r"|arpa/inet\.h|pthread\.h|absl/time/clock\.h|absl/synchronization/.*"
    r"|absl/random/random\.h|boost/asio.*|spdlog/.*)[>\"]")
BANNED_CALLS = re.compile(
    r"\b(system_clock|steady_clock|high_resolution_clock|random_device"
    r"|gettimeofday|clock_gettime|std::getenv|std::rand|this_thread)\b|::now\(")
# Core tests may read golden files and print.
ALLOWED_IN_TESTS = re.compile(r"[<\"](fstream|iostream|cstdio|random)[>\"]")
# base/check.h prints before it aborts.
ALLOWED_CSTDIO = {"base/check.h"}

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK|not implemented|NOLINT)\b")
DISABLED = re.compile(r"\bDISABLED_")
OWN_PATH = re.compile(r"(^|[\s\"'=(])/(work|root|farm)/")
SOURCE = re.compile(r"SOURCE: ([A-Za-z0-9_./-]+)")
INCLUDE = re.compile(r"#include \"([a-z0-9_/]+)/[a-z0-9_.]+\.h\"")
MAX_LINES = 500
NO_TEST_OF_THEIR_OWN = re.compile(r"(^|[/_])main\.cc$|_(test|fuzzer|bench)\.cc$|^docs/examples/")
# In a page: the block that follows is that file.
SHOWN_FILE = re.compile(r"^<!-- shows ([^ ]+) -->\n(?:```[a-z]*\n(.*?)^```$)?", re.M | re.S)


def folder_of(path):
    return path.rsplit("/", 1)[0] if "/" in path else ""


def longest(prefixes, folder):
    """The longest of `prefixes` that is `folder` or a folder above it."""
    found = [p for p in prefixes if folder == p or folder.startswith(p + "/")]
    return max(found, key=len) if found else None


def is_test(path):
    return path.endswith("_test.cc") or "/testing/" in path


class Tidy:
    def __init__(self, root, files):
        self.root = pathlib.Path(root)
        self.files = sorted(files)
        self.known = set(self.files)
        self.problems = []
        self.sources = self.source_keys()

    def text(self, path):
        return (self.root / path).read_text(encoding="utf-8", errors="replace")

    def report(self, path, line, what):
        self.problems.append("%s:%d: %s" % (path, line, what))

    def source_keys(self):
        if "docs/sources.md" not in self.known:
            return set()
        return set(re.findall(r"^\| `([^`]+)`", self.text("docs/sources.md"), re.M))

    def run(self):
        for path in self.files:
            if path.endswith((".cc", ".h", ".proto", ".py", ".sh", ".bzl", ".bazel", ".yaml")):
                self.check_lines(path)
            if path.endswith((".cc", ".h")):
                self.check_unit(path)
            if path.endswith(".md"):
                self.check_shown_files(path)
        self.check_fuzz_targets()
        return self.problems

    def check_lines(self, path):
        if path in ("tools/tidy.py", "tools/tidy_test.py"):
            return
        for number, line in enumerate(self.text(path).splitlines(), 1):
            if UNFINISHED.search(line):
                self.report(path, number, "a word of unfinished work: " + line.strip())
            if DISABLED.search(line):
                self.report(path, number, "a disabled test")
            if OWN_PATH.search(line):
                self.report(path, number, "a path of somebody's machine")
            for key in SOURCE.findall(line):
                if not any(key.rstrip(".,;:") == k or key.startswith(k) for k in self.sources):
                    self.report(path, number, "SOURCE %s is not in docs/sources.md" % key)

    def check_unit(self, path):
        lines = self.text(path).splitlines()
        if len(lines) > MAX_LINES:
            self.report(path, len(lines), "over %d lines: it holds two nouns" % MAX_LINES)
        self.check_arrows(path, lines)
        self.check_core(path, lines)
        self.check_built(path)
        if path.endswith(".h"):
            self.check_guard(path, lines)
        if path.endswith(".cc"):
            self.check_own_header(path, lines)
            if not NO_TEST_OF_THEIR_OWN.search(path) and path[:-3] + "_test.cc" not in self.known \
                    and not is_test(path):
                self.report(path, 1, "has no %s_test.cc" % path[:-3])

    def check_arrows(self, path, lines):
        home = longest(ARROWS, folder_of(path))
        if home is None:
            self.report(path, 1, "its folder is not in tools/tidy.py's ARROWS")
            return
        if ARROWS[home] is None:
            return
        allowed = [home] + ARROWS[home] + (FOR_TESTS if is_test(path) else [])
        for number, line in enumerate(lines, 1):
            match = INCLUDE.match(line)
            if not match:
                continue
            target = longest(ARROWS, match.group(1))
            if target is not None and target not in allowed and \
                    not (is_test(path) and target == "tests"):
                self.report(path, number, "%s may not include %s" % (home, target))

    def check_core(self, path, lines):
        if longest(EDGES, folder_of(path)):
            return
        for number, line in enumerate(lines, 1):
            code = line.split("//")[0]
            banned = BANNED_HEADERS.search(code)
            if banned and is_test(path) and ALLOWED_IN_TESTS.search(code):
                banned = None
            if banned and path in ALLOWED_CSTDIO and "cstdio" in code:
                banned = None
            if banned:
                self.report(path, number, "a core includes no " + banned.group(1))
            if BANNED_CALLS.search(code):
                self.report(path, number, "a core asks no clock, thread or entropy: " + line.strip())

    def check_built(self, path):
        """A file that no BUILD.bazel names is dead."""
        build = folder_of(path) + "/BUILD.bazel"
        name = path.rsplit("/", 1)[-1]
        if build not in self.known:
            self.report(path, 1, "no BUILD.bazel beside it")
            return
        text = self.text(build)
        made_by_macro = re.sub(r"(_fuzzer)?\.cc$", "", name)
        if '"%s"' % name not in text and '"%s"' % made_by_macro not in text:
            self.report(path, 1, "%s does not name it" % build)

    def check_guard(self, path, lines):
        guard = re.sub(r"[^A-Z0-9]", "_", path.upper()) + "_"
        if "#ifndef " + guard not in lines or "#define " + guard not in lines:
            self.report(path, 1, "its include guard is not " + guard)

    def check_own_header(self, path, lines):
        """foo.cc and foo_test.cc include foo.h first, so that it stands alone."""
        header = re.sub(r"(_test)?\.cc$", ".h", path)
        if header not in self.known:
            return
        includes = [line for line in lines if line.startswith("#include")]
        if not includes or includes[0] != '#include "%s"' % header:
            self.report(path, 1, "does not include %s first" % header)

    def check_shown_files(self, path):
        text = self.text(path)
        for match in SHOWN_FILE.finditer(text):
            if match.group(1) not in self.known or self.text(match.group(1)) != match.group(2):
                self.report(path, text[:match.start()].count("\n") + 1, "does not show %s as it is" % match.group(1))

    def check_fuzz_targets(self):
        for path in self.files:
            match = re.match(r"fuzz/([a-z0-9_]+)_fuzzer\.cc$", path)
            if match and not any(f.startswith("fuzz/corpus/%s/" % match.group(1)) for f in self.files):
                self.report(path, 1, "has no corpus")


def tracked_files(root):
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=root, check=True,
                            capture_output=True, text=True).stdout.split("\n")
    return [f for f in listed if f and (pathlib.Path(root) / f).is_file()]


def main(root):
    files = tracked_files(root)
    problems = Tidy(root, files).run()
    for problem in problems:
        print(problem)
    print("%d files read, %d problems" % (len(files), len(problems)))
    return 1 if problems or not files else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "."))
