"""What tools/compare works out: pairs two benchmark runs, and their ratios."""

import dataclasses
import json
import math
import statistics

NANOSECONDS = {"ns": 1.0, "us": 1e3, "ms": 1e6, "s": 1e9}


@dataclasses.dataclass(frozen=True)
class Group:
    """Calls that both sides make."""
    name: str
    title: str
    binary: str      # In tests/bench.
    benchmark: str   # The function there.
    check: str       # The counter that must be equal on both sides, or "".
    unit: str        # Of the table.
    goals: tuple     # (least geometric mean, least ratio), None where there is none.
    options: tuple = ()  # For the binary.
    by_item: bool = False  # A call is an item of the benchmark, not a pass.


@dataclasses.dataclass
class Measured:
    ns: float      # CPU time a call.
    check: float   # None if it has none.


@dataclasses.dataclass
class Pair:
    """One line of a table; the lowest time of all rounds on each side."""
    name: str
    here: float
    rust: float

    @property
    def ratio(self):
        return self.rust / self.here


class Mismatch(Exception):
    """The two sides did not do the same."""


def read(text, benchmark, check, by_item=False):
    """{label: Measured} of a Google Benchmark document; the label of one without is ""."""
    found = {}
    for entry in json.loads(text)["benchmarks"]:
        if entry["name"].split("/")[0] != benchmark or entry.get("run_type", "iteration") != "iteration":
            continue
        if by_item:
            ns = 1e9 / entry["items_per_second"]
        else:
            ns = entry["cpu_time"] * NANOSECONDS[entry["time_unit"]]
        found[entry.get("label", "")] = Measured(ns, entry.get(check) if check else None)
    return found


def pair(group, rounds):
    """[Pair] of [(here, rust)], each as `read` gives it. Raises Mismatch."""
    names = list(rounds[0][0])
    for here, rust in rounds:
        if set(here) != set(names) or set(rust) != set(names):
            raise Mismatch("%s: one side has %s, the other %s" % (group.name, sorted(here), sorted(rust)))
        for name in names:
            if group.check and (here[name].check is None or here[name].check != rust[name].check):
                raise Mismatch("%s of %s: %s here is %r, there %r" % (
                    group.name, name, group.check, here[name].check, rust[name].check))
    return [Pair(name, min(here[name].ns for here, _ in rounds), min(rust[name].ns for _, rust in rounds))
            for name in names]


def geometric_mean(ratios):
    return math.exp(statistics.fmean(math.log(ratio) for ratio in ratios))


def spread(group, rounds):
    """The lowest and the highest geometric mean of a single round."""
    means = [geometric_mean([one.ratio for one in pair(group, [single])]) for single in rounds]
    return min(means), max(means)


def summary(group, pairs, rounds):
    """As --json has it."""
    ratios = [one.ratio for one in pairs]
    low, high = spread(group, rounds)
    mean, least = group.goals
    return {
        "group": group.name,
        "rows": [{"name": one.name, "here_ns": one.here, "rust_ns": one.rust, "ratio": one.ratio} for one in pairs],
        "geometric_mean": geometric_mean(ratios),
        "of_single_rounds": [low, high],
        "slowest": min(ratios),
        "goal_geometric_mean": mean,
        "goal_slowest": least,
        "met": (mean is None or geometric_mean(ratios) >= mean) and (least is None or min(ratios) >= least),
    }


def three_digits(value):
    return "%.0f" % value if value >= 1000 else "%.3g" % value


def verdict(result):
    """One line below a table."""
    text = "Geometric mean %.2f (%.2f to %.2f in single rounds), lowest %.2f" % (
        result["geometric_mean"], *result["of_single_rounds"], result["slowest"])
    wanted = []
    if result["goal_geometric_mean"]:
        wanted.append("mean %g" % result["goal_geometric_mean"])
    if result["goal_slowest"]:
        wanted.append("lowest %g" % result["goal_slowest"])
    if wanted:
        text += "; goal: %s: %s" % (", ".join(wanted), "met" if result["met"] else "missed")
    return text + "."


def table(group, result):
    """Lines of Markdown."""
    scale = NANOSECONDS[group.unit]
    lines = ["| %s, %s | here | Rust | ratio |" % (group.title, group.unit), "|---|---|---|---|"]
    lines += ["| %s | %s | %s | %.2f |" % (
        row["name"], three_digits(row["here_ns"] / scale), three_digits(row["rust_ns"] / scale), row["ratio"])
        for row in result["rows"]]
    return lines + ["", verdict(result)]


def put(page, name, text):
    """`page` with `text` between the marks of section `name`. Raises ValueError if they are not there."""
    begin, end = "<!-- %s: begin -->\n" % name, "<!-- %s: end -->" % name
    if page.count(begin) != 1 or page.count(end) != 1:
        raise ValueError("the page has no section %s" % name)
    before, rest = page.split(begin)
    return before + begin + "\n" + text.strip("\n") + "\n\n" + end + rest.split(end)[1]
