"""Rows of Asterisk → calls, for recount.py. Plain Python; shares no code with the platform.

Nothing is grouped beforehand: who talked with a caller is whoever was in one bridge with its channel.
"""

import json
from collections import defaultdict

SECOND = 1_000_000
ENDS = {
    "TIMEOUT": "timed_out",
    "FULL": "refused",
    "JOINEMPTY": "refused",
    "LEAVEEMPTY": "refused",
    "JOINUNAVAIL": "refused",
    "LEAVEUNAVAIL": "refused",
    "KEY": "left_by_key",
    "WITHDRAW": "cut",
}


class Row:
    """One row of cel.json: its time in microseconds, its word, and what Asterisk or the dial plan added."""

    def __init__(self, fields):
        seconds, _, fraction = fields["eventtime"].partition(".")
        self.at = int(seconds) * SECOND + int(fraction.ljust(6, "0")[:6])
        self.event = fields["eventtype"]
        self.fields = fields
        self.channel = fields["uniqueid"]
        self.linked = fields["linkedid"]
        self.extra = _extra(fields.get("eventextra") or "")

    def get(self, name):
        return self.fields.get(name) or ""


def _extra(text):
    if not text.startswith("{"):
        return {}
    read = json.loads(text)
    said = read.get("extra")
    if not isinstance(said, str):
        return read
    return dict(part.split("=", 1) for part in said.split(";") if "=" in part)


class Call:
    """A caller's channel that arrived on a trunk, and all that the rows say about it."""

    def __init__(self, rows, world):
        first = rows[0]
        self.id, self.arrived, self.company = first.channel, first.at, first.get("tenantid")
        self.name = first.get("channame")
        self.words = rows
        said = self._said("CALL_ARRIVED")
        self.hotline = said.get("hotline") or first.get("exten")
        self.demo = said.get("demo") == "1"
        self.system = self._time("FIRST_ANSWERED") or self._time("ANSWER")
        self._end(world)
        self._talks(world)
        self._wait()
        self.closed = bool(self._time("OUT_OF_HOURS")) and not self.visits
        if self.closed:
            self.requested = None
        self.invited = bool(self._time("SURVEY_OFFERED"))
        scores = [row.extra.get("score", "") for row in rows if row.event == "SURVEY_SCORED"]
        digits = [int(score) for score in scores if score in ("1", "2", "3", "4", "5")]
        self.score = digits[-1] if digits else None
        about = world.rows_about(self)
        self.transferred = any(_hands_on(row, self.id) for row in about)
        self._settle_visits([row.at for row in about if row.event in ("BLINDTRANSFER", "TRANSFERRED")])
        self.offers = _offers(about, self)

    @property
    def outcome(self):
        if self.answered is not None:
            return "answered"
        if self.ended is None:
            return None
        if self.requested is None:
            return "closed" if self.closed else "ivr_ended"
        return self.decided or ("abandoned" if self.left_by_caller else "cut")

    def _time(self, event):
        return next((row.at for row in self.words if row.event == event), None)

    def _said(self, event):
        return next((row.extra for row in self.words if row.event == event), {})

    def _end(self, world):
        own = [row for row in self.words if row.event == "HANGUP"] or [
            row for row in self.words if row.event == "CHAN_END"
        ]
        retired = world.retired.get(self.id)
        self.ended = own[0].at if own else retired
        self.left_by_caller = bool(own) and own[0].extra.get("hangupsource") == self.name
        restarted = any(self.arrived < start + SECOND for start in world.starts)
        if self.ended is None and (restarted or self.id in world.gone):
            self.ended = max(row.at for row in world.rows_about(self))
            self.left_by_caller = False

    def _talks(self, world):
        """Spans with each other channel: from when the later of the two entered to when one of them left."""
        self.talks = {}
        for bridge, begin, end in world.stays.get(self.id, []):
            for other, begin2, end2 in world.bridges[bridge]:
                if other == self.id:
                    continue
                start, stops = max(begin, begin2), [stop for stop in (end, end2) if stop is not None]
                if not stops or min(stops) >= start:
                    self.talks.setdefault(other, []).append((start, min(stops) if stops else None))
        self.aside = {other for other in self.talks if _beside(world.rows[other])}
        begins = [span[0] for spans in self.talks.values() for span in spans]
        self.answered = min(begins) if begins else None
        holds, since = [], None
        for row in self.words:
            if row.get("userdeftype").startswith("MOH_"):
                talking = any(
                    start <= row.at and (end is None or row.at < end)
                    for spans in self.talks.values()
                    for start, end in spans
                )
                if row.event == "STREAM_BEGIN" and since is None and talking:
                    since = row.at
                elif row.event == "STREAM_END" and since is not None:
                    holds.append((since, row.at))
                    since = None
        if since is not None:
            holds.append((since, self.ended))
        self.handled = {other: self._times(spans, holds) for other, spans in self.talks.items()}

    def _times(self, spans, holds):
        """Talk and hold of one channel with this caller, in microseconds; hold is no talk."""
        if self.ended is None:
            return 0, 0
        spans = [(start, end if end is not None else self.ended) for start, end in spans]
        held = [
            (max(start, begin), min(end, stop))
            for start, end in spans
            for begin, stop in holds
            if max(start, begin) < min(end, stop)
        ]
        return _length(spans) - _length(held), _length(held)

    def _wait(self):
        """The way through the queues; the last word about it decides."""
        self.requested, self.decided, self.asked, self.visits = None, None, "", []
        overflowed = False
        for row in self.words:
            said, event = row.extra, row.event
            if event in ("HUMAN_REQUESTED", "QUEUE_JOINED"):
                self.requested = row.at if self.requested is None else min(self.requested, row.at)
                self.asked = said.get("queue", "") or self.asked
                self.decided = None
                if event == "QUEUE_JOINED":
                    self.visits.append({"queue": said.get("queue", ""), "joined": row.at, "left": None})
            elif event == "QUEUE_LEFT":
                last = self.visits[-1] if self.visits else None
                if last and last["queue"] == said.get("queue") and last["left"] is None:
                    last["left"] = row.at
                self._decide(ENDS.get(said.get("status", "")), overflowed)
            elif event == "OVERFLOWED":
                overflowed = True
                self.decided = "overflowed"
            elif event == "NO_AGENT" and self.decided != "cut":
                self._decide("refused", overflowed)
            elif event == "CALL_CUT" and self.requested is not None and self.decided is None:
                self.decided = "cut"

    def _settle_visits(self, handed_on):
        """Each visit with who came by transfer and when a talk ended the waiting."""
        begins = sorted(span[0] for spans in self.talks.values() for span in spans)
        for number, visit in enumerate(self.visits):
            since = self.visits[number - 1]["joined"] if number else 0
            until = self.visits[number + 1]["joined"] if number + 1 < len(self.visits) else None
            joined = visit["joined"]
            visit["transferred"] = any(since < at <= joined + SECOND // 20 for at in handed_on)
            taken = [at for at in begins if at >= joined and (until is None or at < until)]
            visit["answered"] = taken[0] if taken else None
            visit["left"] = taken[0] if taken else visit["left"] or self.ended

    def in_queue(self, queue):
        """How it counts for one queue: (end, wait), or ("transferred_in", 0) and ("came_later", 0) where it
        came after its answer; None where it never was."""
        if not self.visits:
            return (self.outcome or "waiting", self.waited(self.ended)) if self.asked == queue else None
        mine = [visit for visit in self.visits if visit["queue"] == queue]
        if not mine:
            return None
        first = [
            visit
            for visit in mine
            if not visit["transferred"] and (self.answered is None or visit["joined"] <= self.answered)
        ]
        if not first:
            return "transferred_in" if any(visit["transferred"] for visit in mine) else "came_later", 0
        for visit in first:
            if visit["answered"] is not None:
                return "answered", visit["answered"] - self.requested
        later = any(visit["joined"] > first[-1]["joined"] for visit in self.visits)
        end = "overflowed" if later or self.answered is not None else self.outcome or "waiting"
        return end, self.waited(first[-1]["left"])

    def waited(self, until):
        return 0 if until is None else max(0, until - self.requested)

    def talk_of(self, queue):
        """Talk and hold of the seats that this queue offered the call to."""
        mine = [other for other, of in self.offers.items() if of == queue and other in self.handled]
        return sum(self.handled[other][0] for other in mine), sum(self.handled[other][1] for other in mine)

    def _decide(self, end, overflowed):
        if end == "refused" and overflowed:
            end = "overflowed"
        if end is not None:
            self.decided = end


def _hands_on(row, call):
    if row.event == "BLINDTRANSFER":
        moved = row.extra.get("transferee_channel_uniqueid", call)
        return moved == call and row.extra.get("extension") != "three-way"
    return row.event == "ATTENDEDTRANSFER"


def _beside(rows):
    """Whether that channel was a supervisor's who talked beside the agent, and not in the agent's stead."""
    supervises = [row for row in rows if row.event == "SUPERVISED" or row.get("exten").startswith("act-")]
    return bool(supervises) and all(row.extra.get("act") != "take_over" for row in supervises)


def _offers(rows, call):
    """Each channel that a queue made to reach a seat, with the queue that the caller was in."""
    made = {row.channel for row in rows if row.get("appname") == "AppQueue" and row.channel != call.id}
    begins = {row.channel: row.at for row in rows if row.event == "CHAN_START" and row.channel in made}
    return {
        channel: next((v["queue"] for v in reversed(call.visits) if v["joined"] <= at), None)
        for channel, at in begins.items()
    }


def _length(spans):
    """How long at least one of them lasted."""
    total, until = 0, 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, until))
        until = max(until, end)
    return total


def _gone_on(cel):
    """Where a channel did something before it began, the clock was set back in the middle of that call: what
    the file says afterwards goes on from where the clock stood."""
    linked = defaultdict(list)
    for row in cel:
        linked[row.linked].append(row)
    for rows in linked.values():
        first = {}
        for row in rows:
            if row.event != "LINKEDID_END":
                first[row.channel] = min(row.at, first.get(row.channel, row.at))
        if any(row.event == "CHAN_START" and row.at - first[row.channel] > 2 * SECOND for row in rows):
            added, last = 0, rows[0].at
            for row in rows:
                if last - (row.at + added) > 2 * SECOND:
                    added = last - row.at
                row.at = last = row.at + added
    return cel


class World:
    """All rows of an export by what is asked of them: by channel, by bridge, starts of Asterisk."""

    def __init__(self, cel, queue_log, about):
        self.about, self.as_of = about, about.get("as_of_us")
        self.agents = _agents(queue_log)
        self.starts = sorted(line["at"] for line in queue_log if line["event"] == "QUEUESTART")
        # A queue names the channel that took the call, and who sat there.
        connected = [line for line in queue_log if line["event"] == "CONNECT" and len(line["data"]) > 1]
        self.taken_by = {line["data"][1]: line["agent"] for line in connected}
        self.gone = {line["call"] for line in queue_log if line["event"] == "CALL_GONE"}
        self.rows = defaultdict(list)
        self.retired = {}
        self._linked = defaultdict(list)
        for row in sorted(_gone_on(cel), key=lambda row: row.at):
            if "wrap-limit" in (row.get("context"), *row.get("channame").replace("-0", "@").split("@")):
                continue
            self._linked[row.linked].append(row)
            if row.event == "LINKEDID_END":
                self.retired[row.linked] = row.at
            self.rows[row.channel].append(row)
        self.stays, self.bridges = defaultdict(list), defaultdict(list)
        for channel, rows in self.rows.items():
            for bridge, begin, end in _stays(rows):
                self.stays[channel].append((bridge, begin, end))
                self.bridges[bridge].append((channel, begin, end))
        self.recordings, self.service = {}, None
        self.shifts = []
        self.contacts, self.of_caller = {}, defaultdict(list)
        for channel, rows in self.rows.items():
            self._contact(channel, rows)
        self.calls = self._calls()

    def _contact(self, channel, rows):
        """Who asked for a person, and when; of a call far from the period only these words were exported."""
        asked = [row.at for row in rows if row.event in ("HUMAN_REQUESTED", "QUEUE_JOINED")]
        joined = any(row.event == "QUEUE_JOINED" for row in rows)
        closed = any(row.event == "OUT_OF_HOURS" for row in rows) and not joined
        token = next((row.get("num") for row in rows if row.get("num")), "")
        if asked and token and not closed and any(row.event == "CALL_ARRIVED" for row in rows):
            self.contacts[channel] = (token, min(asked))
            self.of_caller[token].append((min(asked), channel))

    def rows_about(self, call):
        """Rows of the caller, of what was linked to it, and of the calls that its talkers had dialled."""
        linked = {call.id} | {row.linked for other in getattr(call, "talks", {}) for row in self.rows[other]}
        return [row for of in linked for row in self._linked[of]]

    def _calls(self):
        found = []
        for rows in self.rows.values():
            begin = [row for row in rows if row.event == "CHAN_START"]
            if begin and begin[0].get("context") == "from-trunk" and begin[0].channel == begin[0].linked:
                rows.sort(key=lambda row: (row.at, row.event != "CHAN_START"))
                found.append(Call(rows, self))
        return found


def _stays(rows):
    found, at = [], None
    for row in rows:
        if row.event == "BRIDGE_ENTER":
            found.append([row.extra.get("bridge_id", ""), row.at, None])
            at = found[-1]
        elif row.event in ("BRIDGE_EXIT", "HANGUP", "CHAN_END") and at is not None and at[2] is None:
            at[2] = row.at
    return found


def _agents(queue_log):
    """Per agent: (moment, state); the platform wrote its own microseconds into the row."""
    found = defaultdict(list)
    for line in queue_log:
        said = line["data"]
        known = {"SIGNED_IN": "signed_in", "SIGNED_OUT": "signed_out"}
        state = said[1] if line["event"] == "AGENT_STATE" and len(said) > 1 else known.get(line["event"])
        if state and said and said[0].isdigit():
            found[line["agent"]].append((int(said[0]), state))
    return found
