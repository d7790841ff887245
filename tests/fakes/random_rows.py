"""Rows of random calls as Asterisk writes them: waits on the edges, seats that do not answer, holds,
overflow, transfers, seats lost, calls whose end was not written."""

import random
from collections.abc import Callable, Iterator

from callcenter.kit.clock import SECOND
from callcenter.telephony.journal.rows import Row, Source

QUEUES = ("demo01-consult", "demo01-operator", "demo01-complaint")
HOTLINES = ("4000000001", "4000000002")
WAITS = (0, 1, 4_999_999, 5_000_000, 5_000_001, 14_999_999, 15_000_000, 15_000_001, 59_999_999, 60_000_000)
SEATS = 40
STATES = ("ready", "ringing", "talking", "wrap_up", "on_break", "not_ready", "signed_out")


class RandomCalls:
    def __init__(self, seed: int, begin_us: int) -> None:
        self._dice = random.Random(seed)
        self._begin_us = begin_us
        self._number = 0

    def rows(self, calls: int, *, within_us: int) -> Iterator[Row]:
        for _ in range(calls):
            yield from _OneCall(
                self._dice, self._begin_us + self._dice.randrange(within_us), self._next
            ).rows()

    def agent_rows(self, agents: int, *, within_us: int) -> Iterator[Row]:
        """Agents who sign in, change their states and mostly sign out, by the platform's own clock."""
        for number in range(1, agents + 1):
            at_us = self._begin_us + self._dice.randrange(within_us // 4)
            agent = f"A{number:05d}"
            yield agent_row(at_us, agent, "SIGNED_IN", "1001", "web")
            for _ in range(self._dice.randrange(40)):
                at_us += self._dice.randrange(within_us // 30)
                state = self._dice.choice(STATES)
                reason = "-" if state != "on_break" else self._dice.choice(("rest", "meal"))
                yield agent_row(at_us, agent, "AGENT_STATE", state, reason, "self", "-")
            if self._dice.random() < 0.7:
                yield agent_row(at_us + 1, agent, "SIGNED_OUT", "1001", "web")

    def _next(self, at_us: int) -> str:
        self._number += 1
        return f"zz1-{at_us // SECOND}.{self._number}"


class _OneCall:
    def __init__(self, dice: random.Random, arrived_us: int, next_id: Callable[[int], str]) -> None:
        self._dice = dice
        self._at = arrived_us
        self._next = next_id
        self._id = next_id(arrived_us)
        self._name = f"PJSIP/trunk-main-{_hex(self._id)}"
        self._caller = f"139{dice.randrange(60):08d}"
        self._hotline = dice.choice(HOTLINES)
        self._rows: list[Row] = []
        self._bridges = 0

    def rows(self) -> list[Row]:
        self._say("CHAN_START", context="from-trunk")
        self._say("CALL_ARRIVED", extra=f"hotline={self._hotline};trunk=main;demo=1")
        self._wait(self._dice.choice((500, 20_000, 15_000_000, 15_000_001)))
        self._say("FIRST_ANSWERED")
        if self._dice.random() < 0.05:
            self._say("OUT_OF_HOURS", extra="reason=hours")
            return self._end(by_caller=self._dice.random() < 0.5)
        self._wait(self._dice.randrange(SECOND))
        if self._dice.random() < 0.1:
            return self._end(by_caller=self._dice.random() < 0.7)
        queue = self._dice.choice(QUEUES)
        if self._dice.random() < 0.7:
            for key in self._dice.choice((("1",), ("2",), ("wrong", "1"), ("none", "none", "3"))):
                self._wait(1_000)
                self._say("KEY_PRESSED", extra=f"menu=main;key={key}")
        self._say("HUMAN_REQUESTED", extra=f"queue={queue};key=1")
        self._join(queue)
        if self._dice.random() < 0.15:
            self._miss(queue)
        if self._dice.random() < 0.1:
            self._wait(self._dice.randrange(30 * SECOND))
            self._leave(queue, "TIMEOUT")
            self._say("OVERFLOWED", extra=f"from={queue}")
            queue = self._dice.choice([other for other in QUEUES if other != queue])
            self._join(queue)
        self._wait(
            self._dice.choice(WAITS) if self._dice.random() < 0.3 else self._dice.randrange(90 * SECOND)
        )
        if self._dice.random() < 0.7:
            return self._answered(queue)
        return self._lost(queue)

    def _lost(self, queue: str) -> list[Row]:
        status = self._dice.choice(("", "", "", "TIMEOUT", "KEY", "LEAVEEMPTY", "WITHDRAW"))
        if status:
            self._leave(queue, status)
            self._wait(self._dice.randrange(SECOND))
        if status == "KEY" and self._dice.random() < 0.5:
            self._say("VOICE_MESSAGE_LEFT", extra=f"file={self._id}.wav;seconds=9")
        return self._end(by_caller=not status or self._dice.random() < 0.5)

    def _answered(self, queue: str) -> list[Row]:
        self._talk(queue, self._dice.randrange(1, SEATS))
        if self._dice.random() < 0.05:
            self._say("SEAT_LOST")
            self._join(queue)
            self._wait(self._dice.randrange(20 * SECOND))
            self._talk(queue, self._dice.randrange(1, SEATS))
        elif self._dice.random() < 0.05:
            other = self._dice.choice(QUEUES)
            extension = '{"extension":"queue-%s","transferee_channel_uniqueid":"%s"}'
            self._say("BLINDTRANSFER", extra=extension % (other, self._id))
            self._join(other)
            self._wait(self._dice.randrange(20 * SECOND))
            self._talk(other, self._dice.randrange(1, SEATS))
        if self._dice.random() < 0.6:
            self._say("SURVEY_OFFERED")
            self._wait(SECOND)
            self._say("SURVEY_SCORED", extra=f"score={self._dice.choice(('none', '1', '3', '4', '5'))}")
        if self._dice.random() < 0.01:
            return self._rows  # the last rows were lost
        return self._end(by_caller=self._dice.random() < 0.5)

    def _talk(self, queue: str, seat: int) -> None:
        leg, name = self._leg(queue, seat)
        self._wait(self._dice.randrange(3 * SECOND))
        self._say("ANSWER", leg, name, app="AppQueue")
        self._say("SEAT_CONNECTED", leg, name, extra=f"agent=A{seat:05d};seat=demo01-{1000 + seat}-desk")
        self._note("CONNECT", queue, f"A{seat:05d}", "1", leg, "1")
        self._bridges += 1
        bridge = '{"bridge_id":"%s-%d"}' % (self._id, self._bridges)  # noqa: UP031
        self._say("BRIDGE_ENTER", leg, name, extra=bridge, app="AppQueue")
        self._wait(40)
        self._say("BRIDGE_ENTER", extra=bridge)
        self._wait(self._dice.randrange(300 * SECOND))
        if self._dice.random() < 0.2:
            self._say("STREAM_BEGIN", sort="MOH_STREAM_BEGIN")
            self._wait(self._dice.randrange(60 * SECOND))
            self._say("STREAM_END", sort="MOH_STREAM_END")
            self._wait(self._dice.randrange(60 * SECOND))
        self._say("BRIDGE_EXIT", leg, name, extra=bridge)
        self._wait(40)
        self._say("BRIDGE_EXIT", extra=bridge)
        self._hang_up(leg, name, name)
        self._leave(queue, "AGENT_HUNG_UP")

    def _miss(self, queue: str) -> None:
        leg, name = self._leg(queue, self._dice.randrange(1, SEATS))
        self._wait(self._dice.randrange(12 * SECOND))
        self._hang_up(leg, name, "")

    def _leg(self, queue: str, seat: int) -> tuple[str, str]:
        leg = self._next(self._at)
        name = f"PJSIP/demo01-{1000 + seat}-desk-{_hex(leg)}"
        self._say("CHAN_START", leg, name, exten="s", context="from-seat", app="AppQueue")
        return leg, name

    def _join(self, queue: str) -> None:
        self._wait(100)
        self._say("QUEUE_JOINED", extra=f"queue={queue};position=1")

    def _leave(self, queue: str, status: str) -> None:
        self._wait(100)
        self._say("QUEUE_LEFT", extra=f"queue={queue};status={status}")
        if status == "LEAVEEMPTY":
            self._say("NO_AGENT", extra=f"queue={queue}")

    def _end(self, *, by_caller: bool) -> list[Row]:
        self._wait(1_000)
        self._hang_up(self._id, self._name, self._name if by_caller else "")
        self._say("LINKEDID_END")
        if self._dice.random() < 0.04:
            self._swallow()
        return self._rows

    def _swallow(self) -> None:
        """A full disk took the end of the call; mostly it was missed, and that was told."""
        del self._rows[self._dice.randrange(3, len(self._rows)) :]
        if self._dice.random() < 0.7:
            self._wait(20 * SECOND)
            self._note("CALL_GONE", "NONE", "NONE")

    def _hang_up(self, channel: str, name: str, source: str) -> None:
        said = '{"hangupcause":16,"hangupsource":"%s","dialstatus":""}' % source  # noqa: UP031
        self._say("HANGUP", channel, name, extra=said)
        self._say("CHAN_END", channel, name)

    def _wait(self, for_us: int) -> None:
        self._at += for_us

    def _say(
        self,
        event: str,
        channel: str = "",
        name: str = "",
        *,
        extra: str = "",
        exten: str = "",
        context: str = "hotline",
        app: str = "",
        sort: str = "",
    ) -> None:
        fields = {
            "eventtype": event,
            "userdeftype": sort,
            "num": "" if channel else self._caller,
            "exten": exten or self._hotline,
            "context": context,
            "channame": name or self._name,
            "appname": app,
            "linkedid": self._id,
            "peer": "",
            "eventextra": extra,
            "tenantid": "demo01",
        }
        self._rows.append(Row(Source.CEL, self._at, event, channel or self._id, fields))

    def _note(self, event: str, queue: str, agent: str, *data: str) -> None:
        fields = {"queue": queue, "agent": agent}
        fields |= {f"data{number}": value for number, value in enumerate(data, start=1)}
        self._rows.append(Row(Source.QUEUE_LOG, self._at // SECOND * SECOND, event, self._id, fields))


def agent_row(at_us: int, agent: str, event: str, *data: str) -> Row:
    """queue_log knows the second in which it was written; the row itself says when it was."""
    fields = {"queue": "NONE", "agent": agent, "data1": str(at_us)}
    fields |= {f"data{number}": value for number, value in enumerate(data, start=2)}
    return Row(Source.QUEUE_LOG, (at_us // SECOND + 1) * SECOND, event, "NONE", fields)


def _hex(unique_id: str) -> str:
    return f"{int(unique_id.rpartition('.')[2]):08x}"
