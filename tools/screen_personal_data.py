"""What people ask about their own data, from `npm run fake`."""

from collections.abc import Generator

from playwright.sync_api import Browser, Page


def personal_data_views(browser: Browser, base_url: str) -> Generator[tuple[Page, str]]:
    """A number that two customers share, one of them about to be frozen, with the title of its photograph."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"{base_url}/personal-data?fake=")
    page.fill("input[name=sought]", "01000005566")
    page.fill("input[name=reason]", "本人来电要求查阅，已核实身份")
    page.click(".person-form [type=submit]")
    page.wait_for_selector(".record")
    page.locator("[data-act=freeze]").first.click()
    page.wait_for_timeout(800)
    yield page, "personal-data"
    context.close()
