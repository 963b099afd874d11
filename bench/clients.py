"""Clients in processes of their own, so that no side's listeners, caches or garbage are another's."""

import gc
import multiprocessing
import resource
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bench.step_peers import SIDES

SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True)
class Done:
    """What a client's steps took: its own CPU, its server process's, and each step's time on the wall."""

    client: float
    server: float
    walls: tuple[float, ...]
    began: float
    ended: float

    @property
    def cpu(self) -> float:
        """Both together, per step."""
        return (self.client + self.server) / len(self.walls)


class Client:
    """A process that takes steps of one side when told to."""

    def __init__(self, side: str, where: Any) -> None:
        self.pipe, other = SPAWN.Pipe()
        self.process = SPAWN.Process(target=_serve, args=(other, side, where), daemon=True)
        self.process.start()
        other.close()
        self.answer()

    def ask(self, numbers: Sequence[str]) -> None:
        """Take these steps; the answer is waited for apart, so that several clients work at once."""
        self.pipe.send(list(numbers))

    def answer(self) -> Any:
        """What the client did; its own failure is raised here."""
        said = self.pipe.recv()
        if isinstance(said, BaseException):
            raise said
        return said

    def steps(self, numbers: Sequence[str]) -> Done:
        """Take these steps and wait."""
        self.ask(numbers)
        done: Done = self.answer()
        return done

    def end(self) -> None:
        """Let the process go."""
        self.pipe.send(None)
        self.process.join(timeout=20)


def _serve(pipe: Connection, side: str, where: Any) -> None:
    try:
        client = SIDES[side](where)
        backend = client.backend()
        pipe.send(backend)
        while (numbers := pipe.recv()) is not None:
            pipe.send(_take(client, backend, numbers))
    except BaseException as error:  # noqa: BLE001  # the parent raises it
        pipe.send(RuntimeError(f"{side}: {type(error).__name__}: {error}"))


def _take(client: Any, backend: int, numbers: Sequence[str]) -> Done:
    gc.collect()
    walls, own, server, began = [], _own_cpu(), _server_cpu(backend), time.time()
    for number in numbers:
        start = time.perf_counter()
        client.step(number)
        walls.append(time.perf_counter() - start)
    return Done(_own_cpu() - own, _server_cpu(backend) - server, tuple(walls), began, time.time())


def _own_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def _server_cpu(backend: int) -> float:
    """Seconds on a processor of the server process that serves the client's one connection."""
    if not backend:
        return 0.0
    return int(Path(f"/proc/{backend}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9
