"""What goes in and out of the locked room: a line of JSON that says how long the files
after it are, then the files."""

import json
from typing import Any, BinaryIO

Message = tuple[dict[str, Any], list[bytes]]


def put(pipe: BinaryIO, message: Message) -> None:
    """An order or an answer into a pipe."""
    told, files = message
    head = told | {"lengths": [len(file) for file in files]}
    pipe.write(json.dumps(head).encode() + b"\n")
    for file in files:
        pipe.write(file)
    pipe.flush()


def take(pipe: BinaryIO) -> Message | None:
    """The next one out of a pipe; None when the other side has gone."""
    line = pipe.readline()
    if not line.endswith(b"\n"):
        return None
    told: dict[str, Any] = json.loads(line)
    lengths = told.pop("lengths")
    files = [pipe.read(length) for length in lengths]
    return (told, files) if [len(file) for file in files] == lengths else None
