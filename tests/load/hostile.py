"""Clients that do not behave: each does one thing wrong to a message server."""

import socket
import ssl
import struct
import time

# An opening cell: token, version, cell sizes of both directions (stream.h).
TOKEN = b"\xf3cells\r\n"
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: closing says no goodbye.


def connect(address):
    host, port = address.rsplit(":", 1)
    return socket.create_connection((host, int(port)), timeout=10)


def connect_tls(address, receive_buffer=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    raw = connect(address)
    if receive_buffer:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    return context.wrap_socket(raw)


def string(text):
    return struct.pack(">I", len(text)) + text.encode()


def handshake(user, group):
    return string(user) + string(group)


def message(user, group, number, body):
    """Header and body: `body` bytes of zeros, 160 to 2240."""
    length = 20 + len(user) + len(group)
    return (struct.pack(">I", length) + string(user) + string(group)
            + struct.pack(">II", number, body) + bytes(body))


def opening(client_cells, server_cells):
    cell = TOKEN + struct.pack(">BHH", 1, client_cells, server_cells)
    return cell.ljust(client_cells, b"\0")


def refusal(answer):
    """The reason that a server's first cell gives; None if it accepts."""
    if not answer.startswith(TOKEN) or len(answer) < 11:
        raise ValueError("no opening cell: %r" % answer[:20])
    verdict, length = answer[9], answer[10]
    return answer[11:11 + length].decode() if verdict else None


def read_until_closed(connection, seconds):
    """All it sends until it closes; raises TimeoutError if that takes longer."""
    deadline = time.monotonic() + seconds
    read = b""
    while True:
        connection.settimeout(max(0.01, deadline - time.monotonic()))
        try:
            chunk = connection.recv(65536)
        except TimeoutError:
            raise
        except OSError:  # A reset, or an end without TLS's goodbye.
            return read
        if not chunk:
            return read
        read += chunk


def die(connection):
    """Gone at once, by a reset."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    connection.close()
