"""Scripts, their check and forbidden phrases as clients send and get them."""

from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from callcenter.crm.contacts.schemas import EnglishLine, Id, QueueName, Text
from callcenter.crm.scripts.script import ScriptKind
from callcenter.kit.schemas import Sent, Shown
from callcenter.kit.whole_lists import WholeListSent, WholeListShown

LONGEST_BODY = 20_000
Title = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$"),
]
Body = Annotated[Text, Field(min_length=1, max_length=LONGEST_BODY)]
Phrase = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=40, pattern=r"^[^\x00-\x1f\x7f]+$"),
]
WhyZh = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=100, pattern=r"^[^\x00-\x1f\x7f]+$"),
]


class LongSent(Sent):
    """Bodies of scripts are longer than what other requests hold."""

    model_config = ConfigDict(extra="forbid", str_max_length=LONGEST_BODY)


class ScriptNew(LongSent):
    """`queues` empty: for every queue."""

    kind: ScriptKind
    title: Title
    body: Body
    queues: Annotated[list[QueueName], Field(default_factory=list, max_length=100)]


class ScriptChanged(ScriptNew):
    """`version`: the one the person saw."""

    version: Annotated[int, Field(ge=1, le=1_000_000)]
    archived: bool = False


class ScriptText(LongSent):
    text: Annotated[str, Field(max_length=LONGEST_BODY)]


class HitShown(Shown):
    """`start` and `end` count Unicode characters of the text as sent; `law` is empty for a company's rule."""

    phrase: str
    matched: str
    start: int
    end: int
    reason_zh: str
    reason_en: str
    law: str


class ScriptChecked(Shown):
    hits: list[HitShown]


class ScriptRow(Shown):
    """`excerpt` is the part around what was looked for."""

    id: str
    kind: ScriptKind
    title: str
    excerpt: str
    body: str
    queues: list[str]
    version: int
    archived: bool
    updated_us: int
    updated_by: str | None


class ScriptShown(Shown):
    id: str
    kind: ScriptKind
    title: str
    body: str
    queues: list[str]
    version: int
    archived: bool
    updated_us: int
    updated_by: str | None


class ScriptsFound(Shown):
    """`more`: there are further ones; a longer search finds them."""

    items: list[ScriptRow]
    more: bool


class ScriptVersionShown(Shown):
    version: int
    kind: ScriptKind
    title: str
    body: str
    queues: list[str]
    archived: bool
    at_us: int
    by: str | None


class ScriptVersions(Shown):
    items: list[ScriptVersionShown]


class PhraseForm(Sent):
    """`except_in`: wordings that hold the phrase and are meant otherwise."""

    phrase: Phrase
    reason_zh: WhyZh
    reason_en: Annotated[EnglishLine, Field(default="our own rule")]
    except_in: Annotated[list[Phrase], Field(default_factory=list, max_length=50)]


class PhrasesForm(WholeListSent):
    """The whole list of the company's own phrases; those of the house are never taken off."""

    phrases: Annotated[list[PhraseForm], Field(max_length=500)]


class PhraseShown(Shown):
    phrase: str
    reason_zh: str
    reason_en: str
    law: str
    except_in: list[str]


class PhrasesShown(WholeListShown):
    of_the_house: list[PhraseShown]
    own: list[PhraseShown]


ScriptId = Id
