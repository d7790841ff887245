"""The integrity of the record as a supervisor sees it, from `npm run fake`."""

from collections.abc import Generator

from playwright.sync_api import Browser, Page


def integrity_views(browser: Browser, base_url: str) -> Generator[tuple[Page, str]]:
    """Each view when it has settled, with the title of its photograph."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{base_url}/integrity?fake=")
    page.wait_for_selector("[data-reason]")
    page.wait_for_timeout(800)
    yield page, "integrity"
    page.goto(f"{base_url}/integrity?fake=&tab=reconciliations")
    page.locator("[data-run]").first.click()
    page.wait_for_selector("[data-kind] li")
    page.wait_for_timeout(400)
    yield page, "integrity-differences"
    page.locator("[data-run].open").click()
    page.click("[data-act=reconcile]")
    page.wait_for_selector("[data-state=running]")
    page.wait_for_timeout(2500)
    yield page, "integrity-running"
    context.close()
