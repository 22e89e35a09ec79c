"""Our comments as Doxygen's: for tools/docs, which has it read every header.

Usage: doxygen_filter.py FILE

Comments right before a declaration and behind one document it; the first of a
file documents the file. Lines that are indented in a comment are code; what begins
with Errors, Requires, Results or Cost is a paragraph of its own; where a rule
comes from (SOURCE) is for readers of the code.
"""

import re
import sys

BEFORE = re.compile(r"^(\s*)//(?: (.*)|)$")
FORWARD = re.compile(r"^\s*(class|struct) \w+;")
BEHIND = re.compile(r"^(.*\S)\s+// (.*)$")
HEADING = re.compile(r"(?:^|(?<=\. ))(Errors|Requires|Results|Cost): ")
MORE_BEHIND = re.compile(r"^\s{20,}// (.*)$")


def escape(text):
    return re.sub(r"([<>@\\#&$%])", r"\\\1", text)


def without_sources(lines):
    """Cuts each paragraph where its SOURCE begins."""
    out = []
    cutting = False
    for line in lines:
        cutting = cutting and bool(line.strip())
        if cutting:
            continue
        text, found, _ = line.partition("SOURCE: ")
        cutting = bool(found)
        if text.strip() or not found:
            out.append(text.rstrip() if found else line)
    return out


def prose(line):
    """A line of text, with the headings that Doxygen knows."""
    parts = HEADING.split(line)
    out = [escape(parts[0].strip())] if parts[0].strip() or len(parts) == 1 else []
    for name, text in zip(parts[1::2], parts[2::2]):
        out += ["", "@par " + name, escape(text.strip())]
    return out


def paragraphs(lines):
    """A comment's lines, with code set as code."""
    lines = without_sources(lines)
    out = []
    code = False
    for number, line in enumerate(lines):
        blank = not line.strip()
        if blank and code and any(later.startswith("  ") for later in lines[number + 1:number + 2]):
            out.append("")
            continue
        indented = line.startswith("  ")
        if indented != code and not (blank and not code):
            out.append("@code{.unparsed}" if indented else "@endcode")
            code = indented
        out += [line] if code else prose(line)
    return out + (["@endcode"] if code else [])


class Scopes:
    """Whether a line is inside a function, whose comments document nothing."""

    SCOPE = re.compile(r"\b(namespace|class|struct|enum|extern)\b")

    def __init__(self):
        self.bodies = []  # For each brace that is open: whether it is no scope.
        self.head = ""    # What came since the last statement.

    def in_body(self):
        return any(self.bodies)

    def read(self, code):
        for char in code:
            if char == "{":
                self.bodies.append(not self.SCOPE.search(self.head) or "(" in self.head)
            elif char == "}" and self.bodies:
                self.bodies.pop()
            self.head = "" if char in "{};" else self.head + char


def convert_cpp(text):
    out = []
    block = []
    indent = ""
    first = True

    def flush(documents):
        nonlocal first
        if not block:
            return
        if not documents and not first:
            out.extend((indent + "// " + line).rstrip() for line in block)
            block.clear()
            return
        lines = paragraphs(block)
        if first:
            lines = ["@file"] + lines
        first = False
        out.extend((indent + "/// " + line).rstrip() for line in lines)
        block.clear()

    behind = False
    scopes = Scopes()
    for line in text.splitlines():
        if scopes.in_body():
            scopes.read(line.split("//")[0])
            out.append(line)
            continue
        more = MORE_BEHIND.match(line)
        before = BEFORE.match(line)
        if behind and more:
            out.append("    ///< " + escape(more.group(1)))
            continue
        behind = False
        if before:
            indent = before.group(1)
            block.append(before.group(2) or "")
            continue
        flush(documents=bool(line.strip()))
        if not line.startswith("#"):
            scopes.read(line.split("//")[0] + " ")
        match = BEHIND.match(line)
        if match and not line.lstrip().startswith("#") and not FORWARD.match(line):
            out.append("%s ///< %s" % (match.group(1), escape(match.group(2))))
            behind = True
        else:
            out.append(line)
    flush(documents=False)
    return "\n".join(out) + "\n"


def convert_c(text):
    """/* ... */ comments; the first is the file's."""
    first = True

    def comment(match):
        nonlocal first
        behind = match.string[:match.start()].rpartition("\n")[2].strip() != ""
        lines = [re.sub(r"^\s*\* ?", "", line) for line in match.group(1).strip().split("\n")]
        body = lines if behind else paragraphs(lines)
        if first:
            body = ["@file"] + body
        first = False
        opening = "/**< " if behind else "/** "
        return opening + "\n * ".join(escape(line) if behind else line for line in body) + " */"

    return re.sub(r"/\*(.*?)\*/", comment, text, flags=re.S)


def main():
    path = sys.argv[1]
    with open(path, encoding="utf-8") as file:
        text = file.read()
    print(convert_c(text) if "maybenot/capi/" in path else convert_cpp(text), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
