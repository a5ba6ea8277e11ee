"""The network between the machines of a cluster: ports that can be made to refuse.

`python -m operation.cluster.relay` takes a command a line, as JSON, and answers each with a line:
`["open", "name", port, target]`, `["cut", "name"]`, `["mend", "name"]`. What is cut refuses new
connections and breaks those there are.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from scripts.running import ROOT


@dataclass
class Line:
    """One port, and what goes through it."""

    port: int
    target: int
    server: asyncio.Server | None = None
    through: set[asyncio.StreamWriter] = field(default_factory=set)

    async def open(self) -> None:
        self.server = await asyncio.start_server(self.carry, "127.0.0.1", self.port)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = {writer}
        self.through.add(writer)
        with suppress(OSError):
            onward, back = await asyncio.open_connection("127.0.0.1", self.target)
            ends.add(back)
            self.through.add(back)
            await asyncio.gather(pump(reader, back), pump(onward, writer))
        for end in ends:
            end.close()
        self.through -= ends

    def cut(self) -> None:
        if self.server is not None:
            self.server.close()
        for writer in self.through:
            writer.transport.abort()
        self.through.clear()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()
    with suppress(OSError, RuntimeError):
        writer.close()


async def serve() -> None:
    lines: dict[str, list[Line]] = defaultdict(list)
    commands = asyncio.StreamReader()
    loop = asyncio.get_running_loop()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(commands), sys.stdin)
    while text := await commands.readline():
        command, name, *rest = json.loads(text)
        if command == "open":
            lines[name].append(Line(*rest))
            await lines[name][-1].open()
        for line in lines[name]:
            if command == "cut":
                line.cut()
            elif command == "mend":
                await line.open()
        print("ok", flush=True)


class Network:
    """The process that carries, told what to do."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "operation.cluster.relay"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def tell(self, *words: Any) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(words).encode() + b"\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == b"ok\n", words

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()


if __name__ == "__main__":
    asyncio.run(serve())
