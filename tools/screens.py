"""Photographs the pages of a running demo for docs/screens.

    python tools/screens.py --demo [--out docs/screens]
    python tools/screens.py --base-url http://127.0.0.1:8080 --name NAME [--out docs/screens]

With --demo it runs one of its own on a folder that is thrown away, and waits for something to see; an agent's
browser among the simulated phones takes a call, hands one over, and every state of the station follows from
`npm run fake`.
Else the password is asked for on the terminal, or taken from the environment as CALLCENTER_PASSWORD.
With --scenes the address is that of `npm run fake`, and the rarer states of the pages are taken.
"""

import argparse
import getpass
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from screen_integrity import integrity_views
from screen_lost_calls import lost_call_views
from screen_personal_data import personal_data_views
from screen_reports import report_views
from screen_setup import setup_views
from screen_subjects import fake_pages, running_demo

CHROMIUM_ARGUMENTS: Final = [
    "--no-sandbox",
    "--headless=new",
    "--disable-background-networking",
    "--disable-gpu",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]
WORK_SIZES: Final = [(1366, 768), (1920, 1080)]
WALL_SIZES: Final = [*WORK_SIZES, (3840, 2160)]
SCENES: Final = {
    "wall": ["loading", "empty", "stale", "lost", "long", "busy", "crowd"],
    "calls": ["loading", "empty", "error", "forbidden", "long"],
}
# Of an agent's own page, and of the supervisors' floor; an address with ?fake=… chooses them.
SEAT_SCENES: Final = [
    *(
        "sign_in",
        "ready",
        "ringing",
        "talking",
        "desk",
        "desk_talking",
        "holding",
        "consulting",
        "wrap_up",
        "on_break",
        "booked",
    ),
    *(
        "forced",
        "unwell",
        "missed",
        "unknown",
        "several",
        "withheld",
        "long",
        "link_lost",
        "stale",
        "supervised",
    ),
]
FLOOR_SCENES: Final = ["empty", "lost"]
# Of the wall: trouble at every size, a full room where it is tight, and the quieter states once.
WALL_SCENES: Final = {
    "busy": [(1366, 768), (1920, 1080), (3840, 2160)],
    "crowd": [(1920, 1080), (3840, 2160)],
    **{scene: [(1920, 1080)] for scene in ("loading", "empty", "stale")},
}
WALL_CHOICE: Final = "queue=aftersales,consult&rotate=20s&hotline=95588"
ALARMS_SHOW_AFTER: Final = 32_000
"""Milliseconds: a rate below its target is an alarm after half a minute."""
SILENCE_SHOWS_AFTER: Final = 11_000
"""Milliseconds: a page says that it hears nothing after ten silent seconds."""
FREE_AGENT: Final = "agent12"
RUNG_WITHIN: Final = 120_000


def sign_in(context: BrowserContext, base_url: str, name: str, password: str) -> None:
    page = context.new_page()
    page.goto(f"{base_url}/sign-in")
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_url(lambda address: "/sign-in" not in address)
    page.close()


def take(page: Page, out: Path, title: str) -> None:
    size = page.viewport_size
    assert size is not None
    path = out / f"{title}-{size['width']}x{size['height']}.png"
    page.screenshot(path=str(path))
    print(path)


def wall(context: BrowserContext, base_url: str, out: Path, title: str, *, settled: str) -> None:
    page = context.new_page()
    for width, height in WALL_SIZES if title == "wall" else WORK_SIZES[1:]:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{base_url}/wall")
        page.wait_for_selector(settled)
        page.wait_for_timeout(1200)  # fonts and the chart settle; there is nothing to await for a photograph
        take(page, out, title)
    page.close()


def calls(context: BrowserContext, base_url: str, out: Path, title: str, *, settled: str) -> None:
    page = context.new_page()
    for width, height in WORK_SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{base_url}/calls")
        page.wait_for_selector(settled)
        page.wait_for_timeout(800)
        take(page, out, title)
        if title == "calls":
            page.locator("tr[data-call]", has_text="接通").first.click()
            page.wait_for_selector(".call-timeline")
            page.wait_for_timeout(600)
            take(page, out, "call")
    page.close()


def floor(context: BrowserContext, base_url: str, out: Path) -> None:
    page = context.new_page()
    for width, height in WORK_SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{base_url}/floor")
        page.wait_for_selector(".seat-card")
        page.wait_for_timeout(800)
        take(page, out, "floor")
    page.close()


def station(browser: Browser, base_url: str, out: Path, password: str) -> None:
    """A free agent at a free seat: a caller rings the browser, is answered and handed to a queue."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    sign_in(context, base_url, FREE_AGENT, password)
    page = context.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{base_url}/station")
    page.click(".seat-choice button[type=submit]")
    page.wait_for_selector("[data-registration=registered]")
    page.wait_for_selector(".call-line[data-state=ringing]", timeout=RUNG_WITHIN)
    page.wait_for_timeout(600)
    take(page, out, "station-demo-ringing")
    page.keyboard.press("F2")
    page.wait_for_selector(".call-line[data-state=talking]")
    page.wait_for_timeout(3000)
    take(page, out, "station-demo-talking")
    page.keyboard.press("F6")
    page.wait_for_timeout(600)
    take(page, out, "station-demo-transfer")
    page.locator("[data-target^=queue-]").first.click()
    page.wait_for_selector(".call-line", state="detached")
    page.wait_for_timeout(1000)
    take(page, out, "station-demo-wrap-up")
    # The seat is given back: nobody answers there any more.
    page.request.post(f"{base_url}/api/agents/me/sign-out", headers={"X-Callcenter": "1", "Origin": base_url})
    page.close()
    context.close()


def customers(context: BrowserContext, base_url: str, out: Path) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    for title, address, settled in (
        ("customers", "/customers", "table"),
        ("customers-import", "/customers?panel=import", ".wizard"),
        ("setup", "/setup", ".setup"),
    ):
        page.goto(base_url + address)
        page.wait_for_selector(settled)
        if title == "customers-import":
            page.set_input_files("input[type=file]", "docs/customers-example.csv")
            page.wait_for_selector(".wizard .steps [aria-current=step]:nth-child(2)")
        page.wait_for_timeout(1000)
        take(page, out, title)
    page.close()


def transferred_call(context: BrowserContext, base_url: str, out: Path) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    for _ in range(60):
        rows = context.request.get(f"{base_url}/api/calls?limit=200").json()["items"]
        ended = [
            row["call_id"] for row in rows if row["outcome"] == "answered" and row["ended_us"] is not None
        ]
        found = [each for each in ended if _was_transferred(context, base_url, each)]
        if found:
            break
        page.wait_for_timeout(1000)  # the call goes on with another agent
    else:
        sys.exit("no call of the demo was handed over")
    page.goto(f"{base_url}/calls?call={found[0]}")
    page.wait_for_selector(".call-timeline")
    page.wait_for_timeout(600)
    take(page, out, "call-transferred")
    page.close()


def _was_transferred(context: BrowserContext, base_url: str, call_id: str) -> bool:
    return bool(context.request.get(f"{base_url}/api/calls/{call_id}").json()["transfers"])


def role_screens(browser: Browser, base_url: str, out: Path, name: str, password: str) -> None:
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    sign_in(context, base_url, name, password)
    page = context.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(base_url + "/rights")
    page.wait_for_selector(".rights")
    page.wait_for_timeout(600)
    take(page, out, f"rights-{name}")
    context.close()


def demo_screens(browser: Browser, base_url: str, out: Path, name: str, password: str) -> None:
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    for width, height in WORK_SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{base_url}/sign-in")
        page.wait_for_selector("input[name=name]")
        page.wait_for_timeout(600)
        take(page, out, "sign-in")
    page.close()
    sign_in(context, base_url, name, password)
    wall(context, base_url, out, "wall", settled=".seat-tile")
    floor(context, base_url, out)
    calls(context, base_url, out, "calls", settled="tr[data-call]")
    customers(context, base_url, out)
    transferred_call(context, base_url, out)
    context.close()


def scene_screens(browser: Browser, base_url: str, out: Path) -> None:
    for scene in SCENES["wall"] + [name for name in SCENES["calls"] if name not in SCENES["wall"]]:
        context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
        context.add_cookies([{"name": "scene", "value": scene, "url": base_url}])
        if scene in SCENES["wall"]:
            settled = ".stale-banner.no_contact" if scene == "stale" else ".wall"
            wall(context, base_url, out, f"wall-{scene}", settled=settled)
        if scene in SCENES["calls"]:
            calls(context, base_url, out, f"calls-{scene}", settled=".call-table, .page-state")
        context.close()


def seat_screens(browser: Browser, base_url: str, out: Path, sizes: list[tuple[int, int]]) -> None:
    """Every state of the agent's page and the floor, from `npm run fake`."""
    titles = [("station", scene, ".state-bar, .seat-choice") for scene in SEAT_SCENES]
    titles += [("floor", scene, ".floor-page") for scene in FLOOR_SCENES]
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    for path, scene, settled in titles:
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            page.goto(f"{base_url}/{path}?fake={scene}")
            page.wait_for_selector(settled)
            page.wait_for_timeout(SILENCE_SHOWS_AFTER if scene == "stale" else 1200)
            take(page, out, f"{path}-{scene}")
    context.close()


def wall_screens(browser: Browser, base_url: str, out: Path) -> None:
    """The wall in trouble, full, silent, empty and before its first word, from `npm run fake`."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    for scene, sizes in WALL_SCENES.items():
        page.set_viewport_size({"width": sizes[0][0], "height": sizes[0][1]})
        page.goto(f"{base_url}/wall?fake={scene}")
        page.wait_for_selector(".wall")
        page.wait_for_timeout({"busy": ALARMS_SHOW_AFTER, "stale": SILENCE_SHOWS_AFTER}.get(scene, 0))
        for width, height in sizes:
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_timeout(1200)
            take(page, out, f"wall-{scene}")
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{base_url}/wall?fake=&{WALL_CHOICE}")
    page.wait_for_selector(".seat-tile")
    page.wait_for_timeout(1200)
    take(page, out, "wall-choice")
    context.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    port = os.environ.get("CALLCENTER_WEB_PORT", "8080")
    parser.add_argument("--base-url", default=f"http://127.0.0.1:{port}")
    parser.add_argument("--name", default="supervisor")
    parser.add_argument("--out", type=Path, default=Path("docs/screens"))
    parser.add_argument("--scenes", action="store_true")
    parser.add_argument("--demo", action="store_true")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    if chromium is None:
        parser.error("chromium is missing: apt-get install chromium")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        if arguments.demo:
            with running_demo() as passwords:
                station(browser, arguments.base_url, arguments.out, passwords[FREE_AGENT])
                demo_screens(
                    browser, arguments.base_url, arguments.out, "supervisor", passwords["supervisor"]
                )
                role_screens(browser, arguments.base_url, arguments.out, "secadmin", passwords["secadmin"])
            with fake_pages() as fake_url:
                seat_screens(browser, fake_url, arguments.out, WORK_SIZES[:1])
                wall_screens(browser, fake_url, arguments.out)
                for views in (
                    personal_data_views,
                    setup_views,
                    lost_call_views,
                    report_views,
                    integrity_views,
                ):
                    for page, title in views(browser, fake_url):
                        take(page, arguments.out, title)
        elif arguments.scenes:
            scene_screens(browser, arguments.base_url, arguments.out)
            seat_screens(browser, arguments.base_url, arguments.out, WORK_SIZES)
            for page, title in personal_data_views(browser, arguments.base_url):
                take(page, arguments.out, title)
        else:
            password = os.environ.get("CALLCENTER_PASSWORD") or getpass.getpass()
            demo_screens(browser, arguments.base_url, arguments.out, arguments.name, password)
        browser.close()


if __name__ == "__main__":
    main()
