"""Teams and customer fields as the system administrator sees them, from `npm run fake`."""

from collections.abc import Generator
from itertools import product

from playwright.sync_api import Browser, Page


def setup_views(browser: Browser, base_url: str) -> Generator[tuple[Page, str]]:
    """Each view when it has settled, with the title of its photograph."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    for tab, scene in product(("teams", "fields"), ("crowd", "empty")):
        page.goto(f"{base_url}/setup?tab={tab}&as=admin&fake={scene}")
        page.wait_for_selector("form[aria-busy=false]")
        page.wait_for_timeout(800)
        yield page, f"setup-{tab}" if scene == "crowd" else f"setup-{tab}-{scene}"
    context.close()
