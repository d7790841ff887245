"""Whether the sessions of open live connections go on."""

import asyncio

from starlette.requests import HTTPConnection

from callcenter.identity.person import CurrentPerson
from callcenter.identity.requests import person_of
from callcenter.identity.sessions import COOKIE
from callcenter.live.connection import FRESH_SECONDS


class SessionChecks:
    """Answers all connections of a session with one question, and asks one question at a time: many walls
    that ask in the same second must not take the database's connections from everybody else."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._answers: dict[str, tuple[float, CurrentPerson | None]] = {}

    async def person(self, socket: HTTPConnection) -> CurrentPerson | None:
        token, clock = socket.cookies.get(COOKIE, ""), asyncio.get_running_loop().time
        async with self._turn:
            self._answers = {
                key: answer for key, answer in self._answers.items() if clock() - answer[0] < FRESH_SECONDS
            }
            if token not in self._answers:
                self._answers[token] = clock(), await person_of(socket)
            return self._answers[token][1]
