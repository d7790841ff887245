"""Both pages in a real browser, over calls that a real Asterisk took."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from demo_process import TOP, Demo, running_demo
from playwright.sync_api import Browser, BrowserContext, Page, WebSocketRoute, expect, sync_playwright

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

FIRST_CALL_WITHIN = 150_000
"""Milliseconds: a caller has to listen to the notice and press a key first."""

SIZES = [(1366, 768), (1920, 1080), (3840, 2160)]
WHOLE_MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--headless=new",
    "--disable-background-networking",
    "--disable-gpu",
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    assert (TOP / "dashboard" / "dist" / "index.html").is_file(), "run `make dashboard` first"
    with running_demo(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Without a microphone, and without a loop of its own."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visit:
    context: BrowserContext
    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, name: str, password: str) -> None:
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=password]", password)
        self.page.click("button[type=submit]")


@pytest.fixture
def visit(demo: Demo, browser: Browser) -> Iterator[Visit]:
    """A browser that has never been here; anything it complains about fails the test."""
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1366, "height": 768}
    )
    visit = Visit(context, context.new_page(), demo.address)
    visit.page.on("pageerror", lambda error: visit.complaints.append(str(error)))
    visit.page.on(
        "console", lambda said: visit.complaints.append(said.text) if said.type == "error" else None
    )
    yield visit
    context.close()
    # The browser itself reports answers such as 401 to a wrong password; those are not errors of a page.
    assert [
        said for said in visit.complaints if "the server responded with a status of 401" not in said
    ] == []


@pytest.fixture
def supervisor(demo: Demo, visit: Visit) -> Visit:
    visit.go("/sign-in")
    visit.sign_in("supervisor", demo.password("supervisor"))
    expect(visit.page.locator(".floor-page")).to_be_visible()
    return visit


@pytest.mark.parametrize(
    ("name", "begins_at"),
    [
        ("agent12", "/station"),
        ("supervisor", "/floor"),
        ("inspector", "/calls"),
        ("sysadmin", "/calls"),
        ("secadmin", "/rights"),
        ("auditadmin", "/rights"),
    ],
)
def test_a_day_begins_at_a_page_of_ones_own(demo: Demo, visit: Visit, name: str, begins_at: str) -> None:
    """Also where somebody else was sent away from a page that this person may not see."""
    visit.go("/wall" if begins_at in {"/station", "/rights"} else "/sign-in")
    visit.sign_in(name, demo.password(name))
    expect(visit.page).to_have_url(visit.address + begins_at)
    expect(visit.page.locator("h1")).to_be_visible()
    expect(visit.page.locator(".page-state.forbidden")).to_have_count(0)


def test_a_wrong_password_is_said_in_both_languages(visit: Visit) -> None:
    visit.go("/calls")
    expect(visit.page).to_have_url(re.compile("/sign-in"))
    expect(visit.page.get_by_role("heading", name="登录")).to_be_visible()
    visit.sign_in("supervisor", "not the password")
    alert = visit.page.get_by_role("alert")
    expect(alert).to_contain_text("密码")
    visit.page.get_by_role("button", name="English").click()
    expect(visit.page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_the_wall_shows_a_real_call(supervisor: Visit) -> None:
    page = supervisor.page
    supervisor.go("/wall")
    expect(page.locator(".seat-tile")).to_have_count(12)
    expect(page.locator(".stale-banner")).to_have_count(0)
    expect(page.locator(".seat-tile[data-state=talking]").first).to_be_visible(timeout=FIRST_CALL_WITHIN)
    expect(page.locator("[data-figure=answered] b")).to_have_text(
        re.compile(r"^[1-9]"), timeout=FIRST_CALL_WITHIN
    )
    page.locator("[data-figure=service_level_15s]").hover()
    explanation = page.locator(".figure-details:visible")
    expect(explanation).to_contain_text("service_level_15s v1")
    expect(explanation).to_contain_text("÷")


def test_a_number_of_a_report_opens_the_calls_that_it_counted(supervisor: Visit) -> None:
    page = supervisor.page
    supervisor.go("/wall")
    # A report is read once: by then there has to be something in it.
    answered = page.locator("[data-figure=answered] b")
    expect(answered).to_have_text(re.compile(r"^[1-9]"), timeout=FIRST_CALL_WITHIN + 60_000)
    supervisor.go("/reports?rows=queue&figures=answered,answer_rate")
    page.locator("[data-definition=answer_rate]").hover()
    expect(page.locator(".definition:visible")).to_contain_text("人工接通量 ÷ 人工请求量")
    page.locator("[data-row=total] a").first.click()
    expect(page).to_have_url(re.compile(r"/calls\?part=answered&from="))
    expect(page.locator("[data-filter=part]")).to_have_text(re.compile("人工接通"))
    expect(page.locator("tr[data-call]").first).to_be_visible()
    expect(page.locator("tr[data-call]", has_text=re.compile("放弃|超时|溢出"))).to_have_count(0)


def test_a_wall_of_one_queue_names_it_and_opens_its_calls(supervisor: Visit) -> None:
    page = supervisor.page
    supervisor.go("/wall?queue=consult&hotline=12345")
    expect(page.locator(".wall-header .chosen")).to_have_text("业务咨询")
    expect(page.locator(".wall-header .strange")).to_contain_text("没有热线“12345”")
    expect(page.locator("tr[data-queue]")).to_have_count(1)
    offered = page.locator(".figure-tile[data-figure=offered] b")
    expect(offered).to_have_text(re.compile(r"^\d"), timeout=FIRST_CALL_WITHIN)
    page.keyboard.press("m")
    expect(page.locator(".bell")).to_have_attribute("aria-pressed", "true")
    page.locator(".figure-tile[data-figure=abandoned]").click()
    expect(page).to_have_url(re.compile(r"/calls\?queue=demo01-consult&outcome=abandoned$"))


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_wall_fills_the_screen_without_scrolling(supervisor: Visit, width: int, height: int) -> None:
    page = supervisor.page
    page.set_viewport_size({"width": width, "height": height})
    supervisor.go("/wall")
    expect(page.locator(".seat-tile")).to_have_count(12)
    root = "document.documentElement"
    page.wait_for_function(f"{root}.scrollWidth === {width} && {root}.scrollHeight === {height}")
    expect(page.locator(".tile .value").first).to_be_visible()
    # While figures come in, the page may be on its way to the size that fits.
    page.wait_for_function(
        """(smallest) => [...document.querySelectorAll('.tile .value')].every(
            element => parseFloat(getComputedStyle(element).fontSize) >= smallest)""",
        arg=0.07 * height,
    )
    page.wait_for_function(
        """() => [...document.querySelectorAll('.tile .value, .seat-tile, .wall-footer')].every(element => {
            const box = element.getBoundingClientRect()
            const cut = element.scrollWidth > element.clientWidth + 1
            return !cut && box.bottom <= innerHeight && box.right <= innerWidth
        })"""
    )


def test_a_wall_that_lost_its_connection_says_so_and_comes_back(supervisor: Visit) -> None:
    page = supervisor.page
    sockets: list[WebSocketRoute] = []
    cut = False

    def pass_on(socket: WebSocketRoute) -> None:
        if cut:
            socket.close()
        else:
            socket.connect_to_server()
            sockets.append(socket)

    page.route_web_socket("**/api/live", pass_on)
    supervisor.go("/wall")
    expect(page.locator(".seat-tile")).to_have_count(12)
    cut = True
    for socket in sockets:
        socket.close()
    expect(page.locator(".stale-banner")).to_contain_text("连接已中断")
    expect(page.locator(".wall.stale")).to_be_visible()
    cut = False
    expect(page.locator(".stale-banner")).to_have_count(0)


def test_a_call_opens_as_everything_that_happened_to_it(supervisor: Visit) -> None:
    page = supervisor.page
    supervisor.go("/calls?outcome=answered")
    first = page.locator("tr[data-call]").first
    expect(first).to_be_visible(timeout=FIRST_CALL_WITHIN)
    # By its name: another call may come to be the first.
    call_id = first.get_attribute("data-call")
    page.locator(f"tr[data-call='{call_id}']").focus()
    page.keyboard.press("Enter")
    timeline = page.locator(".call-timeline")
    for kind in (
        "arrived",
        "first_answered",
        "notice_played",
        "human_requested",
        "ringing",
        "answered",
        "ended",
    ):
        expect(timeline.locator(f"tr[data-kind={kind}]").first).to_be_visible()
    expect(page.locator(".call-lanes .lane").nth(2)).to_be_visible()  # the caller, a seat, the axis
    page.reload()
    expect(page.locator(".call-drawer code")).to_have_text(call_id or "")
    expect(timeline).to_be_visible()
    assert not WHOLE_MOBILE.search(page.locator("body").inner_text())


def test_filters_live_in_the_address_but_never_a_number(supervisor: Visit) -> None:
    page = supervisor.page
    supervisor.go("/calls?outcome=cut&queue=demo01-complaint")
    expect(page.get_by_text("没有符合条件的通话")).to_be_visible()
    page.get_by_role("button", name="清除筛选").first.click()
    expect(page).to_have_url(supervisor.address + "/calls")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    number = page.get_by_label("主叫号码")
    number.fill("13900001234")
    number.press("Enter")
    expect(page.get_by_text("没有符合条件的通话")).to_be_visible()
    # Not "139": three digits stand by chance in one of a hundred tokens. No request may carry it either.
    assert any("caller=" in url for url in asked)
    assert not [url for url in [page.url, *asked] if "00001234" in url]


def test_every_page_says_that_it_is_a_demo(supervisor: Visit) -> None:
    for path in ("/calls", "/wall"):
        supervisor.go(path)
        expect(supervisor.page.locator(".demo-ribbon")).to_be_visible()
