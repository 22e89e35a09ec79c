"""Who talks to whom: users, groups, defenses, and the files that say so."""

import collections
import itertools
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
MACHINES = ROOT / "docs/examples/machines"
CELL_SIZE = 512

# Lively chat: a message each few seconds while somebody is active, and a new
# start about three times a minute. Made up, to put load on the programs.
LIVELY = {
    "s": 0.5,
    "r": 0.5,
    "m": {"distribution": "Geometric", "p": 0.4},
    "i": {"distribution": "Exp", "lambda": 0.05},
    "w": {"distribution": "Uniform", "low": 5, "high": 15},
    "a_s": {"distribution": "Exp", "lambda": 0.2},
    "a_r": {"distribution": "Exp", "lambda": 0.2},
}

# Three fifths talk in pairs, the others in groups of 3 to 5: 50 users a round.
GROUP_SIZES = [2] * 15 + [3, 4, 5, 3, 5]

# Each user is in one group. `defense`: a name of machines, or None.
User = collections.namedtuple("User", "name group defense")


class Population:
    def __init__(self, users):
        self.users = users

    @classmethod
    def of(cls, count, defended=()):
        """`count` users (at least 2); `defended`: pairs of a defense and how many."""
        groups = _groups(count)
        defenses = [name for name, share in defended for _ in range(share)]
        # Spread evenly, so that each defense meets pairs and groups, and others.
        chosen = {i * count // len(defenses): name
                  for i, name in enumerate(_mixed(defenses))} if defenses else {}
        return cls([User("u%05d" % i, group, chosen.get(i)) for i, group in enumerate(groups)])

    def plain(self):
        """The same without defenses."""
        return Population([user._replace(defense=None) for user in self.users])

    def members(self):
        members = collections.defaultdict(set)
        for user in self.users:
            members[user.group].add(user.name)
        return dict(members)

    def with_defense(self, defense):
        return {user.name for user in self.users if user.defense == defense}

    def write(self, folder, server, **settings):
        """A configuration a user into `folder`; the pattern that names them all.

        `settings`: bootstrap, retry, distributions, if not the usual ones.
        """
        folder = pathlib.Path(folder)
        folder.mkdir()
        for user in self.users:
            config = {
                "user": user.name,
                "message_server": server,
                "web_server": server,
                "bootstrap": 0,
                "retry": 5,
                "distributions": LIVELY,
                "conversations": [{"group": user.group}],
            }
            config.update(settings)
            if user.defense:
                config["defense"] = client_defense(user.defense)
            (folder / (user.name + ".yaml")).write_text(json.dumps(config))  # JSON is YAML.
        return str(folder / "*.yaml")


def client_defense(name):
    both = MACHINES / (name + ".txt")
    machines = both if both.exists() else MACHINES / (name + "_client.txt")
    return {"machines": str(machines), "cell_size": CELL_SIZE}


def write_server_defense(path):
    """The server has one defense, for all that ask for one: Interspace's side."""
    defense = {"machines": str(MACHINES / "interspace_server.txt"), "cell_size": CELL_SIZE}
    pathlib.Path(path).write_text(json.dumps(defense))
    return str(path)


def make_certificate(folder):
    """A fresh pair of files: certificate and key."""
    subprocess.run([ROOT / "tools/make-cert", str(folder)], check=True, stdout=subprocess.DEVNULL)
    return str(pathlib.Path(folder) / "server.crt"), str(pathlib.Path(folder) / "server.key")


def make_expired_certificate(folder):
    """The same, of a certificate that ended in 2020."""
    folder = pathlib.Path(folder)
    certificate, key, request = folder / "old.crt", folder / "old.key", folder / "old.csr"
    (folder / "index.txt").touch()
    (folder / "ca.conf").write_text(
        "[ca]\ndefault_ca = own\n[own]\ndatabase = %s/index.txt\nnew_certs_dir = %s\n"
        "default_md = sha256\npolicy = any\nrand_serial = yes\n[any]\ncommonName = supplied\n"
        % (folder, folder))
    _openssl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
             "-subj", "/CN=localhost", "-out", request, "-keyout", key)
    _openssl("ca", "-batch", "-selfsign", "-notext", "-config", folder / "ca.conf",
             "-keyfile", key, "-in", request, "-out", certificate,
             "-startdate", "20190101000000Z", "-enddate", "20200101000000Z")
    return str(certificate), str(key)


def _openssl(*arguments):
    subprocess.run(["openssl", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def _groups(count):
    """The group of each of `count` users; nobody is left alone."""
    groups = []
    for size in itertools.cycle(GROUP_SIZES):
        left = count - len(groups)
        if size >= left - 1:
            size = left
        groups += ["g%05d" % len(groups)] * size
        if size == left:
            return groups


def _mixed(names):
    """The rare ones among the frequent ones, evenly."""
    counts = collections.Counter(names)
    places = [((i + 0.5) / count, name) for name, count in counts.items() for i in range(count)]
    return [name for _, name in sorted(places)]
