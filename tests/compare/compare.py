"""Runs both sides of each group in turn, and prints how many times faster this
project is than the published Rust crates. tools/compare builds what it needs."""

import argparse
import json
import os
import pathlib
import platform
import subprocess
import sys
import time

import ratios

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs/performance.md"
RUST = ROOT / "out/compare/release/maybenot-compare"

GROUPS = [
    ratios.Group("trigger_events", "trigger_events, a call", "framework_bench", "BM_TriggerEvents", "actions", "ns",
                 (2, 1)),
    ratios.Group("replay", "replay, a call", "framework_bench", "BM_ReplayNamedTraces", "actions", "ns", (2, None),
                 by_item=True),
    ratios.Group("from_str", "parsing a machine", "parse_bench", "BM_Parse", "", "us", (5, 3),
                 ("--benchmark_min_time=0.1",)),
    ratios.Group("samples", "a sample", "sample_bench", "BM_Sample", "sum", "ns", (1.5, 1)),
    ratios.Group("simulate", "simulating 20,000 packets", "simulator_bench", "BM_Simulate", "events", "ms", (10, None),
                 ("--benchmark_min_time=0.1",)),
]


def run_here(group):
    binary = ROOT / "bazel-bin/tests/bench" / group.binary
    done = subprocess.run(
        [binary, "--benchmark_format=json", "--benchmark_filter=^%s(/|$)" % group.benchmark, *group.options],
        cwd=ROOT, check=True, capture_output=True, text=True)
    return ratios.read(done.stdout, group.benchmark, group.check, group.by_item)


def run_rust(group):
    done = subprocess.run([RUST, group.name], cwd=ROOT, check=True, capture_output=True, text=True)
    return ratios.read(done.stdout, group.name, group.check)


def run_rounds(group, count):
    """[(here, rust)]; who begins alternates, so that a drift of the machine favours none."""
    rounds = []
    for number in range(count):
        if number % 2 == 0:
            here = run_here(group)
            rounds.append((here, run_rust(group)))
        else:
            rust = run_rust(group)
            rounds.append((run_here(group), rust))
    return rounds


def first_line(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[0]


def conditions(count, loads, compiler):
    return ("Taken on %s: %d rounds, the lowest of each side; load average %.1f to %.1f on %d cores, our own runs "
            "included; %s, %s, %s." % (time.strftime("%Y-%m-%d"), count, min(loads), max(loads), os.cpu_count(),
                                      first_line("g++", "--version"), compiler, platform.machine()))


def arguments():
    parser = argparse.ArgumentParser(prog="tools/compare", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--only", metavar="GROUP,...", default=",".join(group.name for group in GROUPS),
                        help="default: %(default)s")
    parser.add_argument("--json", metavar="FILE", help="write the figures there, too; - is standard output")
    parser.add_argument("--write", action="store_true", help="into the sections of docs/performance.md")
    options = parser.parse_args()
    known = {group.name: group for group in GROUPS}
    unknown = [name for name in options.only.split(",") if name not in known]
    if unknown or options.rounds < 1:
        parser.error("no group " + ", ".join(unknown) if unknown else "--rounds: at least 1")
    return options, [known[name] for name in options.only.split(",")]


def main():
    options, groups = arguments()
    out = sys.stderr if options.json == "-" else sys.stdout
    loads, results, page = [os.getloadavg()[0]], [], PAGE.read_text()
    for group in groups:
        rounds = run_rounds(group, options.rounds)
        try:
            result = ratios.summary(group, ratios.pair(group, rounds), rounds)
        except ratios.Mismatch as mismatch:
            print("compare: %s" % mismatch, file=sys.stderr)
            return 1
        loads.append(os.getloadavg()[0])
        results.append(result)
        text = "\n".join(ratios.table(group, result))
        print(text + "\n", file=out, flush=True)
        if options.write:
            page = ratios.put(page, "compare " + group.name, text)
    said = conditions(options.rounds, loads, first_line("rustc", "--version"))
    print(said, file=out)
    if options.write:
        PAGE.write_text(ratios.put(page, "compare conditions", said))
    if options.json:
        document = json.dumps({"conditions": said, "groups": results}, indent=1) + "\n"
        if options.json == "-":
            sys.stdout.write(document)
        else:
            pathlib.Path(options.json).write_text(document)
    return 0


if __name__ == "__main__":
    sys.exit(main())
