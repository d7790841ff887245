"""Signing in: one answer for every wrong pair, a pause after too many, sessions that end."""

import asyncio

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update

from callcenter.identity import SYSTEM, Identity, Role
from callcenter.identity.models import AuditRow, Person, SignedInSession
from callcenter.identity.passwords import Passwords
from callcenter.identity.service import NameTaken, RolesConflict
from callcenter.identity.sessions import SessionLimits
from callcenter.identity.sign_in import (
    ATTEMPTS_PER_ADDRESS,
    FAILURES_BEFORE_LOCK,
    LOCKED_FOR_US,
    TooManyAttempts,
    WrongCredentials,
)
from callcenter.kit.clock import SECOND
from callcenter.kit.db import Database, make_engine
from callcenter.kit.problems import InvalidInput
from callcenter.tenancy.service import ensure_company

pytestmark = pytest.mark.integration
PASSWORD = "correct horse battery"
ALICE = "alice"


class HandClock:
    def __init__(self):
        self.at_us = 1_763_764_000 * SECOND

    def now_us(self):
        return self.at_us


@pytest.fixture
def clock():
    return HandClock()


@pytest.fixture
async def identity(database_url, clock):
    database = Database(make_engine(database_url))
    passwords = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    limits = SessionLimits(idle_us=600 * SECOND, absolute_us=3600 * SECOND)
    identity = Identity.build(database, clock, suite="sm", limits=limits, passwords=passwords)
    async with database.write() as session:
        await ensure_company(session, company_id="demo01", name="演示", at_us=1)
    await add(identity, ALICE, frozenset({Role.SUPERVISOR}))
    yield identity
    await database.close()


async def add(identity, name, roles):
    password_hash = await identity.passwords.hash(PASSWORD)
    async with identity.database.write() as session:
        return await identity.add_person(
            session,
            name=name,
            display_name=name.title(),
            password_hash=password_hash,
            roles=roles,
            company_id="demo01",
            by=SYSTEM,
        )


async def find(identity, token):
    async with identity.database.read() as session:
        return await identity.sessions.find(session, token)


async def tags(identity):
    async with identity.database.read() as session:
        return (await session.scalars(select(AuditRow.tag).order_by(AuditRow.number))).all()


async def last_row(identity):
    async with identity.database.read() as session:
        found = select(AuditRow.tag, AuditRow.detail).order_by(AuditRow.number.desc()).limit(1)
        return tuple((await session.execute(found)).one())


async def sign_in(identity, name=ALICE, password=PASSWORD, address="192.0.2.1"):
    return await identity.sign_in(name=name, password=password, address=address)


async def fail(identity, name=ALICE, address="192.0.2.1"):
    with pytest.raises(WrongCredentials) as refused:
        await sign_in(identity, name=name, password="wrong password", address=address)
    return refused.value


class TestSignIn:
    async def test_gives_a_token_that_finds_the_person(self, identity):
        person = await find(identity, await sign_in(identity))
        assert person.name == ALICE
        assert person.roles == {Role.SUPERVISOR}
        assert person.company_id == "demo01"

    async def test_stores_no_token(self, identity):
        token = await sign_in(identity)
        async with identity.database.read() as session:
            [key] = (await session.scalars(select(SignedInSession.key))).all()
        assert token.encode() not in key
        assert len(key) == 32

    async def test_answers_the_same_for_a_wrong_name_and_a_wrong_password(self, identity):
        assert (await fail(identity)).zh == (await fail(identity, "nobody")).zh

    async def test_is_audited_either_way(self, identity):
        await sign_in(identity)
        await fail(identity)
        await fail(identity, "nobody")
        assert (await tags(identity))[-3:] == [
            "person:session:started",
            "person:session:refused",
            "person:session:refused",
        ]

    async def test_does_not_write_down_a_stranger_s_name(self, identity):
        await fail(identity, "my-password-in-the-wrong-field")
        async with identity.database.read() as session:
            rows = (await session.scalars(select(AuditRow))).all()
        assert all("wrong-field" not in f"{row.person_name}{row.subject}{row.detail}" for row in rows)

    @pytest.mark.parametrize("name", [ALICE, "nobody"])
    async def test_pauses_for_a_name_after_too_many_failures(self, identity, clock, name):
        for _ in range(FAILURES_BEFORE_LOCK):
            await fail(identity, name)
        with pytest.raises(TooManyAttempts) as refused:
            await sign_in(identity, name=name)
        assert refused.value.headers == {"Retry-After": str(LOCKED_FOR_US // SECOND)}
        assert (await last_row(identity)) == ("person:session:refused", '{"reason":"name_paused"}')
        clock.at_us += LOCKED_FOR_US
        await fail(identity, name)

    async def test_counts_failures_that_come_at_once(self, identity):
        await asyncio.gather(*(fail(identity) for _ in range(FAILURES_BEFORE_LOCK)))
        with pytest.raises(TooManyAttempts):
            await sign_in(identity)

    async def test_a_success_forgives_earlier_failures(self, identity):
        for _ in range(3):
            for _ in range(FAILURES_BEFORE_LOCK - 1):
                await fail(identity)
            await sign_in(identity)

    async def test_pauses_for_an_address_that_tries_many_names(self, identity, clock, monkeypatch):
        monkeypatch.setattr("callcenter.identity.sign_in.ATTEMPTS_PER_ADDRESS", 3)
        for number in range(3):
            await fail(identity, f"name{number}")
        for _ in range(5):
            with pytest.raises(TooManyAttempts):
                await sign_in(identity)
        assert (await last_row(identity)) == ("person:session:refused", '{"reason":"address_paused"}')
        assert (await tags(identity)).count("person:session:refused") == 3 + 1
        await sign_in(identity, address="192.0.2.2")
        clock.at_us += 60 * SECOND
        await sign_in(identity)
        assert ATTEMPTS_PER_ADDRESS >= 30

    async def test_is_refused_to_somebody_who_left(self, identity):
        token = await sign_in(identity)
        async with identity.database.write() as session:
            await session.execute(update(Person).values(active=False))
        await fail(identity)
        assert await find(identity, token) is None


class TestSession:
    async def test_ends_when_idle_for_too_long(self, identity, clock):
        token = await sign_in(identity)
        clock.at_us += 599 * SECOND
        assert await find(identity, token) is not None
        clock.at_us += 599 * SECOND
        assert await find(identity, token) is not None
        clock.at_us += 600 * SECOND
        assert await find(identity, token) is None

    async def test_ends_at_its_absolute_limit_however_busy(self, identity, clock):
        token = await sign_in(identity)
        for _ in range(7):
            clock.at_us += 500 * SECOND
            await find(identity, token)
        clock.at_us += 100 * SECOND
        assert await find(identity, token) is None

    async def test_survives_a_restart_with_its_last_use(self, identity, clock):
        token = await sign_in(identity)
        clock.at_us += 500 * SECOND
        await find(identity, token)
        await identity.sessions.write_seen(identity.database)
        clock.at_us += 500 * SECOND
        again = Identity.build(
            identity.database, clock, suite="sm", limits=SessionLimits(600 * SECOND, 3600 * SECOND)
        )
        assert await find(again, token) is not None

    async def test_that_ran_out_is_removed(self, identity, clock):
        await sign_in(identity)
        clock.at_us += 601 * SECOND
        await identity.sessions.write_seen(identity.database)
        async with identity.database.read() as session:
            assert (await session.scalars(select(SignedInSession.key))).all() == []

    @pytest.mark.parametrize("token", ["", "x", "é" * 43, "a" * 43, "a" * 10_000])
    async def test_is_not_found_by_a_made_up_token(self, identity, token):
        assert await find(identity, token) is None


class TestAddPerson:
    async def test_refuses_a_name_twice(self, identity):
        with pytest.raises(NameTaken):
            await add(identity, ALICE, frozenset({Role.AGENT}))

    @pytest.mark.parametrize(
        "roles",
        [{Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN}, {Role.SECURITY_ADMIN, Role.AGENT}, set()],
    )
    async def test_keeps_the_three_administrators_apart(self, identity, roles):
        with pytest.raises(RolesConflict):
            await add(identity, "mallory", frozenset(roles))

    async def test_refuses_a_name_that_is_none(self, identity):
        with pytest.raises(InvalidInput):
            await add(identity, "a b", frozenset({Role.AGENT}))

    async def test_refuses_a_short_password(self, identity):
        with pytest.raises(InvalidInput):
            await identity.passwords.hash("short")


class TestNameCompany:
    async def test_writes_down_a_new_name_once(self, identity):
        for name in ("新名", "新名"):
            async with identity.database.write() as session:
                await identity.name_company(session, company_id="demo01", name=name, by=SYSTEM)
        assert (await tags(identity)).count("system:company:named") == 1
        assert (await last_row(identity))[1] == '{"name":"新名"}'
