"""Reports as a supervisor sees them, from `npm run fake`: tables, hours of a week, agents' days, shifts."""

from collections.abc import Generator
from typing import Final

from playwright.sync_api import Browser, Page

VIEWS: Final = {
    "reports": "fake=&period=yesterday&compare=previous",
    "reports-gap": "fake=gap&rows=day&period=last_week",
    "reports-crowd": "fake=crowd&rows=agent&period=last_week",
    "reports-heat": "fake=&tab=heat&period=last_month",
    "reports-contacts": "fake=&tab=contacts&period=this_month",
    "reports-timesheet": "fake=crowd&tab=timesheet&period=yesterday",
    "reports-shifts": "fake=&tab=shifts&period=this_week",
    "reports-empty": "fake=empty&period=yesterday",
    "reports-error": "fake=error&period=yesterday",
}


def report_views(browser: Browser, base_url: str) -> Generator[tuple[Page, str]]:
    """Each view when it has settled, with the title of its photograph."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.set_viewport_size({"width": 1366, "height": 768})
    for title, query in VIEWS.items():
        page.goto(f"{base_url}/reports?{query}")
        page.wait_for_selector(".report-table, .heat table, .page-state")
        page.wait_for_timeout(800)
        yield page, title
    page.goto(f"{base_url}/reports?{VIEWS['reports']}")
    page.hover("[data-definition=service_level_15s]")
    page.wait_for_timeout(800)
    yield page, "reports-definition"
    context.close()
