"""The headers that a C++ program outside includes, and what they need.

Usage: public_headers.py [--roots]

Prints all of them, one a line, as paths from the project's folder; with --roots
those only that are meant to be included, and none that come along.
"""

import argparse
import pathlib
import re
import sys

ROOTS = [
    "base/entropy/entropy.h",
    "base/random.h",
    "base/time.h",
    "machines/catalogue.h",
    "maybenot/action.h",
    "maybenot/defender.h",
    "maybenot/dist.h",
    "maybenot/event.h",
    "maybenot/framework.h",
    "maybenot/machine.h",
    "maybenot/machine_json.h",
    "maybenot/machine_spec.h",
    "maybenot/packet_queue.h",
    "maybenot/rate_limited_framework.h",
    "maybenot/simulator/arguments.h",
    "maybenot/simulator/input_trace.h",
    "maybenot/simulator/simulation.h",
    "maybenot/simulator/simulator.h",
    "maybenot/state.h",
    "maybenot/version.h",
]
INCLUDE = re.compile(r'^#include "([^"]+)"', re.M)


def closure(root, headers):
    """`headers` and what they include of `root`, sorted; a missing one is an error."""
    wanted = list(headers)
    found = set()
    while wanted:
        header = wanted.pop()
        if header in found:
            continue
        found.add(header)
        text = (root / header).read_text(encoding="utf-8")
        wanted += [name for name in INCLUDE.findall(text) if (root / name).is_file()]
    return sorted(found)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--roots", action="store_true")
    root = pathlib.Path(__file__).resolve().parent.parent
    print("\n".join(ROOTS if parser.parse_args().roots else closure(root, ROOTS)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
