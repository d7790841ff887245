"""Asterisk's database as its AMI shows it, in memory."""

from dataclasses import dataclass, field
from types import MappingProxyType

from callcenter.telephony.ami.errors import ActionRefused, LinkLost
from callcenter.telephony.ami.facts import Answer

DONE = Answer(MappingProxyType({"response": "Success"}))


@dataclass
class PretendAstdb:
    entries: dict[tuple[str, str], str] = field(default_factory=dict)
    log: list[tuple[str, str, str]] = field(default_factory=list)
    down: bool = False

    def family(self, name: str) -> dict[str, str]:
        return {key: value for (family, key), value in self.entries.items() if family == name}

    async def act(self, name, fields):
        if self.down:
            raise LinkLost
        family, key = fields["Family"], fields.get("Key", "")
        self.log.append((name, family, key))
        if name == "DBPut":
            self.entries[(family, key)] = fields["Val"]
        elif name == "DBDel":
            if (family, key) not in self.entries:
                raise ActionRefused(name, "Database entry not found")
            del self.entries[(family, key)]
        elif name == "DBGetTree":
            found = self.family(family)
            if not found:
                raise ActionRefused(name, "Database entry not found")
            items = ({"key": f"/{family}/{each}", "val": value} for each, value in found.items())
            return Answer(DONE.fields, tuple(MappingProxyType(item) for item in items))
        return DONE
