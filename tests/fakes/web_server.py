"""An application under the real server, on the loop of the test."""

from contextlib import asynccontextmanager

import uvicorn

from callcenter.app.running import SERVER


@asynccontextmanager
async def served(app, port):
    config = uvicorn.Config(app, port=port, **SERVER)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    sockets = [config.bind_socket()]
    await server.startup(sockets=sockets)
    assert server.started
    try:
        yield server
    finally:
        await server.shutdown(sockets=sockets)
