"""An agent's page in a browser whose microphone is a tone, and what a test looks at in it."""

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from browser_sound import SEAT_HERTZ, heard_in_browser, microphone_is_a_tone
from playwright.async_api import APIResponse, Browser, BrowserContext, Page, async_playwright, expect
from seat_house import SeatHouse

from fakes.patience import PATIENCE, eventually

CHROMIUM_ARGUMENTS: Final = [
    "--no-sandbox",
    "--headless=new",
    "--disable-background-networking",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
NOBODY, NOT_SEATED = 401, 409
REGISTERED: Final = "[data-registration=registered]"


@asynccontextmanager
async def chromium(
    *arguments: str, program: str | None = None, home: Path | None = None
) -> AsyncGenerator[Browser]:
    """`home`: whose certificates it trusts, instead of those of who runs the test."""
    program = program or shutil.which("chromium")
    assert program, "Chromium is missing: apt-get install chromium"
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=program,
            args=[*CHROMIUM_ARGUMENTS, *arguments],
            env={**os.environ, "HOME": str(home)} if home else None,
        )
        try:
            yield browser
        finally:
            await browser.close()


async def kill(browser: Browser) -> None:
    """All its processes at once: nothing in it can say good-bye."""
    session = await browser.new_browser_cdp_session()
    running = await session.send("SystemInfo.getProcessInfo")
    for process in sorted(running["processInfo"], key=lambda one: one["type"] != "browser"):
        with contextlib.suppress(ProcessLookupError):
            os.kill(process["id"], signal.SIGKILL)


async def until(condition: Callable[[], object], what: str) -> None:
    deadline = asyncio.get_running_loop().time() + PATIENCE
    while not condition():
        assert asyncio.get_running_loop().time() < deadline, what
        await asyncio.sleep(0.05)  # another program's state: there is nothing to await


async def until_found(look: Callable[[], Awaitable[bool]], what: str) -> None:
    try:
        await eventually(look)
    except TimeoutError:
        raise AssertionError(what) from None


@dataclass
class SeatPage:
    house: SeatHouse
    context: BrowserContext
    page: Page
    hertz: int = SEAT_HERTZ

    async def sign_in(self, name: str, home: str = "station") -> None:
        page = self.page
        await page.goto(f"{self.house.address}/sign-in")
        await page.fill("input[name=name]", name)
        await page.fill("input[name=password]", self.house.passwords[name])
        await page.click("button[type=submit]")
        await page.wait_for_url(f"**/{home}")

    async def sit(self, seat: str) -> None:
        await self.post("/api/agents/me/sign-in", {"seat": seat, "phone": "web"})
        await self.registered()

    async def sit_by_page(self, seat: str) -> None:
        await self.page.locator(f".seat-choice input[value='{seat}']").check()
        await self.page.locator(".seat-choice button[type=submit]").click()
        await self.registered()
        await self.is_in("ready")

    async def is_in(self, state: str) -> None:
        """What the state bar says."""
        await expect(self.page.locator(f".state-bar[data-state={state}]")).to_be_visible()

    async def registered(self) -> None:
        await expect(self.page.locator(REGISTERED)).to_be_visible()

    async def post(self, path: str, body: dict[str, str] | None = None) -> None:
        answer = await self._post(path, body)
        assert answer.ok, f"{path}: {await answer.text()}"

    async def _post(self, path: str, body: dict[str, str] | None = None) -> APIResponse:
        headers = {"X-Callcenter": "1", "Origin": self.house.address}
        # Not the browser's own request: it does not know whom the browser trusts.
        return await self.page.request.post(
            self.house.address + path, data=body, headers=headers, ignore_https_errors=True
        )

    async def read(self, path: str) -> Any:
        answer = await self.page.request.get(self.house.address + path, ignore_https_errors=True)
        assert answer.ok, f"{path}: {await answer.text()}"
        return await answer.json()

    async def leave(self) -> None:
        """Stands up, so that the next test can sit here, and closes the window. Whoever did not get as far as
        to sit has nothing to stand up from."""
        answer = await self._post("/api/agents/me/sign-out")
        await self.context.close()
        assert answer.ok or answer.status in (NOBODY, NOT_SEATED), answer.status

    async def press(self, key: str) -> None:
        await self.page.keyboard.press(key)

    async def shows(self, state: str, *, role: str = "caller") -> None:
        line = self.page.locator(f".call-line[data-state={state}][data-role={role}]")
        await expect(line).to_be_visible()

    async def answers(self) -> None:
        """At this ring or the next: on a loaded machine one may end before the key is heard."""

        async def talking() -> bool:
            await self.shows("ringing")
            await self.press("F2")
            try:
                line = self.page.locator(".call-line[data-state=talking]")
                await expect(line).to_be_visible(timeout=10_000)
            except AssertionError:
                return False
            return True

        await until_found(talking, "the call is not answered")

    async def shows_no_call(self) -> None:
        await expect(self.page.locator(".call-line")).to_have_count(0)

    async def hears(self, hertz: int) -> None:
        await until_found(lambda: heard_in_browser(self.page, hertz), f"{hertz} Hz is not heard at the seat")

    async def does_not_hear(self, hertz: int) -> None:
        async def silent() -> bool:
            return not await heard_in_browser(self.page, hertz)

        await until_found(silent, f"{hertz} Hz is heard at the seat")


async def new_window(house: SeatHouse, browser: Browser, *, hertz: int = SEAT_HERTZ) -> SeatPage:
    """Of a browser of its own: it shares nothing with other windows."""
    context = await browser.new_context(
        locale="zh-CN",
        viewport={"width": 1366, "height": 768},
    )
    await context.add_init_script(microphone_is_a_tone(hertz))
    return SeatPage(house, context, await context.new_page(), hertz)
