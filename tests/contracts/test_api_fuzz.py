"""The API against its own description: whatever it is sent, it answers as declared and never with a 500."""

import asyncio
import threading
from concurrent.futures import Future

import pytest
import requests
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from callcenter.app.settings_loading import load_settings
from callcenter.app.web import create_app
from callcenter.app.wiring import Platform
from callcenter.identity import Role
from callcenter.identity.passwords import Passwords
from fakes.free_ports import free_port
from fakes.platform_app import CHEAP, PASSWORD, add_people

pytestmark = pytest.mark.contract
EXAMPLES = 3


def never_a_500(_context, response, _case):
    """A 503 that is declared is an answer: there is no Asterisk here."""
    assert response.status_code != 500


CHECKS = [
    never_a_500,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The application under a real server in a thread of its own."""
    port = free_port()
    chosen = load_settings(
        data_dir=tmp_path_factory.mktemp("fuzz"), web_port=port, ami_port=free_port(), _env_file=None
    )
    platform = Platform(chosen, passwords=Passwords(CHEAP))
    server = uvicorn.Server(
        uvicorn.Config(create_app(chosen, platform=platform), port=port, log_config=None, access_log=False)
    )
    started: Future[None] = Future()

    async def serve():
        sockets = [server.config.bind_socket()]
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup(sockets=sockets)
        await add_people(platform)
        started.set_result(None)
        await server.main_loop()
        await server.shutdown(sockets=sockets)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    started.result(timeout=20)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)


# The server's thread draws random numbers meanwhile; hypothesis takes them for its strategies' own.
@pytest.mark.filterwarnings("ignore:Do not use the `random` module")
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.AGENT])
def test_every_answer_is_as_declared(address, role):
    session = requests.Session()
    session.headers["X-Callcenter"] = "1"
    answer = session.post(f"{address}/api/session", json={"name": role.value, "password": PASSWORD})
    assert answer.status_code == 200
    schema = schemathesis.openapi.from_url(f"{address}/api/openapi.json")
    for found in schema.get_all_operations():
        assert isinstance(found, Ok), found
        operation = found.ok()
        if not operation.path.startswith("/api/") or operation.label == "DELETE /api/session":
            continue

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        )
        @given(case=operation.as_strategy())
        def answers_as_declared(case):
            case.call_and_validate(session=session, checks=CHECKS)

        answers_as_declared()
    session.close()
