"""Reads the programs' log lines (spec/traffic.md 1.6), and tells from them what
became of each message.

A line is `TIME,UNIX_SECONDS,FIELD,FIELD...`; no field is quoted.
"""

import collections


class Line(collections.namedtuple("Line", "at fields")):
    """When it was written (Unix seconds), and the fields behind the times."""

    @classmethod
    def parse(cls, text):
        fields = text.split(",")
        if len(fields) < 3:
            raise ValueError("not a log line: %r" % text)
        return cls(float(fields[1]), fields[2:])

    @property
    def what(self):
        """A client's lines say it third, after user and group."""
        return self.fields[2] if len(self.fields) > 2 else ""


# A message is named by who sent it, where, and its number there.
Message = collections.namedtuple("Message", "sender group id")


class Fates:
    """What the clients' logs say of each message.

    `members` maps each group to its users. Every message is to reach every
    other member once, and each of them is to answer it once.
    """

    def __init__(self, members):
        self.members = {group: frozenset(users) for group, users in members.items()}
        self.sent = {}      # Message -> when.
        self.received = {}  # (Message, member) -> when, the first time.
        self.answered = {}  # The same, of receipts.
        self.wrong = []     # Sentences: what must not be.
        self.dropped = 0

    def handle(self, line):
        """A line of a client."""
        if len(line.fields) < 3:
            self.wrong.append("a client wrote: " + ",".join(line.fields))
            return
        user, group, what = line.fields[:3]
        rest = line.fields[3:]
        if what == "send":
            self._note(self.sent, Message(user, group, rest[-1]), line.at, "sent")
        elif what == "receive" and rest[3] == "receipt":
            self._note(self.answered, (Message(user, group, rest[4]), rest[2]), line.at, "answered")
        elif what == "receive":
            self._note(self.received, (Message(rest[2], group, rest[4]), user), line.at, "received")
        elif what == "dropped":
            self.dropped += 1

    def _note(self, table, key, at, verb):
        if key in table:
            self.wrong.append("%s twice: %s" % (verb, _text(key)))
        else:
            table[key] = at

    def expected(self):
        """How many receipts all messages so far should bring."""
        return sum(len(self.members[message.group]) - 1 for message in self.sent)

    def settled(self):
        """Whether each message was received and answered as often as it should."""
        expected = self.expected()
        return len(self.answered) == expected and len(self.received) == expected

    def problems(self):
        """All that is wrong, in sentences; none once settled and all is well."""
        problems = list(self.wrong)
        if self.dropped:
            problems.append("%d messages were dropped" % self.dropped)
        for message in self.sent:
            for member in self.members[message.group] - {message.sender}:
                for table, verb in ((self.received, "received"), (self.answered, "answered")):
                    if (message, member) not in table:
                        problems.append("not %s: %s" % (verb, _text((message, member))))
        for table in (self.received, self.answered):
            for message, member in table:
                if message not in self.sent:
                    problems.append("never sent: " + _text((message, member)))
                elif member not in self.members[message.group] - {message.sender}:
                    problems.append("not a member: " + _text((message, member)))
        return problems

    def round_trips(self, senders=None):
        """Seconds from a message to each of its receipts, sorted; of some senders."""
        return sorted(at - self.sent[message]
                      for (message, _), at in self.answered.items()
                      if message in self.sent and (senders is None or message.sender in senders))


def _text(key):
    if isinstance(key, Message):
        return "%s in %s, number %s" % key
    message, member = key
    return "%s, for %s" % (_text(message), member)
