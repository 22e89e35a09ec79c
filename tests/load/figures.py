"""Runs scale.py, memory.py and faults.py, and prints what they measured as the
section "Real sockets" of docs/performance.md; --write puts it there."""

import argparse
import json
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

import population
import programs
import report

HERE = pathlib.Path(__file__).resolve().parent
PAGE = population.ROOT / "docs/performance.md"
HEADING = "## Real sockets"
RUNS = ("scale", "memory", "faults")

PREFACE = """\
mgen-server and mgen-client, a process each, on loopback. CPU is user and system time of the programs, from the end of
registration to the last answer; memory is resident, from none to all users connected and idle. Each run also checks what
must hold (nothing lost, nothing twice, no error); the figures are of runs in which all of it held.

    bazel build //mgen/programs:mgen-server //mgen/programs:mgen-client
    python3 tests/load/figures.py --write     # all of it; or one of scale.py, memory.py, faults.py there
"""


def busy_ticks():
    """Of all cores, since the machine started."""
    fields = [int(word) for word in
              pathlib.Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return sum(fields[:3]) + sum(fields[5:7])  # user, nice, system, irq, softirq


def own_seconds():
    return sum(usage.ru_utime + usage.ru_stime for usage in map(
        resource.getrusage, (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)))


def run_all(folder):
    """Their reports as dicts, and whether all was well."""
    reports, ok = [], True
    for name in RUNS:
        found = folder / (name + ".json")
        run = subprocess.run([sys.executable, HERE / (name + ".py"), "--json", found], check=False)
        ok = ok and run.returncode == 0 and found.exists()
        if found.exists():
            reports += json.loads(found.read_text())
    return reports, ok


def section(reports, others):
    """The page's text. `others`: how many cores the rest of the machine used."""
    lines = [HEADING, "", PREFACE,
             "Taken on %s; other programs used %.2f of %d cores meanwhile." % (
                 time.strftime("%Y-%m-%d"), others, os.cpu_count())]
    for one in reports:
        if one["figures"]:
            lines += ["", "| %s | |" % one["title"], "|---|---|"]
            lines += ["| %s | %s |" % (figure["name"], (
                report.number(figure["value"]) + " " + figure["unit"]).strip())
                for figure in one["figures"]]
    return "\n".join(lines) + "\n"


def put(page, text):
    """`page` with `text` in place of its section, or before the last one."""
    old = re.compile(re.escape(HEADING) + r"\n.*?(?=^## |\Z)", re.S | re.M)
    if old.search(page):
        return old.sub(lambda _: text + "\n", page)
    before, last = page.rsplit("\n## ", 1)
    return before + "\n" + text + "\n## " + last


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="into docs/performance.md")
    options = parser.parse_args()
    started, busy, own = time.monotonic(), busy_ticks(), own_seconds()
    with tempfile.TemporaryDirectory() as folder:
        reports, ok = run_all(pathlib.Path(folder))
    others = ((busy_ticks() - busy) / programs.TICKS - (own_seconds() - own)) / (
        time.monotonic() - started)
    if not ok:
        print("figures: not all was well, so nothing is written", file=sys.stderr)
        return 1
    text = section(reports, max(0.0, others))
    print("\n" + text)
    if options.write:
        PAGE.write_text(put(PAGE.read_text(), text))
    return 0


if __name__ == "__main__":
    sys.exit(main())
