"""What goes wrong, goes wrong for those alone who did it: a server that is killed
and comes back, hostile clients beside well-behaved ones, an expired certificate,
a port in use, too few open files."""

import sys
import time

import hostile
import log
import population
import programs
import report

REGISTRATION = 4
STAGGER = 2
RETRY = 2
DRAIN = 30
LIMIT = 2  # --handshake-limit and --write-stall-limit of the server under attack.


def half_defended(count):
    return population.Population.of(
        count, [("interspace", count * 9 // 20), ("tamaraw", count // 20)])


class Talk:
    """A population that talks while something goes on, and then has drained."""

    def __init__(self, running, people, seconds, address, stagger=STAGGER, bootstrap=0):
        self.running = running
        self.people = people
        self.fates = log.Fates(people.members())
        self.handshakes = {}  # User -> when, the latest.
        self.stop_sending = time.time() + seconds
        pattern = people.write(running.folder / "users", address, retry=RETRY, bootstrap=bootstrap)
        self.client = running.start("mgen-client", pattern, "--stagger", stagger, "--seed", 1,
                                    "--stop-sending", "%.3f" % self.stop_sending,
                                    on_line=self.handle)

    def handle(self, line):
        self.fates.handle(line)
        if line.what == "handshake":
            self.handshakes[line.fields[0]] = line.at

    def connected_since(self, at):
        return sum(when >= at for when in self.handshakes.values())

    def drain(self):
        """Until nobody sends any more and all is answered; what is still missing."""
        self.running.pass_time(max(0.0, self.stop_sending - time.time()))
        try:
            self.running.await_until(self.fates.settled, DRAIN, "all is answered")
        except programs.Trouble:
            pass
        self.running.pass_time(1.2)  # Whatever comes twice comes now.
        return self.fates.problems()


def complete(server):
    return any(line.fields[0].startswith("registration") for line in server.lines)


def killed_server(options):
    """Killed and started again on its port, under users who talk."""
    result = report.Report("a server killed and started again, %d users" % options.users)
    people = half_defended(options.users)
    with programs.Programs() as running:
        certificate = population.make_certificate(running.folder)
        defense = population.write_server_defense(running.folder / "defense.yaml")
        first, address = running.start_server(certificate, REGISTRATION, "--defense", defense)
        talk = Talk(running, people, REGISTRATION + 20, address)
        running.await_until(lambda: complete(first), 20, "registration is complete")
        result.check("all connected", len(talk.handshakes) == options.users)
        running.pass_time(5)

        frozen = time.time()
        running.freeze(first)
        running.pass_time(1)  # Messages go out that it will never read.
        running.kill(first)
        killed = time.time()
        running.pass_time(RETRY)  # Nobody listens; retries fail.
        window = RETRY + 5        # Whoever is not back by its end is a stranger.
        second, _ = running.start_server(certificate, window, "--defense", defense, address=address)
        listening = second.lines[0].at
        running.await_until(lambda: complete(second), window + 10, "registration again")
        opened = second.lines[-1].at
        back = talk.connected_since(listening)
        problems = talk.drain()
        unusual = second.complaints()
        codes = running.stop(talk.client), running.stop(second)

    fates = talk.fates
    late = max(talk.handshakes.values()) - listening
    unread = sum(frozen <= at < killed for at in fates.sent.values())
    queued = sum(killed <= at < opened for at in fates.sent.values())
    result.figure("last user back after", late, "s")
    result.figure("messages sent", len(fates.sent))
    result.figure("of them sent in its last second, when it stood still", unread)
    result.figure("of them sent from then until messages flowed again", queued)
    result.check("all are back within retry + 5 s", back == options.users and late <= RETRY + 5,
                 ["%d of %d, the last after %.1f s" % (back, options.users, late)])
    result.check("some were under way, and some queued", unread and queued)
    result.check_none("none was lost or came twice", problems)
    result.check_none("the new server has nothing to complain of", unusual)
    result.check("both ended in good order", codes == (0, 0), ["exit codes: %s %s" % codes])
    return result


class Attack:
    """A server with well-behaved users, and hostile clients beside them."""

    def __init__(self, running, result):
        self.running = running
        self.result = result
        self.address = None
        self.members = {}  # Registered while that was possible.
        self.failures = []

    def handle(self, line):
        """A line of the server's."""
        if line.fields[0] == "failed":
            self.failures.append(",".join(line.fields))

    def register(self, user, **settings):
        connection = hostile.connect_tls(self.address, **settings)
        connection.sendall(hostile.handshake(user, "mallory"))
        self.members[user] = connection

    def expect(self, name, connection, words, seconds=LIMIT):
        """That the server closes it within `seconds`, and its log says `words`."""
        try:
            hostile.read_until_closed(connection, seconds + 5)
            closed = True
        except TimeoutError:
            closed = False
        connection.close()
        self.expect_line(name, words, closed)

    def expect_line(self, name, words, closed=True):
        try:
            self.running.await_until(lambda: self.said(words), 5, words)
        except programs.Trouble:
            pass
        self.result.check("%s: closed, and the log says why" % name, closed and self.said(words),
                          ["closed: %s; expected: %s" % (closed, words)] + self.failures[-5:])

    def said(self, words):
        return any(words in failure for failure in self.failures)

    def run(self):
        """All of them at once, as far as each is to be closed by a limit."""
        silent = hostile.connect(self.address)
        nameless = hostile.connect_tls(self.address)
        self.flood()
        self.break_off()
        self.talk_nonsense()
        self.ask_for_what_is_not_there()
        self.expect("says nothing", silent, "failed,tls,no TLS connection within %d s" % LIMIT)
        self.expect("says nothing after TLS", nameless,
                    "failed,handshake,not whole after %d s" % LIMIT)
        self.expect_line("never reads",
                         "deaf in mallory: the peer took nothing within %d s" % LIMIT)
        self.members["deaf"].close()

    def flood(self):
        """Much is sent to one that never reads: more than the kernel keeps."""
        flooder = self.members["flooder"]
        for number in range(6000):  # 13 MB
            flooder.sendall(hostile.message("flooder", "mallory", number, 2240))

    def break_off(self):
        member = self.members["mid-message"]
        member.sendall(hostile.message("mid-message", "mallory", 0, 2240)[:1000])
        hostile.die(member)
        self.expect_line("dies mid-message", "failed,receive,mid-message in mallory: ")
        defended = hostile.connect_tls(self.address)
        size = population.CELL_SIZE
        defended.sendall(hostile.opening(size, size) + bytes(size // 2))
        accepted = hostile.refusal(defended.recv(size)) is None
        hostile.die(defended)
        self.running.await_until(lambda: self.said("reset by peer"), 5, "a reset is told")
        self.expect_line("dies mid-cell", "failed,handshake,", closed=accepted)

    def talk_nonsense(self):
        for name, said, words in (
                ("TLS garbage", b"\x16\x03\x01\x02\x00" + b"\xa5" * 600, "failed,tls,"),
                ("plain HTTP", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "http request")):
            connection = hostile.connect(self.address)
            connection.sendall(said)
            self.expect(name, connection, words)
        huge = hostile.connect_tls(self.address)
        huge.sendall(b"\x7f\xff\xff\xff" * 4)
        self.expect("a name of 2 GB", huge, "failed,handshake,")

    def ask_for_what_is_not_there(self):
        connection = hostile.connect_tls(self.address)
        connection.sendall(hostile.opening(1024, 1024))
        answer = hostile.read_until_closed(connection, 10)
        reason = hostile.refusal(answer) or ""
        self.result.check("another defense: refused with a reason", "cell" in reason, [reason])
        self.expect_line("another defense", reason.replace(",", ";"))  # One field.


def hostile_clients(options):
    """Beside well-behaved ones, who must not notice."""
    users = max(20, options.users // 5)
    result = report.Report("hostile clients beside %d users" % users)
    with programs.Programs() as running:
        certificate = population.make_certificate(running.folder)
        defense = population.write_server_defense(running.folder / "defense.yaml")
        attack = Attack(running, result)
        server, attack.address = running.start_server(
            certificate, REGISTRATION, "--defense", defense, "--handshake-limit", LIMIT,
            "--write-stall-limit", LIMIT, on_line=attack.handle)
        talk = Talk(running, half_defended(users), REGISTRATION + 20, attack.address,
                    bootstrap=REGISTRATION)
        attack.register("flooder")
        attack.register("mid-message")
        attack.register("deaf", receive_buffer=4096)
        running.await_until(lambda: complete(server), 20, "registration is complete")
        before = server.resident_kib()
        attack.run()
        after = server.resident_kib()
        attack.members["flooder"].close()
        problems = talk.drain()
        codes = running.stop(talk.client), running.stop(server)
        result.check_none("the others: nothing was lost or came twice", problems)
        result.check_none("the others: no error line", talk.client.complaints())
        result.check_none("nothing on stderr",
                          [said for said in server.said if not programs.USUAL.search(said)])
        result.check("both ended in good order", codes == (0, 0), ["exit codes: %s %s" % codes])
        result.figure("messages of the others", len(talk.fates.sent))
        result.figure("round trip of the others, 99 %",
                      1e3 * report.percentile(talk.fates.round_trips(), 0.99), "ms")
        result.figure("the server's memory grew by", after - before, "KiB")
    return result


def expired_certificate(_):
    """Taken, with a warning; clients check none."""
    result = report.Report("an expired certificate")
    with programs.Programs() as running:
        certificate = population.make_expired_certificate(running.folder)
        server, address = running.start_server(certificate, 1)
        people = population.Population.of(4)
        talk = Talk(running, people, 4, address, stagger=0)
        problems = talk.drain()
        result.check("the server warns", any("expired" in said for said in server.said),
                     server.said)
        result.check("clients connect", len(talk.handshakes) == 4)
        result.check_none("their messages arrive", problems)
        running.stop(talk.client)
        running.stop(server)
    return result


def no_defense_there(_):
    """Who asks for a defense never talks without one."""
    result = report.Report("a server without a defense")
    with programs.Programs() as running:
        certificate = population.make_certificate(running.folder)
        server, address = running.start_server(certificate, 1)
        people = population.Population.of(4, [("interspace", 1)])
        talk = Talk(running, people, 3, address, stagger=0)
        refused = people.with_defense("interspace")
        running.pass_time(3)
        errors = [",".join(line.fields) for line in talk.client.lines if line.what == "error"]
        failures = [",".join(line.fields) for line in server.lines if line.fields[0] == "failed"]
        registered = {line.fields[1] for line in server.lines if line.fields[0] == "register"}
        result.check("refused with a reason", errors and all("defense" in e for e in errors),
                     errors)
        result.check("the server's log says why", any("defense" in f for f in failures), failures)
        result.check("the others are served",
                     registered == {user.name for user in people.users} - refused, registered)
        running.stop(talk.client)
        running.stop(server)
    return result


def port_in_use(_):
    result = report.Report("a port in use")
    with programs.Programs() as running:
        certificate = population.make_certificate(running.folder)
        first, address = running.start_server(certificate, 1)
        second = running.start("mgen-server", *certificate, address)
        code = running.await_end(second)
        said = " ".join(second.said)
        result.check("exit code 1", code == 1, ["it is %s" % code])
        result.check("it says what to do", address.rsplit(":")[-1] in said and "in use" in said,
                     [said])
        result.check("one line", len(second.said) == 1, second.said)
        result.check("the first goes on", running.stop(first) == 0)
    return result


def few_files_for_clients(_):
    result = report.Report("a client with too few open files")
    with programs.Programs() as running:
        people = population.Population.of(100)
        client = running.start("mgen-client",
                               people.write(running.folder / "users", "127.0.0.1:9"), files=64)
        code = running.await_end(client)
        said = " ".join(client.said)
        result.check("exit code 1", code == 1, ["it is %s" % code])
        result.check("it says what to do", "ulimit -n 132" in said, [said])
    return result


def few_files_for_the_server(_):
    """Those it has are served; it says once that it can take no more."""
    result = report.Report("a server with too few open files")
    with programs.Programs() as running:
        certificate = population.make_certificate(running.folder)
        server, address = running.start_server(certificate, REGISTRATION, files=48)
        talk = Talk(running, population.Population.of(20), REGISTRATION + 12, address, stagger=1)
        running.await_until(lambda: len(talk.handshakes) == 20, 10, "the first are connected")
        strangers = [hostile.connect(address) for _ in range(60)]  # The kernel queues them.
        running.await_until(lambda: complete(server), 20, "registration is complete")
        problems = talk.drain()
        warnings = [said for said in server.said if "open files" in said]
        result.check("it says once what to do", len(warnings) == 1 and "ulimit" in warnings[0],
                     server.said)
        result.check("those it has talk", talk.fates.sent)
        result.check_none("nothing of theirs was lost", problems)
        for stranger in strangers:
            stranger.close()
        codes = running.stop(talk.client), running.stop(server)
        result.check("both ended in good order", codes == (0, 0), ["exit codes: %s %s" % codes])
    return result


CASES = {case.__name__: case for case in (
    killed_server, hostile_clients, no_defense_there, expired_certificate, port_in_use,
    few_files_for_clients, few_files_for_the_server)}


def main():
    parser = report.arguments(__doc__)
    parser.add_argument("--users", type=int, default=500, metavar="N",
                        help="under the server that is killed; a fifth beside hostile ones (500)")
    parser.add_argument("--only", choices=sorted(CASES), help="one of the cases")
    options = parser.parse_args()
    if options.users < 20:
        parser.error("--users: at least 20")
    cases = [CASES[options.only]] if options.only else CASES.values()
    return report.finish(options, [case(options) for case in cases])


if __name__ == "__main__":
    sys.exit(programs.run(main))
