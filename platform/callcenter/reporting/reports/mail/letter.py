"""The mail itself: which report, of which days, and a link. Figures stay behind the sign-in. Pure."""

from datetime import date
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final
from urllib.parse import urlencode

from callcenter.crm.customers.masking import mask_text
from callcenter.kit.clock import to_datetime

_DEMO: Final = "【演示 DEMO】"


def letter(
    *,
    mail_id: str,
    sender: str,
    to: str,
    company: str,
    report: str,
    days: tuple[date, date],
    link: str,
    at_us: int,
    demo: bool,
) -> EmailMessage:
    name, company = one_line(mask_text(report)), one_line(company)
    first, last = days
    mark = _DEMO if demo else ""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = to
    message["Subject"] = f"{mark}报表 {name} {first} – {last} · {company}"
    message["Date"] = format_datetime(to_datetime(at_us))
    # The same at every try: a receiver that got it twice can tell.
    message["Message-ID"] = f"<{mail_id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(
        f"{mark}\n"
        f"{company}的报表“{name}”({first} 至 {last})可以查看了,登录后打开:\n"
        f"{link}\n\n"
        "邮件中不含数据。不再需要时,请设置人在报表页的“我的报表”中停止。\n\n"
        f"The report “{name}” of {company}, {first} to {last}, can be read. Sign in to open it:\n"
        f"{link}\n\n"
        "This mail holds no figures. Whoever set it up can stop it under “My reports” on the reports page.\n"
    )
    return message


def link_to(public_url: str, view_id: str, days: tuple[date, date]) -> str:
    query = urlencode({"view": view_id, "first": days[0], "last": days[1]})
    return f"{public_url}/reports?{query}"


def one_line(text: str) -> str:
    """Fit for a header: a line break in a name would begin a header of somebody's own."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def mask_mail_address(address: str) -> str:
    """`w***@example.com`: what comes before the @ may be a telephone number."""
    local, _, domain = address.rpartition("@")
    return f"{local[:1]}***@{domain}"
