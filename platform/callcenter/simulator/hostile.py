"""From headers of callers who mean harm; each must end as an ordinary call, or as no call at all.

`%0d%0a` and the like stand in the user part: Asterisk decodes them into the caller number.
"""

from typing import Final

_FORGED_EVENT = "%0d%0a%0d%0aEvent%3a%20Shutdown%0d%0aShutdown%3a%20Cleanly%0d%0a%0d%0a"
_FORGED_QUEUE_LOG = "%0a1700000000%7c1700000000.1%7cdemo01-consult%7cA00001%7cCONNECT%7c1%7c1700000000.2%7c1"

FROM_HEADERS: Final[dict[str, bytes]] = {
    "empty name": b'"" <sip:13900000001@127.0.1.1>',
    "name of 200 digits": b'"' + b"8" * 200 + b'" <sip:13900000002@127.0.1.1>',
    "number of 200 digits": b"<sip:" + b"9" * 200 + b"@127.0.1.1>",
    "utf-8 name": '"王小明 ☎ Ünïcode" <sip:13900000003@127.0.1.1>'.encode(),
    "quoted quotes": b'"O\'Brien \\"x\\", \\"y\\"" <sip:13900000004@127.0.1.1>',
    "separators in the name": b'"a|b,c;d=e${EXTEN}$(id)" <sip:13900000005@127.0.1.1>',
    "bytes that are not utf-8 in the name": b'"\xff\xfe\x80abc" <sip:13900000006@127.0.1.1>',
    "bytes that are not utf-8 in the number": b"<sip:139%ff%fe%80@127.0.1.1>",
    "line breaks forging an AMI event": f"<sip:13900000007{_FORGED_EVENT}@127.0.1.1>".encode(),
    "line break forging a second header": b"<sip:13900000008%0d%0aEvent%3a%20Hangup@127.0.1.1>",
    "line forging a queue_log row": f"<sip:13900000009{_FORGED_QUEUE_LOG}@127.0.1.1>".encode(),
    "pipes in the number": b"<sip:1390000%7c0010%7c@127.0.1.1>",
    "nul in the number": b"<sip:13900000011%00evil@127.0.1.1>",
    "quotes and backslashes in the number": b"<sip:139%22%5c%22,%22x%22%3a%221@127.0.1.1>",
    "expression in the number": b"<sip:%24%7bSHELL(id)%7d@127.0.1.1>",
    "markup in the name": b'"<script>alert(1)</script>" <sip:13900000012@127.0.1.1>',
    "no user at all": b"<sip:127.0.1.1>",
    "anonymous": b'"Anonymous" <sip:anonymous@anonymous.invalid>',
}

# Folded over two lines: Asterisk's parser drops it, no answer and no row (the caller waits in vain).
FOLDED_NAME: Final = b'"first\r\n second" <sip:13900000013@127.0.1.1>'
