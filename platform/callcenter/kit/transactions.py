"""One request, one transaction: what an endpoint asks for decides which (ADR 0030).

`scope="function"` ends the dependency before the answer is sent: nobody is told of a success that the
commit then refuses.
"""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from callcenter.kit.db import Database, ReadSession, WriteSession


def database_of(connection: HTTPConnection) -> Database:
    """The database that the composition root put into the application's state."""
    database = connection.app.state.database
    assert isinstance(database, Database)
    return database


async def _reading(connection: HTTPConnection) -> AsyncGenerator[ReadSession]:
    async with database_of(connection).read() as session:
        yield session


async def _writing(connection: HTTPConnection) -> AsyncGenerator[WriteSession]:
    async with database_of(connection).write() as session:
        yield session


Reading = Annotated[ReadSession, Depends(_reading, scope="function")]
Writing = Annotated[WriteSession, Depends(_writing, scope="function")]
