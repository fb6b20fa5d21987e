"""An SMTP server that takes every mail: `python -m devtools.mail.sink --port N`.

Our own seventy lines, not aiosmtpd, which reads a mail line by line and so takes
fewer a second than the marketplace sends: a benchmark would measure the sink.
"""

import argparse
import asyncio
import re
import signal
from collections.abc import Callable

from devtools.mail import mailbox

EXTENSIONS = ("Handloop", "8BITMIME", "SMTPUTF8", "PIPELINING", "SIZE 52428800")
END_OF_DATA = b"\r\n.\r\n"
LONGEST_LINE = 4096
LARGEST_MAIL = 52_428_800


class Conversation(asyncio.Protocol):
    """One connection, after RFC 5321: commands a line each, then the mail whole."""

    def __init__(self) -> None:
        """Nothing has been said yet."""
        self.transport: asyncio.Transport | None = None
        self.buffer = bytearray()
        self.receiving = False
        self.searched = 0
        self.sender: str | None = None
        self.recipients: list[str] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        if isinstance(transport, asyncio.Transport):
            self.transport = transport
        self._say("220 Handloop takes every mail and posts none")

    def data_received(self, data: bytes) -> None:
        """Do what has come in whole; the rest waits for more."""
        self.buffer += data
        while self._take_mail() if self.receiving else self._take_line():
            pass
        limit = LARGEST_MAIL if self.receiving else LONGEST_LINE
        if len(self.buffer) > limit and self.transport is not None:
            self._say("552 Too long")
            self.transport.close()

    def _take_line(self) -> bool:
        line, end, rest = self.buffer.partition(b"\r\n")
        if not end:
            return False
        self.buffer = rest
        verb, _, argument = line.decode(errors="replace").partition(" ")
        self.COMMANDS.get(verb.upper(), Conversation._unknown)(self, argument)
        return True

    def _take_mail(self) -> bool:
        end = self.buffer.find(END_OF_DATA, self.searched)
        if end < 0:
            self.searched = max(0, len(self.buffer) - len(END_OF_DATA))
            return False
        # The first line end is the one put before the mail, to find an empty one.
        content = bytes(self.buffer[2 : end + 2]).replace(b"\r\n..", b"\r\n.")
        del self.buffer[: end + len(END_OF_DATA)]
        self.receiving = False
        mail = mailbox.store(
            content, sender=self.sender or "", recipients=self.recipients
        )
        self._forget()
        self._say(f"250 Kept as {mail.key}")
        return True

    def _hello(self, argument: str) -> None:
        self._forget()
        *first, last = EXTENSIONS
        self._say("\r\n".join([*(f"250-{word}" for word in first), f"250 {last}"]))

    def _mail(self, argument: str) -> None:
        self._forget()
        self.sender = _address(argument, "FROM")
        self._say("501 Whom from?" if self.sender is None else "250 OK")

    def _rcpt(self, argument: str) -> None:
        recipient = _address(argument, "TO")
        if self.sender is None:
            self._say("503 MAIL comes first")
        elif not recipient:
            self._say("501 Whom to?")
        else:
            self.recipients.append(recipient)
            self._say("250 OK")

    def _data(self, argument: str) -> None:
        if not self.recipients:
            self._say("503 RCPT comes first")
            return
        self.receiving, self.searched = True, 0
        self.buffer[:0] = b"\r\n"
        self._say("354 Go on, and end with a dot on its own line")

    def _reset(self, argument: str) -> None:
        self._forget()
        self._say("250 OK")

    def _nothing(self, argument: str) -> None:
        self._say("250 OK")

    def _quit(self, argument: str) -> None:
        self._say("221 Goodbye")
        if self.transport is not None:
            self.transport.close()

    def _unknown(self, argument: str) -> None:
        self._say("502 Not spoken here")

    def _forget(self) -> None:
        self.sender, self.recipients = None, []

    def _say(self, answer: str) -> None:
        if self.transport is not None:
            self.transport.write(f"{answer}\r\n".encode())

    COMMANDS: dict[str, Callable[["Conversation", str], None]] = {
        "EHLO": _hello,
        "HELO": _hello,
        "MAIL": _mail,
        "RCPT": _rcpt,
        "DATA": _data,
        "RSET": _reset,
        "NOOP": _nothing,
        "QUIT": _quit,
    }


def _address(argument: str, word: str) -> str | None:
    found = re.match(rf"{word}:\s*<([^<>\s]*)>", argument, re.IGNORECASE)
    return found[1] if found else None


async def serve(port: int) -> None:
    """Take mail until told to stop."""
    mailbox.directory().mkdir(parents=True, exist_ok=True)
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stopped.set)
    server = await loop.create_server(Conversation, host="127.0.0.1", port=port)
    await stopped.wait()
    server.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=1025)
    asyncio.run(serve(parser.parse_args().port))
