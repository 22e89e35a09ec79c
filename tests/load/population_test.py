"""Tests of population.py. Run: python3 tests/load/population_test.py"""

import collections
import json
import pathlib
import tempfile
import unittest

from population import Population


class PopulationTest(unittest.TestCase):
    def test_is_as_large_as_asked_and_nobody_is_alone(self):
        for count in list(range(2, 60)) + [1000]:
            people = Population.of(count)
            sizes = [len(members) for members in people.members().values()]
            self.assertEqual(sum(sizes), count)
            self.assertGreaterEqual(min(sizes), 2)
            self.assertLessEqual(max(sizes), 6)  # One more than 5, at the end.

    def test_has_so_many_of_each_defense(self):
        people = Population.of(1000, [("interspace", 450), ("tamaraw", 50)])
        counts = collections.Counter(user.defense for user in people.users)
        self.assertEqual(counts, {None: 500, "interspace": 450, "tamaraw": 50})

    def test_defenses_are_spread_over_the_groups(self):
        people = Population.of(100, [("interspace", 45), ("tamaraw", 5)])
        first = people.users[:50]
        self.assertIn(sum(user.defense == "tamaraw" for user in first), (2, 3))
        self.assertIn(sum(user.defense is None for user in first), (24, 25, 26))

    def test_plain_is_the_same_people(self):
        people = Population.of(20, [("interspace", 9)])
        self.assertEqual(people.plain().members(), people.members())
        self.assertFalse(people.plain().with_defense("interspace"))

    def test_writes_a_file_a_user(self):
        people = Population.of(4, [("interspace", 1)])
        with tempfile.TemporaryDirectory() as folder:
            people.write(pathlib.Path(folder) / "users", "127.0.0.1:9", retry=2)
            configs = [json.loads(path.read_text())
                       for path in sorted(pathlib.Path(folder).glob("users/*.yaml"))]
        self.assertEqual([config["user"] for config in configs],
                         [user.name for user in people.users])
        self.assertEqual({config["retry"] for config in configs}, {2})
        self.assertEqual(sum("defense" in config for config in configs), 1)


if __name__ == "__main__":
    unittest.main()
