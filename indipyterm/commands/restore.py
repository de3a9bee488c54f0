"""``restore``: put settings back, one vector after the other, and tell what became of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from indipyterm.commands.answers import Verdict, ask
from indipyterm.commands.definitions import await_definitions
from indipyterm.commands.diff import learn_settings
from indipyterm.commands.exclusions import says_how_to_reach
from indipyterm.commands.get import TIMEOUT
from indipyterm.commands.patterns import written
from indipyterm.commands.session import Session
from indipyterm.commands.set import CONNECT, CONNECTION, Key
from indipyterm.commands.settings import Difference, Settings, compare, setting_text
from indipyterm.exceptions import NoServer, Refused
from indipyterm.model.catalog import Catalog
from indipyterm.model.requests import request
from indipyterm.protocol.messages import Kind

ROUNDS = 4
"""How often to look for what differs: what was sent may define further vectors, change limits, or upset others."""

MOST_TRIES = 2
"""How often one vector is sent at most."""

_CONNECTING = 1
"""The rank of what connects a device; what is below says how to."""

Planned = tuple[Difference, str | None]
"""What would be sent, and in words what speaks against it, if anything does."""


class Result(StrEnum):
    """What became of a vector."""

    DONE = "done"
    REFUSED = "refused"
    MISSING = "missing"
    NO_ANSWER = "no answer"
    NOT_SENT = "not sent"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one vector, and why, in words."""

    device: str
    vector: str
    result: Result
    why: str = ""

    def __str__(self) -> str:
        """Write it as a row of a table."""
        return f"{self.result:<10} {written(self.device, self.vector)}  {self.why}".rstrip()

    def as_json(self) -> dict[str, object]:
        """Put it in one JSON object."""
        return {"device": self.device, "vector": self.vector, "result": self.result.value, "why": self.why}


async def restore(
    session: Session,
    settings: Settings,
    *,
    everything: bool = False,
    timeout: float | None = None,
    progress: Callable[[Key], None] = lambda key: None,
) -> list[Outcome]:
    """Send what differs from `settings`, wait for each answer, and give what became of it, in the order sent.

    Devices are connected first; then come switches, since they may define other vectors, then texts and numbers;
    devices are disconnected last. What is defined only meanwhile, was out of limits that have changed since, or was
    upset by what came later is tried again. Properties that are no settings (see `leftout`) are passed over unless
    `everything` is wanted. `timeout` is in seconds for each answer, see `answers.ask`; `progress` is called with each
    vector before it is sent. Where the connection is lost what is left is not sent, and said so.
    Raises TimeoutError where definitions do not end, and `NoServer` where there is no connection to begin with.
    """
    await learn_settings(session, settings, TIMEOUT)
    work = _Work(session, settings, everything, timeout)
    try:
        for _ in range(ROUNDS):
            todo = work.todo()
            for difference in _first(todo, session.catalog) or todo:
                progress((difference.device, difference.vector))
                await work.send(difference)
            if not todo:
                break
            with suppress(TimeoutError):  # what is there by then is there
                await await_definitions(session, seconds=TIMEOUT)  # what was sent may define, delete or change others
    except NoServer as error:
        return work.cut_off(str(error))
    return work.done()


async def plan(
    session: Session, settings: Settings, *, everything: bool = False, timeout: float | None = TIMEOUT
) -> list[Planned]:
    """What `restore` would send now, in its order, and in words what already speaks against it, if anything does.

    Raises TimeoutError where definitions do not end within `timeout` seconds, `NoServer`.
    """
    await learn_settings(session, settings, timeout)
    return planned(settings, session.catalog, everything=everything)


def planned(settings: Settings, catalog: Catalog, *, everything: bool = False) -> list[Planned]:
    """As `plan`, of what is known already."""
    differences = in_order(compare(settings, catalog, everything=everything), catalog)
    return [(difference, _objection(difference, catalog)) for difference in differences]


def in_order(differences: Iterable[Difference], catalog: Catalog) -> list[Difference]:
    """Put differences in the order in which they are sent."""
    return sorted(differences, key=lambda difference: _rank(difference, catalog))


def _rank(difference: Difference, catalog: Catalog) -> int:
    if difference.vector == CONNECTION:
        return _CONNECTING if difference.saved.get(CONNECT) is True else 4
    if says_how_to_reach(difference.vector):
        return 0  # of no use once the device is connected
    vector = catalog.find(difference.device, difference.vector)
    return 2 if vector is not None and vector.kind is Kind.SWITCH else 3


def _first(differences: Iterable[Difference], catalog: Catalog) -> list[Difference]:
    """What connects devices, of these: nobody knows what else differs before that is done."""
    return [difference for difference in differences if _rank(difference, catalog) <= _CONNECTING]


def _objection(difference: Difference, catalog: Catalog) -> str | None:
    """Why a difference cannot be sent as things are now; None where it can."""
    vector = catalog.find(difference.device, difference.vector)
    if difference.missing is not None or vector is None:
        return difference.missing or "is not there"
    try:
        request(vector, difference.saved)
    except Refused as error:
        return str(error)
    return None


class _Work:
    """One run: what differs still, and what became of the rest."""

    def __init__(self, session: Session, settings: Settings, everything: bool, timeout: float | None) -> None:
        self._session = session
        self._settings = settings
        self._everything = everything
        self._timeout = timeout
        self._outcomes: dict[Key, Outcome] = {}
        self._tries: Counter[Key] = Counter()
        self._waiting: list[Difference] = []

    def todo(self) -> list[Difference]:
        """What differs, can be sent as things are now, and was not refused before; in order."""
        catalog = self._session.catalog
        self._waiting = in_order(compare(self._settings, catalog, everything=self._everything), catalog)
        return [each for each in self._waiting if self._worth_a_try(each) and _objection(each, catalog) is None]

    async def send(self, planned: Difference) -> None:
        """Send what still differs of a vector, and note the answer."""
        key = (planned.device, planned.vector)
        alone = {planned.device: {planned.vector: self._settings[planned.device][planned.vector]}}
        difference = next(compare(alone, self._session.catalog, everything=self._everything), None)
        if difference is None:  # another one changed it along with itself
            self._note(key, Result.DONE)
            return
        self._tries[key] += 1
        answer = await ask(self._session, *key, difference.saved, self._timeout)
        why = "; ".join(answer.messages) or f"its state is {answer.state}"
        self._note(key, Result(answer.verdict.value), "" if answer.verdict is Verdict.DONE else why)

    def done(self) -> list[Outcome]:
        """Give all outcomes: for what differs still, the reason."""
        for each in compare(self._settings, self._session.catalog, everything=self._everything):
            key = (each.device, each.vector)
            before = self._outcomes.get(key)
            if before is None:
                objection = _objection(each, self._session.catalog) or "differs again and again"
                self._note(key, Result.REFUSED if each.missing is None else Result.MISSING, objection)
            elif before.result is Result.DONE and each.members:  # without any, it went with its device
                self._note(key, Result.REFUSED, f"answered, but {_still(each)}")
        return list(self._outcomes.values())

    def cut_off(self, why: str) -> list[Outcome]:
        """Give all outcomes where the connection is lost: what differed before is not sent."""
        for each in self._waiting:
            if (each.device, each.vector) not in self._outcomes:
                self._note((each.device, each.vector), Result.NOT_SENT, why)
        return list(self._outcomes.values())

    def _worth_a_try(self, difference: Difference) -> bool:
        key = (difference.device, difference.vector)
        before = self._outcomes.get(key)
        return (before is None or before.result is Result.DONE) and self._tries[key] < MOST_TRIES

    def _note(self, key: Key, result: Result, why: str = "") -> None:
        self._outcomes[key] = Outcome(*key, result, why)


def _still(difference: Difference) -> str:
    return ", ".join(
        f"there is no {name}" if now is None else f"{name} is {setting_text(now)}, not {setting_text(saved)}"
        for name, (saved, now) in difference.members.items()
    )
