"""What a run found: figures and checks, as a table for eyes and as JSON."""

import argparse
import json
import os
import pathlib


class Report:
    def __init__(self, title):
        self.title = title
        self.figures = []  # (name, value, unit)
        self.checks = []   # (name, whether it holds, details)

    def figure(self, name, value, unit=""):
        self.figures.append((name, value, unit))

    def check(self, name, holds, details=()):
        """`details`: sentences, shown if it does not hold."""
        self.checks.append((name, bool(holds), list(details)))

    def check_none(self, name, problems):
        self.check(name, not problems, problems)

    def check_at_most(self, name, value, limit, unit):
        self.figure(name, value, unit)
        self.check("%s: at most %s %s" % (name, number(limit), unit), value <= limit,
                   ["it is %s" % number(value)])

    def ok(self):
        return all(holds for _, holds, _ in self.checks)

    def text(self, most=10):
        lines = [self.title]
        width = max([len(name) for name, _, _ in self.figures], default=0)
        for name, value, unit in self.figures:
            lines.append("  %-*s %12s %s" % (width, name, number(value), unit))
        for name, holds, details in self.checks:
            lines.append("  %s  %s" % ("ok    " if holds else "FAILED", name))
            if not holds:
                lines += ["            " + detail for detail in details[:most]]
                if len(details) > most:
                    lines.append("            ... %d in all" % len(details))
        return "\n".join(line.rstrip() for line in lines)

    def as_dict(self):
        return {
            "title": self.title,
            "ok": self.ok(),
            "figures": [{"name": n, "value": v, "unit": u} for n, v, u in self.figures],
            "checks": [{"name": n, "ok": ok, "details": d} for n, ok, d in self.checks],
        }


def number(value):
    """For eyes: three digits, or all before the point."""
    if isinstance(value, float):
        return "%.0f" % value if abs(value) >= 1000 else "%.3g" % value
    return str(value)


def percentile(ordered, fraction):
    """Of a sorted list; 0 of none."""
    return ordered[min(len(ordered) - 1, int(fraction * len(ordered)))] if ordered else 0.0


def arguments(description):
    """A command's parser, with what all of them take."""
    parser = argparse.ArgumentParser(
        description=description, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="Needs: bazel build //mgen/programs:mgen-server //mgen/programs:mgen-client\n"
               "Exit code: 0 if all checks hold, else 1.")
    parser.add_argument("--json", metavar="FILE", help="write figures and checks there, too")
    return parser


def finish(options, reports):
    """Prints them; the exit code."""
    print("\nload average, one minute: %.1f, on %d cores\n" % (os.getloadavg()[0], os.cpu_count()))
    print("\n\n".join(report.text() for report in reports), flush=True)
    if options.json:
        pathlib.Path(options.json).write_text(
            json.dumps([report.as_dict() for report in reports], indent=1) + "\n")
    return 0 if all(report.ok() for report in reports) else 1
