"""The whole web application in this process: a fresh database, one person per role, no Asterisk."""

from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from argon2 import PasswordHasher
from fastapi import FastAPI

from callcenter.app.settings import Settings
from callcenter.app.settings_loading import load_settings
from callcenter.app.web import create_app
from callcenter.app.wiring import Platform
from callcenter.identity import SYSTEM, Role
from callcenter.identity.passwords import Passwords
from fakes.free_ports import free_port

PASSWORD = "correct horse battery"
ADDRESS = "http://platform.test"
CHANGES = {"X-Callcenter": "1", "Origin": ADDRESS}
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass
class RunningApp:
    app: FastAPI
    platform: Platform
    settings: Settings

    def client(self, **options) -> httpx.AsyncClient:
        """Nobody's client: signed in as nobody."""
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=ADDRESS, **options)

    @asynccontextmanager
    async def signed_in(self, role: Role):
        async with self.client(headers=CHANGES) as client:
            answer = await client.post("/api/session", json={"name": role.value, "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            yield client


@asynccontextmanager
async def running_app(data_dir, **given):
    settings = load_settings(**{"data_dir": data_dir, "ami_port": free_port(), "_env_file": None, **given})
    platform = Platform(settings, passwords=Passwords(CHEAP))
    app = create_app(settings, platform=platform)
    async with app.router.lifespan_context(app):
        await add_people(platform)
        yield RunningApp(app, platform, settings)


async def add_people(platform: Platform) -> None:
    password_hash = await platform.identity.passwords.hash(PASSWORD)
    async with platform.database.write() as session:
        for role in Role:
            await platform.identity.add_person(
                session,
                name=role.value,
                display_name=role.value.title(),
                password_hash=password_hash,
                roles=frozenset({role}),
                company_id=platform.settings.company_id,
                by=SYSTEM,
            )
