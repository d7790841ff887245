"""An application under the real server, on the loop of the test."""

from contextlib import asynccontextmanager

import uvicorn


@asynccontextmanager
async def served(app, port):
    config = uvicorn.Config(app, port=port, log_config=None, access_log=False)
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
