"""The SIPp scripts: puppets that do over SIP what cues tell them.

A cue is a small datagram with the call's own Call-ID, sent by the director to the puppet's SIP port, never to
Asterisk: `KEY5`, `HANGUP`, `ANSWER`. What happens is written to SIPp's log, one word and its details a line.
So timing and choice stay in one place, and a SIPp script needs no variant per call.
"""

from collections.abc import Iterator
from xml.sax.saxutils import quoteattr

from callcenter.simulator.sounds import KEY_MILLISECONDS, KEY_SLOTS, KEYS, TELEPHONE_EVENT, key_file_name

# If the director is gone, a puppet hangs up by itself.
UNATTENDED_MILLISECONDS = 300_000


def cue_name(key: str) -> str:
    return "KEY" + {"*": "STAR", "#": "HASH"}.get(key, key)


_SDP = f"""v=0
o=- 1 1 IN IP4 [media_ip]
s=-
c=IN IP4 [media_ip]
t=0 0
m=audio %s RTP/AVP 8 {TELEPHONE_EVENT}
a=rtpmap:8 PCMA/8000
a=rtpmap:{TELEPHONE_EVENT} telephone-event/8000
a=fmtp:{TELEPHONE_EVENT} 0-15
a=ptime:20
"""

_CALLER_FROM = "[from_header];tag=[pid]c[call_number]"


def _send(message: str, *, attributes: str = "") -> str:
    # No "]]>" can occur: messages are constants of this module, hostile text comes in by SIPp's -key.
    return f"<send{' ' + attributes if attributes else ''}><![CDATA[\n{message}\n]]></send>"


def _log(text: str) -> str:
    return f"<nop><action><log message={quoteattr(text)}/></action></nop>"


def _exec(attribute: str, value: str) -> str:
    return f"<nop><action><exec {attribute}={quoteattr(value)}/></action></nop>"


def _scenario(name: str, elements: Iterator[str]) -> str:
    body = "\n".join(elements)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<scenario name={quoteattr(name)}>\n{body}\n</scenario>\n'


def _caller_request(method: str, cseq: str, *, body: str = "", content_type: str = "") -> str:
    type_line = f"Content-Type: {content_type}\n" if content_type else ""
    return (
        f"{method} [next_url] SIP/2.0\n"
        "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n"
        f"From: {_CALLER_FROM}\n"
        "To:[$to]\n"
        "Call-ID: [call_id]\n"
        f"CSeq: {cseq} {method}\n"
        "[routes]\n"
        f"Max-Forwards: 70\n{type_line}Content-Length: {'[len]' if body else '0'}\n\n{body}"
    )


def caller_scenario(speech: str, keys: str, *, keys_by_info: bool) -> str:
    """Call, speak, press keys and hang up on cue, end when the far end does.

    - `speech`, `keys`: names beside the script; SIPp cuts whole paths at commas and 256 characters.
    """
    return _scenario("caller", _caller(speech, keys, keys_by_info=keys_by_info))


def _caller(speech: str, keys: str, *, keys_by_info: bool) -> Iterator[str]:
    # The key player sends from [media_port], the speech from [rtpstream_audio_port]: with one call a process
    # they are the same number, but SIPp reserves the second only when a message names it.
    sdp = (_SDP % "[media_port]") + "a=x-speech-port:[rtpstream_audio_port]"
    yield _send(
        "INVITE sip:[hotline]@[remote_ip]:[remote_port] SIP/2.0\n"
        "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n"
        f"From: {_CALLER_FROM}\n"
        "To: <sip:[hotline]@[remote_ip]:[remote_port]>\n"
        "Call-ID: [call_id]\n"
        "CSeq: 1 INVITE\n"
        "Contact: <sip:caller@[local_ip]:[local_port]>\n"
        "Allow: INVITE, ACK, BYE, CANCEL, INFO\n"
        "Max-Forwards: 70\n"
        "Content-Type: application/sdp\n"
        f"Content-Length: [len]\n\n{sdp}",
        attributes='retrans="500"',
    )
    for code in (100, 180, 181, 183):
        yield f'<recv response="{code}" optional="true"/>'
    for code in (403, 404, 408, 480, 484, 486, 487, 488, 500, 502, 503, 600, 603):
        yield f'<recv response="{code}" optional="true" next="refused"/>'
    # A pause or a key in the middle must not make these two unexpected.
    yield '<recv request="BYE" optional="global" next="far_end"/>'
    yield '<recv request="HANGUP" optional="global" next="hang_up"/>'
    yield (
        '<recv response="200" rrs="true"><action>'
        '<ereg regexp=".*" search_in="hdr" header="To:" assign_to="to"/>'
        '<log message="answered"/></action></recv>'
    )
    yield _send(_caller_request("ACK", "1"))
    yield _exec("rtp_stream", f"{speech},-1,8")
    for slot in range(KEY_SLOTS):
        yield from _key_slot(slot, keys, keys_by_info=keys_by_info)
    yield f'<recv request="HANGUP" timeout="{UNATTENDED_MILLISECONDS}" ontimeout="hang_up"/>'
    yield '<label id="hang_up"/>'
    yield _log("hung_up")
    yield _send(_caller_request("BYE", "90"), attributes='retrans="500"')
    yield '<recv response="481" optional="true" next="end"/>'
    yield '<recv response="200" next="end"/>'
    yield '<label id="refused"/>'
    yield _log("refused [last_message]")
    yield _send(_REFUSED_ACK, attributes='next="end"')
    yield '<label id="far_end"/>'
    yield _log("far_end")
    yield _send(_OK_TO_LAST)
    yield '<label id="end"/>'
    yield '<pause milliseconds="100"/>'


_REFUSED_ACK = (
    "ACK sip:[hotline]@[remote_ip]:[remote_port] SIP/2.0\n"
    "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n"
    f"From: {_CALLER_FROM}\n[last_To:]\nCall-ID: [call_id]\nCSeq: 1 ACK\n"
    "Max-Forwards: 70\nContent-Length: 0\n"
)
_LAST_HEADERS = "[last_Via:]\n[last_From:]\n[last_To:]\n[last_Call-ID:]\n[last_CSeq:]\nContent-Length: 0\n"
_OK_TO_LAST = "SIP/2.0 200 OK\n" + _LAST_HEADERS


def _key_slot(slot: int, keys: str, *, keys_by_info: bool) -> Iterator[str]:
    for key in KEYS:
        yield f'<recv request="{cue_name(key)}" optional="true" next="press_{slot}_{KEYS.index(key)}"/>'
    yield f'<recv request="HANGUP" next="hang_up" timeout="{UNATTENDED_MILLISECONDS}" ontimeout="hang_up"/>'
    for index, key in enumerate(KEYS):
        yield f'<label id="press_{slot}_{index}"/>'
        yield _log("pressed")
        if keys_by_info:
            body = f"Signal={key}\nDuration={KEY_MILLISECONDS}\n"
            yield _send(
                _caller_request("INFO", str(2 + slot), body=body, content_type="application/dtmf-relay")
            )
            yield f'<recv response="200" next="pressed_{slot}"/>'
        else:
            # A phone sends no speech while it sends an event.
            yield _exec("rtp_stream", "pause")
            yield _exec("play_pcap_audio", f"{keys}/{key_file_name(slot, key)}")
            yield f'<pause milliseconds="{KEY_MILLISECONDS + 60}" next="pressed_{slot}"/>'
    yield f'<label id="pressed_{slot}"/>'
    if not keys_by_info:
        yield _exec("rtp_stream", "resume")


def seat_scenario(speech: str) -> str:
    """Ring, answer, refuse, hang up or fall silent on cue, for every call to every seat of one process."""
    return _scenario("seat", _seat(speech))


def _response(status: str, *, extra: str = "", body: str = "") -> str:
    # After a cue SIPp's [last_...] headers are the cue's, so the INVITE's are kept in variables.
    return (
        f"SIP/2.0 {status}\nVia:[$via]\nFrom:[$from]\nTo:[$to];tag=[pid]s[call_number]\nCall-ID: [call_id]\n"
        f"CSeq:[$cseq]\n{extra}Content-Length: {'[len]' if body else '0'}\n\n{body}"
    )


_SEAT_CONTACT = "Contact: <sip:[$seat]@[local_ip]:[local_port]>\n"


def _seat(speech: str) -> Iterator[str]:
    for method in ("OPTIONS", "NOTIFY", "ACK"):
        yield f'<recv request="{method}" optional="true" next="{"end" if method == "ACK" else "say_ok"}"/>'
    yield '<recv request="CANCEL" optional="global" next="cancelled"/>'
    yield '<recv request="BYE" optional="global" next="far_end"/>'
    kept = "".join(
        f'<ereg regexp=".*" search_in="hdr" header="{header}:" assign_to="{name}"/>'
        for header, name in (("Via", "via"), ("From", "from"), ("To", "to"), ("CSeq", "cseq"))
    )
    yield (
        f'<recv request="INVITE" rrs="true"><action>{kept}'
        '<ereg regexp="sip:([^@&gt;;]*)@" search_in="hdr" header="From:" assign_to="whole_from,caller"/>'
        '<ereg regexp="sip:([^@ ]*)@" search_in="msg" assign_to="whole_uri,seat"/>'
        '<log message="invited [call_id] [$seat] [$caller]"/></action></recv>'
    )
    yield '<label id="ringing"/>'
    yield '<recv request="RING" optional="true" next="ring"/>'
    yield '<recv request="BUSY" optional="true" next="busy"/>'
    yield '<recv request="LOSE" optional="true" next="lose"/>'
    yield f'<recv request="ANSWER" timeout="{UNATTENDED_MILLISECONDS}" ontimeout="busy"/>'
    answer = _response(
        "200 OK",
        extra=_SEAT_CONTACT + "Content-Type: application/sdp\n",
        body=_SDP % "[rtpstream_audio_port]",
    )
    yield _send(answer, attributes='retrans="500"')
    yield '<recv request="ACK"/>'
    yield _exec("rtp_stream", f"{speech},-1,8")
    yield _log("answered [call_id]")
    yield '<recv request="LOSE" optional="true" next="lose_talk"/>'
    yield f'<recv request="HANGUP" timeout="{UNATTENDED_MILLISECONDS}" ontimeout="hang_up"/>'
    yield '<label id="hang_up"/>'
    yield _log("hung_up [call_id]")
    yield _send(_SEAT_BYE, attributes='retrans="500"')
    yield '<recv response="481" optional="true" next="end"/>'
    yield '<recv response="200" next="end"/>'
    yield '<label id="ring"/>'
    yield _send(_response("180 Ringing", extra=_SEAT_CONTACT), attributes='next="ringing"')
    yield '<label id="busy"/>'
    yield _send(_response("486 Busy Here"))
    yield '<recv request="ACK" next="end"/>'
    yield '<label id="lose_talk"/>'
    yield _exec("rtp_stream", "pause")
    yield '<label id="lose"/>'
    yield '<nop><action><assignstr assign_to="lost" value="yes"/></action></nop>'
    yield '<recv request="HANGUP" timeout="120000" ontimeout="end" next="end"/>'
    yield '<label id="cancelled"/>'
    yield '<nop test="lost" next="end"/>'
    yield _log("cancelled [call_id]")
    yield _send(_OK_TO_LAST)
    yield _send(_response("487 Request Terminated"))
    yield '<recv request="ACK" timeout="5000" ontimeout="end" next="end"/>'
    yield '<label id="far_end"/>'
    yield '<nop test="lost" next="end"/>'
    yield _log("far_end [call_id]")
    yield '<label id="say_ok"/>'
    yield _send(_OK_TO_LAST)
    yield '<label id="end"/>'
    yield '<pause milliseconds="100"/>'
    yield '<Reference variables="whole_from,whole_uri"/>'


_SEAT_BYE = (
    "BYE [next_url] SIP/2.0\n"
    "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n"
    "From:[$to];tag=[pid]s[call_number]\nTo:[$from]\nCall-ID: [call_id]\nCSeq: 1 BYE\n[routes]\n"
    "Max-Forwards: 70\nContent-Length: 0\n"
)


def trunk_scenario() -> str:
    """The carrier's end of a trunk: says that it is there, takes no call and writes down each one tried."""
    return _scenario("trunk", _trunk())


def _trunk() -> Iterator[str]:
    yield '<recv request="OPTIONS" optional="true" next="say_ok"/>'
    yield '<recv request="ACK" optional="true" next="end"/>'
    yield '<recv request="INVITE"/>'
    yield _log("invited")
    yield _send("SIP/2.0 603 Decline\n" + _LAST_HEADERS)
    yield '<recv request="ACK" timeout="5000" ontimeout="end" next="end"/>'
    yield '<label id="say_ok"/>'
    yield _send(_OK_TO_LAST)
    yield '<label id="end"/>'
    yield '<pause milliseconds="100"/>'


def register_scenario(*, expires: int, renew_after: int) -> str:
    """Register each row of an injection file `user;[authentication …];seat` with digest, again and again.

    Runs beside the seats' script in the same process: a phone registers from the port it is called on, and
    an endpoint with rewrite_contact believes no other.
    """

    def request(extra: str) -> str:
        return _send(
            "REGISTER sip:[remote_ip]:[remote_port] SIP/2.0\n"
            "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch]\n"
            "From: <sip:[field0]@[remote_ip]>;tag=[pid]r[call_number]\n"
            "To: <sip:[field0]@[remote_ip]>\n"
            "Call-ID: [call_id]\n"
            "CSeq: [cseq] REGISTER\n"
            "Contact: <sip:[field2]@[local_ip]:[local_port]>\n"
            f"Expires: {expires}\nMax-Forwards: 70\n{extra}Content-Length: 0\n"
        )

    def elements() -> Iterator[str]:
        yield '<label id="again"/>'
        yield request("")
        yield '<recv response="100" optional="true"/>'
        yield '<recv response="200" optional="true" next="registered"/>'
        yield '<recv response="401" auth="true" timeout="3000" ontimeout="again"/>'
        yield request("[field1]\n")
        yield '<recv response="100" optional="true"/>'
        yield '<recv response="401" optional="true" auth="true" next="refused"/>'
        yield '<recv response="200" timeout="3000" ontimeout="again"/>'
        yield '<label id="registered"/>'
        yield _log("registered [field2]")
        yield f'<pause milliseconds="{renew_after * 1000}" next="again"/>'
        yield '<label id="refused"/>'
        yield _log("not_registered [field2]")
        yield '<pause milliseconds="5000" next="again"/>'

    return _scenario("register", elements())
