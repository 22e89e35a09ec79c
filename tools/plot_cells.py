"""Draws what an observer of one connection sees under each defense.

Usage: plot_cells.py TRACES CONNECTION OUT.svg|png [--from S] [--seconds S]

TRACES is what `lab run --traces` wrote, one folder a defense; CONNECTION is a
file name in it without its ending ("u00001-dyad1"). Each cell is a tick: up if
sent, down if received, its length by size; normal dark, padding light. The
observer does not see the colours. Needs python3-matplotlib.
"""

import argparse
import pathlib

import matplotlib

matplotlib.use("agg")
import matplotlib.pyplot as plt  # noqa: E402  (the backend is chosen first)

COLOURS = {"n": "#0b3d62", "p": "#f2a65a"}


def read_cells(path, begin, end):
    """[(second, "s" or "r", "n" or "p", bytes)] of a trace, within [begin, end)."""
    cells = []
    for line in path.read_text().splitlines():
        nanoseconds, kind, size = line.split(",")
        second = int(nanoseconds) / 1e9
        if begin <= second < end:
            cells.append((second - begin, kind[0], kind[1], int(size)))
    return cells


def draw_strip(axes, cells, name, seconds):
    largest = max((size for *_, size in cells), default=1)
    for kind in "pn":
        for direction, sign in (("s", 1), ("r", -1)):
            chosen = [c for c in cells if c[1] == direction and c[2] == kind]
            axes.vlines([c[0] for c in chosen], 0, [sign * c[3] / largest for c in chosen],
                        color=COLOURS[kind], linewidth=0.8)
    axes.axhline(0, color="#999999", linewidth=0.5)
    axes.set(xlim=(0, seconds), ylim=(-1.15, 1.15), yticks=[])
    axes.set_ylabel(name, rotation=0, ha="right", va="center")
    normal = sum(c[2] == "n" for c in cells)
    axes.text(1.01, 0.5, "%d cells\n%d padding" % (len(cells), len(cells) - normal),
              transform=axes.transAxes, va="center", fontsize=8)
    for side in ("top", "right", "left", "bottom"):
        axes.spines[side].set_visible(False)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("traces", type=pathlib.Path)
    parser.add_argument("connection")
    parser.add_argument("out")
    parser.add_argument("--from", dest="begin", type=float, default=0)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--order", default="", help="defenses, comma separated; default: by name, none first")
    options = parser.parse_args()
    names = options.order.split(",") if options.order else sorted(
        (folder.name for folder in options.traces.iterdir() if folder.is_dir()),
        key=lambda name: (name != "none", name))
    figure, rows = plt.subplots(len(names), 1, sharex=True, figsize=(9, 0.85 * len(names) + 0.5), squeeze=False)
    for row, name in zip(rows[:, 0], names):
        path = options.traces / name / (options.connection + ".log")
        draw_strip(row, read_cells(path, options.begin, options.begin + options.seconds), name, options.seconds)
    rows[-1, 0].set_xlabel("seconds; up: sent, down: received; dark: normal, light: padding (the observer sees one colour)")
    figure.subplots_adjust(left=0.12, right=0.88, top=0.98, bottom=0.16, hspace=0.15)
    # Equal input gives equal bytes.
    matplotlib.rcParams["svg.hashsalt"] = "cells"
    dated = {"Date": None} if options.out.endswith(".svg") else {}
    figure.savefig(options.out, metadata=dated, dpi=110)


if __name__ == "__main__":
    main()
