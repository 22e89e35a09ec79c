"""A thousand users talk for a minute over real sockets, half of them defended;
the same users without defenses, for half as long, are the yardstick. Nothing may
go wrong, and each message must be answered by every other member of its group."""

import sys
import time

import log
import population
import programs
import report

STAGGER = 5         # Seconds over which the users connect,
REGISTRATION = 10   # all of them in the server's window; they talk after it.
DRAIN = 40          # For the last answers, at most.


class Outcome:
    """One run's, measured from the end of registration to the last answer."""

    def __init__(self, fates, server, client, server_cpu, client_cpu):
        self.fates = fates
        self.server = server  # Their --stats.
        self.client = client
        self.server_cpu = server_cpu
        self.client_cpu = client_cpu

    def cpu(self):
        return self.server_cpu + self.client_cpu

    def cpu_a_message(self):
        return self.cpu() / max(1, len(self.fates.sent))

    def cells(self, defended, kinds=("normal", "padding", "opening")):
        """That the server sent and received: of defended conversations, or plain writes."""
        return sum(int(conversation.get(way, {}).get(kind, 0))
                   for conversation in self.server["conversations"]
                   if (conversation["defense"] != "none") == defended
                   for way in ("sent", "received") for kind in kinds)

    def padding(self, way):
        return sum(int(conversation.get(way, {}).get("padding", 0))
                   for conversation in self.server["conversations"])


def run(people, seconds, result):
    """Lets `people` talk, checks what must hold, and returns the Outcome."""
    fates = log.Fates(people.members())
    with programs.Programs() as running:
        certificate = population.make_certificate(running.folder)
        defense = population.write_server_defense(running.folder / "defense.yaml")
        server, address = running.start_server(certificate, REGISTRATION, "--defense", defense,
                                               "--seed", 1)
        stop_sending = time.time() + REGISTRATION + STAGGER + seconds
        client = running.start(
            "mgen-client", people.write(running.folder / "users", address, bootstrap=REGISTRATION),
            "--stagger", STAGGER, "--seed", 1, "--stop-sending", "%.3f" % stop_sending,
            on_line=fates.handle)

        running.await_until(lambda: server.lines[-1].fields[0].startswith("registration"),
                            REGISTRATION + 10, "registration is complete")
        before = server.cpu_seconds(), client.cpu_seconds()
        connected = sum(line.what == "handshake" for line in client.lines)
        result.check("all connected before messages flowed", connected == len(people.users),
                     ["%d of %d" % (connected, len(people.users))])
        running.pass_time(max(0.0, stop_sending - time.time()))
        try:
            running.await_until(fates.settled, DRAIN, "all is answered")
        except programs.Trouble:
            pass  # The problems below say what is missing.
        running.pass_time(1.2)  # Whatever comes twice comes now; logs flush each second.
        server_cpu = server.cpu_seconds() - before[0]
        client_cpu = client.cpu_seconds() - before[1]
        result.figure("resident memory of the server, at the end", server.resident_kib(), "KiB")
        result.figure("resident memory of the client, at the end", client.resident_kib(), "KiB")
        complaints = client.complaints() + server.complaints()
        codes = running.stop(client), running.stop(server)

        result.check_none("no error line, nothing unusual on stderr", complaints)
        result.check("both ended in good order", codes == (0, 0), ["exit codes: %s %s" % codes])
        result.check("messages were sent", fates.sent)
        result.check_none("each message was answered by each other member, none twice",
                          fates.problems())
        return Outcome(fates, server.stats(), client.stats(), server_cpu, client_cpu)


def describe(outcome, result):
    fates = outcome.fates
    result.figure("messages sent", len(fates.sent))
    result.figure("receipts", len(fates.answered))
    trips = fates.round_trips()
    result.figure("round trip, median", 1e3 * report.percentile(trips, 0.5), "ms")
    result.figure("round trip, 99 %", 1e3 * report.percentile(trips, 0.99), "ms")
    result.figure("CPU of the server", outcome.server_cpu, "s")
    result.figure("CPU of the client", outcome.client_cpu, "s")
    result.figure("CPU a message, with its receipts, both programs",
                  1e6 * outcome.cpu_a_message(), "us")


def describe_defended(people, outcome, plain, result):
    for defense in ("interspace", "tamaraw", None):
        trips = outcome.fates.round_trips(people.with_defense(defense))
        result.figure("round trip, median, from %s" % (defense or "plain"),
                      1e3 * report.percentile(trips, 0.5), "ms")
    cells = outcome.cells(defended=True)
    result.figure("cells on defended connections, both ways", cells)
    result.figure("of them padding", outcome.padding("sent") + outcome.padding("received"))
    beyond = outcome.cpu() - plain.cpu_a_message() * len(outcome.fates.sent)
    result.figure("CPU of both programs, beyond a plain run's for as many messages", beyond, "s")
    result.figure("the same, a defended cell, written and read", 1e6 * beyond / max(1, cells), "us")
    result.check("the server sent padding", outcome.padding("sent"))
    result.check("the server received padding", outcome.padding("received"))


def main():
    parser = report.arguments(__doc__)
    parser.add_argument("--users", type=int, default=1000, metavar="N",
                        help="at least 20; nine of twenty by Interspace, one by Tamaraw (1000)")
    parser.add_argument("--seconds", type=float, default=60, metavar="S",
                        help="for which all of them talk (60)")
    options = parser.parse_args()
    if options.users < 20:
        parser.error("--users: at least 20")
    defended = [("interspace", options.users * 9 // 20), ("tamaraw", options.users // 20)]
    people = population.Population.of(options.users, defended)

    without = report.Report("%d users, %g s, plain" % (options.users, options.seconds / 2))
    plain = run(people.plain(), options.seconds / 2, without)
    describe(plain, without)
    result = report.Report("%d users, %g s, %s" % (
        options.users, options.seconds, ", ".join("%d by %s" % (n, name) for name, n in defended)))
    outcome = run(people, options.seconds, result)
    describe(outcome, result)
    describe_defended(people, outcome, plain, result)
    return report.finish(options, [without, result])


if __name__ == "__main__":
    sys.exit(programs.run(main))
