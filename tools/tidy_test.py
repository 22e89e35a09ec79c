"""Each rule of tidy.py, on a tree that breaks it: a check that cannot fail is
no check."""

import pathlib
import tempfile
import unittest

import tidy

GOOD = {
    "base/BUILD.bazel": 'cc_library(name = "a", srcs = ["a.cc"], hdrs = ["a.h"])\n"a_test.cc"\n',
    "base/a.h": "#ifndef BASE_A_H_\n#define BASE_A_H_\n#endif\n",
    "base/a.cc": '#include "base/a.h"\n',
    "base/a_test.cc": '#include "base/a.h"\n#include <fstream>\n',
    "docs/sources.md": "| `spec/maybenot.md` | notes |\n",
}


def problems(changes):
    """What tidy says of GOOD with `changes`; None removes a file."""
    tree = {path: text for path, text in {**GOOD, **changes}.items() if text is not None}
    with tempfile.TemporaryDirectory() as root:
        for path, text in tree.items():
            file = pathlib.Path(root) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return tidy.Tidy(root, tree).run()


class TidyTest(unittest.TestCase):
    def assert_one(self, changes, words):
        found = problems(changes)
        self.assertEqual(len(found), 1, found)
        self.assertIn(words, found[0])

    def test_a_good_tree_has_no_problem(self):
        self.assertEqual(problems({}), [])

    def test_a_core_names_no_clock_thread_socket_or_file(self):
        for header in ["<thread>", "<mutex>", "<fstream>", "<sys/socket.h>", "<iostream>",
                       '"absl/time/clock.h"', "<boost/asio/io_context.hpp>"]:
            self.assert_one({"base/a.cc": '#include "base/a.h"\n#include %s\n' % header}, "a core includes no")
        for call in ["std::chrono::steady_clock c;", "auto t = Clock::now();", "std::random_device d;"]:
            self.assert_one({"base/a.cc": '#include "base/a.h"\n%s\n' % call}, "a core asks no clock")

    def test_a_core_test_asks_no_clock_either(self):
        self.assert_one({"base/a_test.cc": '#include "base/a.h"\nstd::chrono::steady_clock c;\n'},
                        "a core asks no clock")

    def test_an_edge_may_read_files(self):
        self.assertEqual(problems({
            "lab/BUILD.bazel": '"main.cc"',
            "lab/main.cc": "#include <fstream>\n#include \"base/a.h\"\n",
        }), [])

    def test_a_page_shows_a_file_as_it_is(self):
        page = "Look:\n\n<!-- shows base/a.cc -->\n```cpp\n%s```\n"
        self.assertEqual(problems({"docs/page.md": page % GOOD["base/a.cc"]}), [])
        self.assert_one({"docs/page.md": page % "int other;\n"}, "docs/page.md:3: does not show base/a.cc")
        self.assert_one({"docs/page.md": "<!-- shows base/a.cc -->\nno block\n"}, "does not show base/a.cc")
        self.assert_one({"docs/page.md": page.replace("a.cc", "none.cc") % ""}, "does not show base/none.cc")

    def test_arrows_are_kept(self):
        self.assert_one({"base/a.cc": '#include "base/a.h"\n#include "maybenot/machine.h"\n'},
                        "base may not include maybenot")
        self.assert_one({"base/a.cc": '#include "base/a.h"\n#include "maybenot/cli/tally.h"\n'},
                        "base may not include maybenot/cli")
        self.assert_one({"base/a.cc": '#include "base/a.h"\n#include "base/files/files.h"\n'},
                        "base may not include base/files")
        self.assertEqual(problems({"base/a_test.cc": '#include "base/a.h"\n#include "sim/link.h"\n'}), [])

    def test_every_source_has_its_test(self):
        self.assert_one({"base/a_test.cc": None}, "has no base/a_test.cc")

    def test_files_stay_small(self):
        self.assert_one({"base/a.cc": '#include "base/a.h"\n' + "int x;\n" * 500}, "over 500 lines")

    def test_every_file_is_built(self):
        self.assert_one({"base/BUILD.bazel": '"a.cc" "a_test.cc"'}, "does not name it")

    def test_own_header_comes_first(self):
        self.assert_one({"base/a.cc": '#include <string>\n#include "base/a.h"\n'}, "does not include base/a.h first")

    def test_include_guards_are_the_path(self):
        self.assert_one({"base/a.h": "#pragma once\n"}, "include guard is not BASE_A_H_")

    def test_nothing_unfinished_or_disabled_or_of_one_machine(self):
        self.assert_one({"base/a.cc": '#include "base/a.h"\n// TO' + "DO: more\n"}, "unfinished work")
        self.assert_one({"base/a_test.cc": '#include "base/a.h"\nTEST(A, DISABLED_' + "B) {}\n"}, "disabled test")
        self.assert_one({"base/a.cc": '#include "base/a.h"\nauto p = "/ro' + 'ot/x";\n'}, "path of somebody's machine")

    def test_sources_can_be_looked_up(self):
        self.assertEqual(problems({"base/a.cc": '#include "base/a.h"\n// SOURCE: spec/maybenot.md 2.3.\n'}), [])
        self.assert_one({"base/a.cc": '#include "base/a.h"\n// SOURCE: nowhere.md 1\n'}, "not in docs/sources.md")

    def test_fuzz_targets_have_a_corpus(self):
        self.assert_one({"fuzz/BUILD.bazel": '"b"', "fuzz/b_fuzzer.cc": "int x;\n"}, "has no corpus")

    def test_folders_are_known(self):
        self.assert_one({"odd/BUILD.bazel": '"b.h"', "odd/b.h": "#ifndef ODD_B_H_\n#define ODD_B_H_\n#endif\n"},
                        "not in tools/tidy.py's ARROWS")


if __name__ == "__main__":
    unittest.main()
