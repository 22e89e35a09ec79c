"""Runs mgen-server and mgen-client: starts them, reads what they write as it
comes, awaits what the lines say, and ends them whatever happens.
"""

import json
import os
import pathlib
import queue
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

import log
import population

BINARIES = population.ROOT / "bazel-bin/mgen/programs"
TICKS = os.sysconf("SC_CLK_TCK")
NOFILE = 'ulimit -n "$0" && exec "$@"'  # A shell's words, before a program's.

# What the programs say on stderr in good times.
USUAL = re.compile(r"\b(web_server is not used|seed \d+|no --seed|defenses draw from the system)\b")


class Trouble(Exception):
    """What the run needs did not happen, or not in time."""


def run(main):
    """`main`'s exit code; 1 and a sentence if there is trouble."""
    try:
        return main()
    except Trouble as trouble:
        print(trouble, file=sys.stderr)
        return 1


def _end(*_):
    raise SystemExit(1)


class Program:
    """One process. Its lines are handled by Programs.await_until, in one thread."""

    def __init__(self, name, process, on_line, stats):
        self.name = name
        self.process = process
        self.lines = []     # log.Line
        self.garbage = []   # What stdout had beside them.
        self.said = []      # stderr
        self.ended = False  # Its stdout is at its end.
        self._on_line = on_line
        self._stats = stats

    def handle(self, stream, text):
        if text is None:
            self.ended = self.ended or stream == "stdout"
        elif stream == "stderr":
            self.said.append(text)
        else:
            self._handle_line(text)

    def _handle_line(self, text):
        try:
            line = log.Line.parse(text)
        except ValueError:
            self.garbage.append(text)
            return
        self.lines.append(line)
        if self._on_line:
            self._on_line(line)

    def complaints(self):
        """What a run without faults must not have: errors, and stderr beyond the usual."""
        errors = [",".join(line.fields) for line in self.lines
                  if line.what == "error" or line.fields[0] in ("failed", "dropped")]
        unusual = [text for text in self.said if not USUAL.search(text)]
        return ["%s: %s" % (self.name, text) for text in errors + unusual + self.garbage]

    def cpu_seconds(self):
        fields = pathlib.Path("/proc/%d/stat" % self.process.pid).read_text().rsplit(")")[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS  # utime, stime

    def resident_kib(self):
        status = pathlib.Path("/proc/%d/status" % self.process.pid).read_text()
        return int(re.search(r"^VmRSS:\s+(\d+) kB", status, re.M).group(1))

    def stats(self):
        """What --stats wrote, once it has ended. Numbers of 64 bits are strings in it."""
        return json.loads(self._stats.read_text())


class Programs:
    """All processes of a run, a folder for their files, and the awaiting. A context
    manager: nothing of it is left behind."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="mgen-load."))
        self._programs = []
        self._threads = []
        self._events = queue.Queue()

    def __enter__(self):
        # Told to end, end as from an error: what was started is ended, too.
        signal.signal(signal.SIGTERM, _end)
        return self

    def __exit__(self, *_):
        for program in self._programs:
            try:
                os.killpg(program.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            program.process.wait()
        for thread in self._threads:
            thread.join()
        shutil.rmtree(self.folder)

    def start(self, binary, *arguments, on_line=None, files=None):
        """`on_line` is given each line of its log; `files`: its limit of open files."""
        if not (BINARIES / binary).exists():
            raise Trouble("there is no %s: bazel build //mgen/programs:%s" % (
                BINARIES / binary, binary))
        name = "%s.%d" % (binary, len(self._programs))
        stats = self.folder / (name + ".stats")
        command = [str(BINARIES / binary), *map(str, arguments), "--stats", str(stats)]
        if files:
            command = ["sh", "-c", NOFILE, str(files), *command]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   stdin=subprocess.DEVNULL, text=True, start_new_session=True)
        program = Program(name, process, on_line, stats)
        self._programs.append(program)
        for stream in ("stdout", "stderr"):
            thread = threading.Thread(target=self._read, args=(program, stream), daemon=True)
            self._threads.append(thread)
            thread.start()
        return program

    def _read(self, program, stream):
        with getattr(program.process, stream) as lines:
            for text in lines:
                self._events.put((program, stream, text.rstrip("\n")))
        self._events.put((program, stream, None))

    def start_server(self, certificate, *arguments, address="127.0.0.1:0", seconds=30, on_line=None,
                     files=None):
        """Started and listening: the program, and where."""
        server = self.start("mgen-server", *certificate, address, *arguments, on_line=on_line,
                            files=files)
        self.await_until(lambda: server.lines or server.ended, seconds, "the server listens")
        if not server.lines or server.lines[0].fields[0] != "listening":
            raise Trouble("the server does not listen: " + " ".join(server.said))
        return server, server.lines[0].fields[1]

    def await_until(self, condition, seconds, what):
        """Handles what the programs write until `condition()`.

        Raises Trouble if that takes longer than `seconds`.
        """
        deadline = time.monotonic() + seconds
        while not condition():
            try:
                program, stream, text = self._events.get(
                    timeout=max(0.0, deadline - time.monotonic()))
            except queue.Empty:
                raise Trouble("not within %g s: %s" % (seconds, what)) from None
            program.handle(stream, text)

    def pass_time(self, seconds):
        """Handles what the programs write for so long."""
        try:
            self.await_until(lambda: False, seconds, "")
        except Trouble:
            pass

    def stop(self, program, seconds=20):
        """By SIGTERM; the exit code. What it still writes is handled."""
        program.process.send_signal(signal.SIGTERM)
        return self.await_end(program, seconds)

    def await_end(self, program, seconds=20):
        self.await_until(lambda: program.ended, seconds, program.name + " ends")
        return program.process.wait(timeout=seconds)

    def freeze(self, program):
        """It stands still, and what is sent to it is lost if it is killed now."""
        program.process.send_signal(signal.SIGSTOP)

    def kill(self, program):
        program.process.kill()
        self.await_end(program)
