"""Measures how the cost of an event grows with instances and with machines, and
what instances take, by tests/bench/scale_bench, and the worst cases, by
tests/bench/worst_bench; draws the first.

Usage: plot_scale.py [--write] [--json FILE] [--from-json FILE]

Needs: bazel build -c opt //tests/bench:scale_bench //tests/bench:worst_bench,
and python3-matplotlib. --write draws docs/pictures/scale.svg and puts the
tables into docs/performance.md.
"""

import argparse
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests/compare"))
import ratios  # noqa: E402  (it is not in this folder)

PAGE = ROOT / "docs/performance.md"
PICTURE = ROOT / "docs/pictures/scale.svg"
BENCHES = ("scale_bench", "worst_bench")
COLOURS = {"noop": "#7a7a7a", "netflow": "#0b3d62", "interspace_server": "#d1495b"}
STYLES = {"BM_InTurn": ("-", "in turn"), "BM_AtRandom": ("--", "at random")}


def measure(repetitions):
    """All benchmarks of both, as Google Benchmark says them; the lowest time of each."""
    found = {}
    for bench in BENCHES:
        done = subprocess.run(
            [ROOT / "bazel-bin/tests/bench" / bench, "--benchmark_format=json", "--benchmark_min_time=0.2",
             "--benchmark_repetitions=%d" % repetitions], cwd=ROOT, check=True, capture_output=True, text=True)
        for entry in json.loads(done.stdout)["benchmarks"]:
            name = entry["run_name"]
            if entry["run_type"] == "iteration" and (
                    name not in found or entry["cpu_time"] < found[name]["cpu_time"]):
                found[name] = entry
    return found


def nanoseconds(entry):
    return entry["cpu_time"] * ratios.NANOSECONDS[entry["time_unit"]]


def series(found, benchmark, defense):
    """[(argument, ns)], by argument."""
    start = "%s/%s/" % (benchmark, defense)
    return sorted((int(name[len(start):].split("/")[0]), nanoseconds(entry))
                  for name, entry in found.items() if name.startswith(start))


def scale_table(found):
    defenses = list(COLOURS)
    columns = [(benchmark, defense) for benchmark in STYLES for defense in defenses]
    rows = {}
    for column in columns:
        for argument, ns in series(found, *column):
            rows.setdefault(argument, {})[column] = ns
    lines = ["| instances | " + " | ".join("%s, %s" % (defense, STYLES[benchmark][1])
                                           for benchmark, defense in columns) + " |",
             "|---|" + "---|" * len(columns)]
    lines += ["| %d | %s |" % (argument, " | ".join(ratios.three_digits(rows[argument][c]) for c in columns))
              for argument in sorted(rows)]
    lines += ["", "| machines of one instance | ns an event | ns a machine |", "|---|---|---|"]
    lines += ["| %d | %s | %s |" % (argument, ratios.three_digits(ns), ratios.three_digits(ns / argument))
              for argument, ns in series(found, "BM_Machines", "netflow")]
    million = next(entry for name, entry in found.items() if name.startswith("BM_MillionInstances"))
    lines += ["", "A million idle instances of one machine: %.0f MiB resident, %.0f bytes each." % (
        million["mebibytes"], million["bytes_each"])]
    return "\n".join(lines)


WORST = (
    ("BM_MostStates", "reading the machine of most states"),
    ("BM_MostDistributions", "reading the machine of most distributions"),
    ("BM_LongestList", "an event that picks one of 100,000 targets"),
    ("BM_SlowestEvent", "two events that draw 5 and 11 times, the slowest way"),
)


def worst_table(found):
    lines = ["| what | text, bytes | memory, MiB | time |", "|---|---|---|---|"]
    for name, what in WORST:
        entry = found[name]
        ns = nanoseconds(entry)
        time = "%.1f ms" % (ns / 1e6) if ns >= 1e6 else "%.2f us" % (ns / 1e3)
        text = "%.0f" % entry["text_bytes"] if "text_bytes" in entry else ""
        memory = "%.1f" % (entry["bytes"] / (1 << 20)) if "bytes" in entry else ""
        lines.append("| %s | %s | %s | %s |" % (what, text, memory, time))
    return "\n".join(lines)


def draw(found, path):
    import matplotlib
    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    for benchmark, (style, order) in STYLES.items():
        for defense, colour in COLOURS.items():
            points = series(found, benchmark, defense)
            left.loglog(*zip(*points), style, color=colour, marker="o", markersize=3,
                        label="%s, %s" % (defense, order))
    left.set(xlabel="instances, which share their machine", ylabel="ns an event", ylim=(1, 1000))
    left.legend(fontsize=7, frameon=False, loc="upper left", handlelength=3)
    points = series(found, "BM_Machines", "netflow")
    right.loglog(*zip(*points), color=COLOURS["netflow"], marker="o", markersize=3, label="netflow")
    most, ns = points[-1]
    right.loglog([1, most], [ns / most, ns], ":", color="#999999", label="in proportion")
    right.set(xlabel="machines of one instance", ylabel="ns an event")
    right.legend(fontsize=7, frameon=False, loc="upper left")
    for axes in (left, right):
        axes.grid(True, which="major", color="#e5e5e5", linewidth=0.5)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
    figure.tight_layout()
    # Equal input gives equal bytes.
    matplotlib.rcParams["svg.hashsalt"] = "scale"
    figure.savefig(path, metadata={"Date": None})


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="the picture, and the tables of docs/performance.md")
    parser.add_argument("--json", type=pathlib.Path, help="write what was measured there, too")
    parser.add_argument("--from-json", type=pathlib.Path, help="measure nothing: take this")
    parser.add_argument("--repetitions", type=int, default=3, help="default: %(default)s")
    options = parser.parse_args()
    found = json.loads(options.from_json.read_text()) if options.from_json else measure(options.repetitions)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")
    scale, worst = scale_table(found), worst_table(found)
    print(scale + "\n\n" + worst)
    if options.write:
        draw(found, PICTURE)
        page = ratios.put(PAGE.read_text(), "scale", scale)
        PAGE.write_text(ratios.put(page, "worst", worst))


if __name__ == "__main__":
    main()
