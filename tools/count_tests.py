"""Counts what ./test ran: Bazel's build events and the checks beside it.

Usage: count_tests.py FOLDER, with CONFIGURATION.json from
--build_event_json_file and a file `checks` of lines "passed NAME",
"skipped NAME", "failed NAME".
Prints failures and skips with their reasons, then the line
"N passed, N failed[, N skipped]". A test target counts as its cases; one that
could not be built, timed out or left no report counts as one failure.
"""

import json
import pathlib
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree


class Count:
    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.skipped = 0

    def fail(self, what):
        self.failed += 1
        print("FAILED  " + what)

    def skip(self, what, why):
        self.skipped += 1
        print("SKIPPED %s: %s" % (what, why))


def skip_reason(case):
    skipped = case.find("skipped")
    text = skipped.get("message", "") if skipped is not None else ""
    return " ".join(text.split()) or "no reason given"


def count_cases(name, report, status, count):
    """The cases of one target's test.xml, by its overall status."""
    failed_before = count.failed
    cases = ElementTree.parse(report).getroot().iter("testcase")
    for case in cases:
        what = "%s %s.%s" % (name, case.get("classname"), case.get("name"))
        if case.find("failure") is not None or case.find("error") is not None:
            count.fail(what)
        elif case.find("skipped") is not None or case.get("result") == "skipped":
            count.skip(what, skip_reason(case))
        else:
            count.passed += 1
    if status != "PASSED" and count.failed == failed_before:
        count.fail("%s (%s)" % (name, status))


def count_configuration(path, count):
    reports, statuses = {}, {}
    with open(path) as lines:
        for line in lines:
            event = json.loads(line)
            ident = event.get("id", {})
            if "testResult" in ident:
                label = ident["testResult"]["label"]
                for output in event["testResult"].get("testActionOutput", []):
                    if output["name"] == "test.xml":
                        uri = urllib.parse.urlparse(output["uri"])
                        reports[label] = urllib.parse.unquote(uri.path)
            elif "testSummary" in ident:
                label = ident["testSummary"]["label"]
                statuses[label] = event["testSummary"].get("overallStatus", "NO_STATUS")
            elif "targetCompleted" in ident and "aborted" not in event:
                label = ident["targetCompleted"]["label"]
                completed = event.get("completed", {})
                if not completed.get("success", False):
                    statuses.setdefault(label, "FAILED_TO_BUILD")
            elif "targetCompleted" in ident:
                statuses.setdefault(ident["targetCompleted"]["label"], "ABORTED")
    if not statuses:
        count.fail("%s: Bazel ran no test" % path.stem)
    for label in sorted(statuses):
        name = "[%s] %s" % (path.stem, label)
        if label in reports:
            count_cases(name, reports[label], statuses[label], count)
        elif statuses[label] == "PASSED":
            count.fail(name + " (no report)")
        else:
            count.fail("%s (%s)" % (name, statuses[label]))


def main(folder):
    count = Count()
    folder = pathlib.Path(folder)
    for path in sorted(folder.glob("*.json")):
        count_configuration(path, count)
    checks = folder / "checks"
    for line in checks.read_text().splitlines() if checks.exists() else []:
        outcome, _, name = line.partition(" ")
        if outcome == "passed":
            count.passed += 1
        elif outcome == "skipped":
            count.skip(name, "it lacks what it needs; it says what where it ran")
        else:
            count.fail(name)
    skipped = ", %d skipped" % count.skipped if count.skipped else ""
    print("%d passed, %d failed%s" % (count.passed, count.failed, skipped))
    return 0 if count.failed == 0 and count.passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
