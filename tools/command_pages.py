"""Man pages and completions of a command, made from what its --help says.

Usage: command_pages.py --version VERSION --out FOLDER PROGRAM...

Asks each PROGRAM, and each of its subcommands, for --help, and writes
  man/man1/PROGRAM[-SUBCOMMAND].1
  bash-completion/completions/PROGRAM
  zsh/site-functions/_PROGRAM
  fish/vendor_completions.d/PROGRAM.fish
"""

import argparse
import dataclasses
import pathlib
import re
import subprocess
import sys

SECTIONS = {"Positionals:": "positionals", "Options:": "options", "Subcommands:": "subcommands"}
# Where CLI11 begins the second column.
COLUMN = 30


@dataclasses.dataclass
class Entry:
    """A row of a section: "-o,--out TEXT" and what it means."""
    head: str
    text: str

    @property
    def flags(self):
        return self.head.split(" ")[0].split(",")

    @property
    def value(self):
        """What comes after the flags, without CLI11's remarks on other options."""
        words = self.head.split(" ")[1:]
        cut = next((i for i, word in enumerate(words) if word in ("Excludes:", "Needs:", "REQUIRED")), len(words))
        return " ".join(words[:cut])

    @property
    def choices(self):
        match = re.search(r"\{([^}]*)\}", self.value)
        return match.group(1).split(",") if match else []


@dataclasses.dataclass
class Help:
    name: str  # "maybenot show".
    summary: str = ""
    usage: str = ""
    positionals: list = dataclasses.field(default_factory=list)
    options: list = dataclasses.field(default_factory=list)
    subcommands: list = dataclasses.field(default_factory=list)  # Help, each.
    footer: list = dataclasses.field(default_factory=list)  # Blocks of lines.


def parse_entries(lines):
    entries = []
    for line, following in zip(lines, lines[1:] + [""]):
        # A head that is too long for its column has its text below.
        below = following.startswith(" " * COLUMN) and line[COLUMN - 2:COLUMN] != "  "
        if line.startswith(" " * COLUMN):
            entries[-1].text = (entries[-1].text + " " + line.strip()).strip()
        elif len(line) > COLUMN and line[COLUMN - 1] == " " and not below:
            entries.append(Entry(line[:COLUMN].strip(), line[COLUMN:].strip()))
        else:
            entries.append(Entry(line.strip(), ""))
    return entries


def blocks(lines):
    found = [[]]
    for line in lines:
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [block for block in found if block]


def parse_help(name, text):
    """What CLI11 prints, read back; subcommands as their entries."""
    parsed = Help(name)
    rest = []
    for block in blocks(text.splitlines()):
        usage = next((i for i, line in enumerate(block) if line.startswith("Usage: ")), None)
        if block[0] in SECTIONS:
            setattr(parsed, SECTIONS[block[0]], parse_entries(block[1:]))
        elif usage is not None and not parsed.usage:
            parsed.summary = " ".join(block[:usage])
            parsed.usage = block[usage][len("Usage: "):]
        else:
            rest.append(block)
    if not parsed.usage or not parsed.options:
        raise ValueError("%s --help has no usage or no options" % name)
    parsed.footer = rest
    return parsed


def read_help(program, names):
    call = [str(program)] + names[1:] + ["--help"]
    text = subprocess.run(call, check=True, capture_output=True, text=True).stdout
    parsed = parse_help(" ".join(names), text)
    parsed.subcommands = [read_help(program, names + [entry.head]) for entry in parsed.subcommands]
    return parsed


# Man pages.

def roff(text):
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.M)


def verbatim(lines):
    return [".nf"] + [roff(line) for line in lines] + [".fi"]


def man_entries(title, entries):
    if not entries:
        return []
    lines = [".SH " + title]
    for entry in entries:
        flags, _, value = entry.head.partition(" ")
        lines += [".TP", (r"\fB%s\fR %s" % (roff(flags), roff(value))).rstrip(), roff(entry.text) or "."]
    return lines


def man_footer(footer):
    lines = []
    for block in footer:
        if block[0] == "Examples:":
            lines += [".SH EXAMPLES"] + verbatim(block[1:])
        elif block[0].startswith("Exit codes:"):
            lines += [".SH EXIT STATUS", roff(" ".join(block)[len("Exit codes:"):].strip())]
        elif any(line.startswith(" ") for line in block):
            lines += [".PP"] + verbatim(block)
        else:
            lines += [".PP", roff(" ".join(block))]
    return lines


def man_page(page, version):
    file_name = page.name.replace(" ", "-")
    described = [b for b in page.footer if b[0] != "Examples:" and not b[0].startswith("Exit codes:")]
    others = [b for b in page.footer if b not in described]
    lines = ['.TH %s 1 "" "maybenot\\-cpp %s" "User Commands"' % (roff(file_name.upper()), version),
             ".SH NAME", "%s \\- %s" % (roff(file_name), roff(page.summary)),
             ".SH SYNOPSIS", r"\fB%s\fR" % roff(page.usage)]
    if described:
        lines += [".SH DESCRIPTION"] + man_footer(described)
    lines += man_entries("ARGUMENTS", page.positionals) + man_entries("OPTIONS", page.options)
    if page.subcommands:
        lines.append(".SH COMMANDS")
        for sub in page.subcommands:
            lines += [".TP", r"\fB%s\fR(1)" % roff(sub.name.replace(" ", "-")), roff(sub.summary)]
    return "\n".join(lines + man_footer(others)) + "\n"


# Completions.

def all_flags(page):
    return [flag for entry in page.options for flag in entry.flags]


def takes_value(entry):
    return bool(entry.value)


def short_text(entry_text):
    """One line for a menu: up to the end of its first sentence."""
    return re.split(r"[.;](?:\s|$)", entry_text)[0]


def bash_completion(page):
    name = page.name
    function = "_" + re.sub(r"\W", "_", name)
    pages = page.subcommands or [page]
    flags, choices, values = [], [], []
    for sub in pages:
        key = sub.name.split(" ")[-1]
        flags.append("    %s) flags='%s' ;;" % (key, " ".join(all_flags(sub))))
        for entry in sub.options:
            pattern = "|".join("%s:%s" % (key, flag) for flag in entry.flags)
            if entry.choices:
                choices.append("    %s) COMPREPLY=($(compgen -W '%s' -- \"$word\")); return ;;"
                               % (pattern, " ".join(entry.choices)))
            elif takes_value(entry):
                values.append("    %s) COMPREPLY=($(compgen -f -- \"$word\")); return ;;" % pattern)
    first = ""
    if page.subcommands:
        first = """  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '%s %s' -- "$word"))
    return
  fi
""" % (" ".join(sub.name.split(" ")[-1] for sub in pages), " ".join(all_flags(page)))
    key = "${COMP_WORDS[1]}" if page.subcommands else name
    return """# Completion of %s.
%s() {
  local word=${COMP_WORDS[COMP_CWORD]} flags=
  COMPREPLY=()
%s  local command=%s
  case "$command:${COMP_WORDS[COMP_CWORD - 1]}" in
%s
  esac
  case "$command" in
%s
  esac
  if [[ "$word" == -* ]]; then
    COMPREPLY=($(compgen -W "$flags" -- "$word"))
  else
    COMPREPLY=($(compgen -f -- "$word"))
  fi
}
complete -o filenames -F %s %s
""" % (name, function, first, key, "\n".join(choices + values) or "    none) ;;", "\n".join(flags), function, name)


def zsh_quote(text):
    return text.replace("'", "'\\''").replace("[", "(").replace("]", ")").replace(":", " ")


def zsh_arguments(page):
    specs = []
    for entry in page.options:
        action = ""
        if entry.choices:
            action = ":value:(%s)" % " ".join(entry.choices)
        elif takes_value(entry):
            action = ":value:_files"
        for flag in entry.flags:
            specs.append("'%s[%s]%s'" % (flag, zsh_quote(short_text(entry.text)), action))
    return " \\\n      ".join(specs + ["'*:file:_files'"])


def zsh_completion(page):
    name = page.name
    function = "_" + name
    if not page.subcommands:
        return "#compdef %s\n%s() {\n  _arguments \\\n      %s\n}\n%s \"$@\"\n" % (
            name, function, zsh_arguments(page), function)
    described = "\n".join("      '%s:%s'" % (sub.name.split(" ")[-1], zsh_quote(short_text(sub.summary)))
                          for sub in page.subcommands)
    cases = "\n".join("    %s)\n      _arguments \\\n      %s ;;" % (sub.name.split(" ")[-1], zsh_arguments(sub))
                      for sub in page.subcommands)
    return """#compdef %s
%s() {
  if (( CURRENT == 2 )); then
    local -a commands=(
%s
    )
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
%s
  esac
}
%s "$@"
""" % (name, function, described, cases, function)


def fish_quote(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish_options(name, page, condition):
    lines = []
    for entry in page.options:
        line = "complete -c %s%s" % (name, condition)
        for flag in entry.flags:
            line += " -l %s" % flag[2:] if flag.startswith("--") else " -s %s" % flag[1:]
        if entry.choices:
            line += " -x -a %s" % fish_quote(" ".join(entry.choices))
        elif takes_value(entry):
            line += " -r"
        lines.append(line + " -d " + fish_quote(short_text(entry.text)))
    return lines


def fish_completion(page):
    name = page.name
    if not page.subcommands:
        return "\n".join(fish_options(name, page, "")) + "\n"
    lines = fish_options(name, page, " -n __fish_use_subcommand")
    for sub in page.subcommands:
        word = sub.name.split(" ")[-1]
        lines.append("complete -c %s -f -n __fish_use_subcommand -a %s -d %s"
                     % (name, word, fish_quote(short_text(sub.summary))))
        lines += fish_options(name, sub, " -n '__fish_seen_subcommand_from %s'" % word)
    return "\n".join(lines) + "\n"


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def write_pages(program, version, out):
    name = pathlib.Path(program).name
    page = read_help(program, [name])
    for each in [page] + page.subcommands:
        write(out / "man/man1" / (each.name.replace(" ", "-") + ".1"), man_page(each, version))
    write(out / "bash-completion/completions" / name, bash_completion(page))
    write(out / "zsh/site-functions" / ("_" + name), zsh_completion(page))
    write(out / "fish/vendor_completions.d" / (name + ".fish"), fish_completion(page))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--version", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("program", nargs="+")
    arguments = parser.parse_args()
    for program in arguments.program:
        write_pages(program, arguments.version, arguments.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
