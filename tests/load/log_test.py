"""Tests of log.py. Run: python3 tests/load/log_test.py"""

import unittest

import log

TIMES = "2026-01-01 00:00:00,"


def fates(*lines):
    result = log.Fates({"g": {"ann", "bob", "cyd"}, "h": {"ann", "bob"}})
    for line in lines:
        result.handle(log.Line.parse(TIMES + line))
    return result


SENT = "10.000000000,ann,h,send,Idle,Active,2,0"
RECEIVED = "10.250000000,bob,h,receive,Idle,Active,ann,320,0"
ANSWERED = "10.500000000,ann,h,receive,Active,Active,bob,receipt,0"


class LineTest(unittest.TestCase):
    def test_keeps_time_and_fields(self):
        line = log.Line.parse(TIMES + SENT)
        self.assertEqual(line.at, 10.0)
        self.assertEqual(line.fields[:2], ["ann", "h"])
        self.assertEqual(line.what, "send")

    def test_refuses_what_is_no_line(self):
        with self.assertRaises(ValueError):
            log.Line.parse("cannot open file")


class FatesTest(unittest.TestCase):
    def test_a_message_that_was_answered_is_settled(self):
        result = fates(SENT, RECEIVED, ANSWERED)
        self.assertTrue(result.settled())
        self.assertEqual(result.problems(), [])
        self.assertEqual(result.round_trips(), [0.5])

    def test_order_between_logs_does_not_matter(self):
        result = fates(RECEIVED, SENT, ANSWERED)
        self.assertEqual(result.problems(), [])

    def test_a_lost_message_is_named(self):
        result = fates(SENT)
        self.assertFalse(result.settled())
        self.assertEqual(result.problems(), ["not received: ann in h, number 0, for bob",
                                             "not answered: ann in h, number 0, for bob"])

    def test_a_lost_receipt_is_named(self):
        self.assertEqual(fates(SENT, RECEIVED).problems(),
                         ["not answered: ann in h, number 0, for bob"])

    def test_every_other_member_must_answer(self):
        result = fates("1.0,ann,g,send,Idle,Idle,1,0",
                       "1.1,bob,g,receive,Idle,Idle,ann,160,0",
                       "1.2,ann,g,receive,Idle,Idle,bob,receipt,0")
        self.assertEqual(result.expected(), 2)
        self.assertFalse(result.settled())
        self.assertEqual(len(result.problems()), 2)  # Both of cyd.

    def test_twice_is_wrong(self):
        result = fates(SENT, RECEIVED, RECEIVED, ANSWERED, ANSWERED)
        self.assertEqual(result.problems(), ["received twice: ann in h, number 0, for bob",
                                             "answered twice: ann in h, number 0, for bob"])

    def test_one_number_in_two_groups_is_two_messages(self):
        result = fates(SENT, "1.0,ann,g,send,Idle,Idle,1,0")
        self.assertEqual(len(result.sent), 2)
        self.assertEqual(result.wrong, [])

    def test_what_nobody_sent_is_wrong(self):
        self.assertEqual(fates(RECEIVED).problems(), ["never sent: ann in h, number 0, for bob"])

    def test_a_stranger_in_a_group_is_wrong(self):
        result = fates(SENT, RECEIVED, ANSWERED, "1.0,cyd,h,receive,Idle,Idle,ann,320,0")
        self.assertEqual(result.problems(), ["not a member: ann in h, number 0, for cyd"])

    def test_a_dropped_message_is_told(self):
        self.assertEqual(fates("1.0,ann,h,dropped,7").problems(), ["1 messages were dropped"])

    def test_round_trips_of_some_senders(self):
        result = fates(SENT, RECEIVED, ANSWERED)
        self.assertEqual(result.round_trips({"bob"}), [])


if __name__ == "__main__":
    unittest.main()
