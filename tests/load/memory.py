"""What a thousand users cost in resident memory, on each side.

The server: what it holds once all are connected and idle, less what it held
while it listened to nobody. The client: what it holds then, less what a client
of one user holds who has not dialed yet. So the code that the first connection
touches counts as theirs, and nothing that they need is left out.
"""

import sys

import population
import programs
import report

STAGGER = 5         # Seconds over which the users connect.
REGISTRATION = 8
SETTLE = 5          # Seconds from there, for handshakes' memory to be given back.
LATE = 3600         # Seconds: nobody talks.
SERVER_LIMIT = 24   # KiB a plain connection.
CLIENT_LIMIT = 40   # KiB a plain user.


def client_before(running):
    """The memory of a client whose one user waits to connect."""
    one = population.Population.of(2)
    one.users = one.users[:1]
    client = running.start("mgen-client", one.write(running.folder / "one", "127.0.0.1:9"),
                           "--stagger", LATE)
    running.await_until(lambda: client.lines, 10, "the client waits")
    running.pass_time(1)
    resident = client.resident_kib()
    running.stop(client)
    return resident


def measure(people, result):
    """KiB of the server a connection, and of the client a user."""
    with programs.Programs() as running:
        base = client_before(running)
        certificate = population.make_certificate(running.folder)
        defense = population.write_server_defense(running.folder / "defense.yaml")
        server, address = running.start_server(certificate, REGISTRATION, "--defense", defense)
        running.pass_time(1)
        listening = server.resident_kib()
        client = running.start(
            "mgen-client", people.write(running.folder / "users", address, bootstrap=LATE),
            "--stagger", STAGGER)
        running.await_until(lambda: server.lines[-1].fields[0].startswith("registration"),
                            REGISTRATION + 10, "registration is complete")
        running.pass_time(SETTLE)

        users = len(people.users)
        result.check_none("no error line, nothing unusual on stderr",
                          client.complaints() + server.complaints())
        connected = sum(line.what == "handshake" for line in client.lines)
        result.check("all are connected", connected == users, ["%d of %d" % (connected, users)])
        result.figure("server that listens to nobody", listening, "KiB")
        result.figure("client of one user who waits", base, "KiB")
        kib = ((server.resident_kib() - listening) / users, (client.resident_kib() - base) / users)
        running.stop(client)
        running.stop(server)
        return kib


def main():
    parser = report.arguments(__doc__)
    parser.add_argument("--users", type=int, default=1000, metavar="N", help="at least 100 (1000)")
    options = parser.parse_args()
    if options.users < 100:
        parser.error("--users: at least 100, or what is shared hides the rest")

    plain = report.Report("%d plain users" % options.users)
    server, client = measure(population.Population.of(options.users), plain)
    plain.check_at_most("server, a connection", server, SERVER_LIMIT, "KiB")
    plain.check_at_most("client, a user", client, CLIENT_LIMIT, "KiB")

    defended = report.Report("%d users by Interspace" % options.users)
    people = population.Population.of(options.users, [("interspace", options.users)])
    server, client = measure(people, defended)
    defended.figure("server, a connection", server, "KiB")
    defended.figure("client, a user", client, "KiB")
    return report.finish(options, [plain, defended])


if __name__ == "__main__":
    sys.exit(programs.run(main))
