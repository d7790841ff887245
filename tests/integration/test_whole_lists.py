"""Settings that are saved as a whole: the second of two administrators loses nothing of the first unseen."""

import asyncio

import pytest

from callcenter.identity import Role
from fakes.platform_app import running_app

pytestmark = pytest.mark.integration

TEAMS = ("/api/teams", {"teams": [{"name": "一组"}]}, {"teams": [{"name": "二组"}, {"name": "一组"}]})
REASONS = (
    "/api/break-reasons",
    {"reasons": [{"code": "rest", "zh": "小休", "en": "break"}]},
    {"reasons": [{"code": "rest", "zh": "休息", "en": "break"}]},
)
FIELD = {
    "code": "plate",
    "zh": "车牌",
    "en": "plate",
    "purpose_zh": "停车优惠",
    "purpose_en": "parking",
    "sensitivity": "plain",
}
FIELDS = ("/api/customer-fields", {"items": [FIELD]}, {"items": [{**FIELD, "zh": "车牌号"}]})
CATEGORY = {"code": "other", "zh": "其他", "en": "other", "call_type": "other"}
CATEGORIES = (
    "/api/contact-categories",
    {"categories": [CATEGORY], "required_queues": []},
    {"categories": [{**CATEGORY, "zh": "其它"}], "required_queues": []},
)
PHRASE = {"phrase": "稳赚", "reason_zh": "不能承诺收益"}
PHRASES = (
    "/api/forbidden-phrases",
    {"phrases": [PHRASE]},
    {"phrases": [{**PHRASE, "reason_zh": "收益不能承诺"}]},
)
LISTS = [TEAMS, REASONS, FIELDS, CATEGORIES, PHRASES]


@pytest.fixture
async def client(tmp_path, database_url):
    async with (
        running_app(tmp_path, database_url=database_url) as running,
        running.signed_in(Role.SYSTEM_ADMIN) as client,
    ):
        yield client


@pytest.mark.parametrize(("path", "first", "second"), LISTS, ids=[path for path, _, _ in LISTS])
async def test_a_list_that_was_changed_meanwhile_is_not_overwritten(client, path, first, second):
    seen = (await client.get(path)).json()["version"]
    saved = await client.put(path, json={**first, "version": seen})
    assert saved.status_code == 200, saved.text
    standing = (await client.get(path)).json()
    assert standing == saved.json()

    refused = await client.put(path, json={**second, "version": seen})
    assert (refused.status_code, refused.json()["code"]) == (409, "ListChangedMeanwhile")
    assert (await client.get(path)).json() == standing

    again = await client.put(path, json={**second, "version": standing["version"]})
    assert again.status_code == 200, again.text
    assert again.json()["version"] != standing["version"]
    assert (await client.get(path)).json() == again.json()


@pytest.mark.parametrize(("path", "first", "second"), LISTS, ids=[path for path, _, _ in LISTS])
async def test_of_two_who_saw_the_same_list_one_saves_it(client, path, first, second):
    seen = (await client.get(path)).json()["version"]
    answers = await asyncio.gather(
        *(client.put(path, json={**each, "version": seen}) for each in (first, second))
    )
    [saved] = [answer for answer in answers if answer.status_code == 200]
    [refused] = [answer for answer in answers if answer.status_code != 200]
    assert (refused.status_code, refused.json()["code"]) == (409, "ListChangedMeanwhile")
    assert (await client.get(path)).json() == saved.json()


async def test_without_a_version_a_list_replaces_what_stands(client):
    path, first, second = TEAMS
    for teams in (first, second):
        assert (await client.put(path, json=teams)).status_code == 200
    shown = (await client.get(path)).json()
    assert [team["name"] for team in shown["teams"]] == ["一组", "二组"]
    assert (await client.put(path, json={**first, "version": "?"})).status_code == 422
