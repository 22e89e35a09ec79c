"""The arithmetic of tools/compare; no time is measured."""

import json
import pathlib
import unittest

import compare
import ratios

GROUP = ratios.Group("samples", "a sample", "sample_bench", "BM_Sample", "sum", "ns", (1.5, 1))


def document(*entries):
    return json.dumps({"context": {}, "benchmarks": entries})


def measured(**times):
    return {name: ratios.Measured(ns, 7.0) for name, ns in times.items()}


class ReadTest(unittest.TestCase):
    def test_takes_the_time_of_a_pass_or_of_an_item(self):
        text = document({"name": "BM_Sample/0/iterations:5", "run_type": "iteration", "label": "Beta", "cpu_time": 9.0,
                         "time_unit": "ns", "items_per_second": 4e6, "sum": 2.5})
        self.assertEqual(ratios.read(text, "BM_Sample", "sum", by_item=True),
                         {"Beta": ratios.Measured(250.0, 2.5)})
        self.assertEqual(ratios.read(text, "BM_Sample", "sum"), {"Beta": ratios.Measured(9.0, 2.5)})

    def test_turns_other_units_into_nanoseconds(self):
        text = document({"name": "BM_Sample", "cpu_time": 1.5, "time_unit": "us"})
        self.assertEqual(ratios.read(text, "BM_Sample", ""), {"": ratios.Measured(1500.0, None)})

    def test_leaves_out_other_benchmarks_and_aggregates(self):
        text = document({"name": "BM_SampleMore/0", "cpu_time": 1, "time_unit": "ns"},
                        {"name": "BM_Sample/0", "run_type": "aggregate", "cpu_time": 1, "time_unit": "ns"})
        self.assertEqual(ratios.read(text, "BM_Sample", ""), {})


class PairTest(unittest.TestCase):
    def test_takes_the_lowest_of_each_side(self):
        rounds = [(measured(Beta=10.0), measured(Beta=30.0)), (measured(Beta=12.0), measured(Beta=25.0))]
        self.assertEqual(ratios.pair(GROUP, rounds), [ratios.Pair("Beta", 10.0, 25.0)])
        self.assertEqual(ratios.pair(GROUP, rounds)[0].ratio, 2.5)

    def test_refuses_sides_with_other_rows(self):
        with self.assertRaisesRegex(ratios.Mismatch, "Gamma"):
            ratios.pair(GROUP, [(measured(Beta=1.0), measured(Beta=1.0, Gamma=1.0))])

    def test_refuses_sides_that_did_other_work(self):
        other = {"Beta": ratios.Measured(1.0, 8.0)}
        with self.assertRaisesRegex(ratios.Mismatch, "sum here is 7.0, there 8.0"):
            ratios.pair(GROUP, [(measured(Beta=1.0), other)])

    def test_refuses_a_check_that_neither_side_has(self):
        none = {"Beta": ratios.Measured(1.0, None)}
        with self.assertRaises(ratios.Mismatch):
            ratios.pair(GROUP, [(none, none)])


class SummaryTest(unittest.TestCase):
    # Ratios 2 and 8 in the first round, 1 and 4 in the second: means 4 and 2.
    # The lowest times: 1 and 2 here, 2 and 8 there: ratios 2 and 4, mean sqrt 8.
    ROUNDS = [(measured(a=1.0, b=2.0), measured(a=2.0, b=16.0)), (measured(a=3.0, b=2.0), measured(a=3.0, b=8.0))]

    def summary(self, goals):
        group = ratios.Group("g", "t", "b", "BM", "sum", "ns", goals)
        return ratios.summary(group, ratios.pair(group, self.ROUNDS), self.ROUNDS)

    def test_works_out_means(self):
        found = self.summary((None, None))
        self.assertAlmostEqual(found["geometric_mean"], 8 ** 0.5)
        self.assertAlmostEqual(found["of_single_rounds"][0], 2)
        self.assertAlmostEqual(found["of_single_rounds"][1], 4)
        self.assertEqual(found["slowest"], 2)

    def test_says_whether_goals_are_met(self):
        self.assertTrue(self.summary((None, None))["met"])
        self.assertTrue(self.summary((2.8, 2))["met"])
        self.assertFalse(self.summary((2.9, 2))["met"])
        self.assertFalse(self.summary((2.8, 2.1))["met"])

    def test_prints_a_table(self):
        group = ratios.Group("g", "t", "b", "BM", "sum", "ns", (2.9, None))
        lines = ratios.table(group, ratios.summary(group, ratios.pair(group, self.ROUNDS), self.ROUNDS))
        self.assertEqual(lines[2:4], ["| a | 1 | 2 | 2.00 |", "| b | 2 | 8 | 4.00 |"])
        self.assertEqual(lines[-1], "Geometric mean 2.83 (2.00 to 4.00 in single rounds), lowest 2.00; "
                                    "goal: mean 2.9: missed.")


class PageTest(unittest.TestCase):
    PAGE = "a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb\n"

    def test_replaces_a_section_and_nothing_else(self):
        once = ratios.put(self.PAGE, "x", "new")
        self.assertEqual(once, "a\n<!-- x: begin -->\n\nnew\n\n<!-- x: end -->\nb\n")
        self.assertEqual(ratios.put(once, "x", "new"), once)

    def test_refuses_a_page_without_the_section(self):
        with self.assertRaises(ValueError):
            ratios.put(self.PAGE, "y", "new")

    def test_the_real_page_has_all_sections(self):
        page = compare.PAGE.read_text()
        for name in ["conditions"] + [group.name for group in compare.GROUPS]:
            ratios.put(page, "compare " + name, "new")


class GroupsTest(unittest.TestCase):
    def test_both_sides_have_each_group(self):
        here = pathlib.Path(__file__).resolve().parent
        main = (here / "src/main.rs").read_text()
        for group in compare.GROUPS:
            self.assertIn('"%s" =>' % group.name, main)
            self.assertIn(group.benchmark + "(", (here.parent / "bench" / (group.binary + ".cc")).read_text())


if __name__ == "__main__":
    unittest.main()
