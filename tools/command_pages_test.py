"""Tests of command_pages.py, on help as CLI11 prints it."""

import os
import pathlib
import subprocess
import tempfile
import unittest

import command_pages

TOP = """Does things.
Usage: tool [OPTIONS] SUBCOMMAND

Options:
  -h,--help                   Print this help message and exit

Subcommands:
  run                         Run it, now. Or later.


Examples:
  tool run x

Exit codes: 0 done; 1 not.
"""

RUN = """Run it, now. Or later.
Usage: tool run [OPTIONS] FILE

Positionals:
  FILE TEXT REQUIRED          What to run

Options:
  -h,--help                   Print this help message and exit
  --how TEXT:{fast,well}=fast
                              How: fast is not well. Choose
  --threads UINT:UINT in [1 - 256]
                              At a time
  -o,--out TEXT Excludes: --json
                              Where to, 'quoted'
  --json                      As JSON

A file has lines:
  a  first
"""

PROGRAM = """#!/bin/sh
if [ "$1" = run ]; then cat <<'EOF'
%sEOF
else cat <<'EOF'
%sEOF
fi
""" % (RUN, TOP)


class ParseTest(unittest.TestCase):
    def test_reads_each_part(self):
        page = command_pages.parse_help("tool", TOP)
        self.assertEqual(page.summary, "Does things.")
        self.assertEqual(page.usage, "tool [OPTIONS] SUBCOMMAND")
        self.assertEqual([entry.head for entry in page.subcommands], ["run"])
        self.assertEqual([block[0] for block in page.footer], ["Examples:", "Exit codes: 0 done; 1 not."])

    def test_reads_options_whose_head_is_long(self):
        options = {e.flags[-1]: e for e in command_pages.parse_help("tool run", RUN).options}
        self.assertEqual(list(options), ["--help", "--how", "--threads", "--out", "--json"])
        self.assertEqual(options["--how"].choices, ["fast", "well"])
        self.assertEqual(options["--threads"].value, "UINT:UINT in [1 - 256]")
        self.assertEqual(options["--threads"].text, "At a time")
        self.assertEqual(options["--out"].value, "TEXT")
        self.assertEqual(options["--json"].value, "")

    def test_refuses_what_is_no_help(self):
        with self.assertRaises(ValueError):
            command_pages.parse_help("tool", "command not found\n")


class PagesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name)
        program = self.out / "tool"
        program.write_text(PROGRAM, encoding="utf-8")
        os.chmod(program, 0o755)
        command_pages.write_pages(program, "1.2", self.out)

    def complete(self, *words):
        """What bash offers for the last word."""
        script = 'source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _tool; printf "%s\\n" "${COMPREPLY[@]}"'
        call = ["bash", "-c", script, "bash", str(self.out / "bash-completion/completions/tool"), *words]
        return subprocess.run(call, check=True, capture_output=True, text=True, cwd=self.out).stdout.split()

    def test_a_man_page_for_each_command(self):
        top = (self.out / "man/man1/tool.1").read_text(encoding="utf-8")
        self.assertIn(".SH NAME\ntool \\- Does things.", top)
        self.assertIn("\\fBtool\\-run\\fR(1)", top)
        self.assertIn(".SH EXAMPLES\n.nf\n  tool run x\n.fi", top)
        self.assertIn(".SH EXIT STATUS\n0 done; 1 not.", top)
        run = (self.out / "man/man1/tool-run.1").read_text(encoding="utf-8")
        self.assertIn(".TP\n\\fB\\-o,\\-\\-out\\fR TEXT Excludes: \\-\\-json\nWhere to, 'quoted'", run)
        self.assertIn(".SH DESCRIPTION\n.PP\n.nf\nA file has lines:", run)

    def test_bash_completes_commands_options_values_and_files(self):
        self.assertEqual(self.complete("tool", "r"), ["run"])
        self.assertEqual(self.complete("tool", "run", "--ho"), ["--how"])
        self.assertEqual(self.complete("tool", "run", "--how", ""), ["fast", "well"])
        self.assertEqual(self.complete("tool", "run", "to"), ["tool"])
        self.assertEqual(self.complete("tool", "run", "-o", "to"), ["tool"])

    def test_fish_quotes_and_knows_choices(self):
        fish = (self.out / "fish/vendor_completions.d/tool.fish").read_text(encoding="utf-8")
        self.assertIn("-l how -x -a 'fast well' -d 'How: fast is not well'", fish)
        self.assertIn("-s o -l out -r -d 'Where to, \\'quoted\\''", fish)

    def test_zsh_describes_commands_and_options(self):
        zsh = (self.out / "zsh/site-functions/_tool").read_text(encoding="utf-8")
        self.assertIn("'run:Run it, now'", zsh)
        self.assertIn("'--how[How  fast is not well]:value:(fast well)'", zsh)


if __name__ == "__main__":
    unittest.main()
