"""Tests of public_headers.py."""

import pathlib
import tempfile
import unittest

import public_headers


class ClosureTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        (self.root / "a").mkdir()
        (self.root / "a/top.h").write_text('#include <vector>\n#include "a/mid.h"\n#include "absl/x.h"\n')
        (self.root / "a/mid.h").write_text('#include "a/low.h"\n')
        (self.root / "a/low.h").write_text('#include "a/top.h"\n')
        (self.root / "a/other.h").write_text("")

    def test_follows_our_own_includes_only(self):
        self.assertEqual(public_headers.closure(self.root, ["a/top.h"]), ["a/low.h", "a/mid.h", "a/top.h"])

    def test_a_missing_header_is_an_error(self):
        with self.assertRaises(FileNotFoundError):
            public_headers.closure(self.root, ["a/none.h"])


if __name__ == "__main__":
    unittest.main()
