"""``restore``: send saved settings that differ, one vector after the other, and report the outcome of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

from indipyterm.commands.answers import explanation
from indipyterm.commands.ask import ask
from indipyterm.commands.definitions import await_definitions, unheard
from indipyterm.commands.diff import learn_settings
from indipyterm.commands.exclusions import is_connection_setting
from indipyterm.commands.get import TIMEOUT
from indipyterm.commands.patterns import Part, Pattern, format_name
from indipyterm.commands.session import Session
from indipyterm.commands.set import VectorName
from indipyterm.commands.settings import Difference, Settings, compare, format_setting
from indipyterm.exceptions import NoServer, Refused
from indipyterm.model.catalog import Catalog
from indipyterm.model.requests import request
from indipyterm.model.standard import CONNECT, CONNECTION
from indipyterm.protocol.messages import Kind

ROUNDS = 4
"""How often to compare: a sent vector may define others, change limits, or change the values of others."""

MOST_TRIES = 2
"""How often a vector is sent at most."""

_CONNECTING_RANK = 1
"""The rank of connecting a device; connection settings have a lower one."""

PlannedChange = tuple[Difference, str | None]
"""A difference that would be sent, and the reason why it cannot be, if any."""


class Result(StrEnum):
    """The result of restoring a vector."""

    DONE = "done"
    REFUSED = "refused"
    STOPPED = "stopped"
    MISSING = "missing"
    NOT_HEARD = "not heard"
    NO_ANSWER = "no answer"
    NOT_SENT = "not sent"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of restoring a vector, with the reason in `why`."""

    device: str
    vector: str
    result: Result
    why: str = ""

    def __str__(self) -> str:
        """Format it as a line of a table."""
        return f"{self.result:<10} {format_name(self.device, self.vector)}  {self.why}".rstrip()

    def as_json(self) -> dict[str, object]:
        """Return it as a JSON object."""
        return {"device": self.device, "vector": self.vector, "result": self.result.value, "why": self.why}


async def restore(
    session: Session,
    settings: Settings,
    *,
    everything: bool = False,
    timeout: float | None = None,
    progress: Callable[[VectorName], None] = lambda key: None,
) -> list[Outcome]:
    """Send the settings that differ, wait for each answer, and return the outcomes in the order of sending.

    Devices are connected first; then switches are sent, since they may define other vectors, then texts and numbers;
    devices are disconnected last. Vectors that are defined meanwhile, whose limits have changed, or whose values were
    changed by later ones are tried again. Properties that are not settings (see `exclusions`) are skipped unless
    `everything` is true. `timeout` is the time in seconds for each answer, see `ask.ask`, and for what is not there to
    be defined: its device may be busy. `progress` is called with each vector before it is sent. If the connection is
    lost, the rest has the result NOT_SENT.
    Raises TimeoutError if definitions do not end, and `NoServer` if there is no connection at the start.
    """
    seconds = TIMEOUT if timeout is None else timeout
    await await_definitions(session, [Pattern(Part(device, quoted=True)) for device in settings], seconds)
    late = 0.0 if unheard(session, settings) else seconds  # what was waited for in vain is not waited for again
    run = _Run(session, settings, everything, timeout)
    try:
        for _ in range(ROUNDS):
            todo = run.todo()
            if not todo:  # what is missing now is defined by nothing that was sent
                await learn_settings(session, settings, late)
                todo = run.todo()
            for difference in _connecting(todo, session.catalog) or todo:
                progress((difference.device, difference.vector))
                await run.send(difference)
            if not todo:
                break
            with suppress(TimeoutError):  # what is there by then is there
                await await_definitions(session, seconds=TIMEOUT)  # what was sent may define, delete or change others
    except NoServer as error:
        return run.lost_connection(str(error))
    return run.finish()


async def plan(
    session: Session, settings: Settings, *, everything: bool = False, timeout: float | None = TIMEOUT
) -> list[PlannedChange]:
    """Return what `restore` would send now, in its order, with the reason why it cannot be sent, if any.

    What is not there is waited for, for `timeout` seconds. Raises `NoServer`.
    """
    await learn_settings(session, settings, timeout)
    return plan_changes(settings, session.catalog, everything=everything)


def plan_changes(settings: Settings, catalog: Catalog, *, everything: bool = False) -> list[PlannedChange]:
    """Do the same as `plan`, with what is defined already."""
    differences = in_sending_order(compare(settings, catalog, everything=everything), catalog)
    return [(difference, _objection(difference, catalog)) for difference in differences]


def in_sending_order(differences: Iterable[Difference], catalog: Catalog) -> list[Difference]:
    """Sort differences in the order in which they are sent."""
    return sorted(differences, key=lambda difference: _rank(difference, catalog))


def _rank(difference: Difference, catalog: Catalog) -> int:
    if difference.vector == CONNECTION:
        return _CONNECTING_RANK if difference.saved.get(CONNECT) is True else 4
    if is_connection_setting(difference.vector):
        return 0  # without effect once the device is connected
    vector = catalog.find(difference.device, difference.vector)
    return 2 if vector is not None and vector.kind is Kind.SWITCH else 3


def _connecting(differences: Iterable[Difference], catalog: Catalog) -> list[Difference]:
    """Return the differences to send first: connecting devices defines further properties, which may differ."""
    return [difference for difference in differences if _rank(difference, catalog) <= _CONNECTING_RANK]


def _objection(difference: Difference, catalog: Catalog) -> str | None:
    """Return why a difference cannot be sent now; None if it can."""
    vector = catalog.find(difference.device, difference.vector)
    if difference.missing is not None or vector is None:
        return difference.missing or "is not there"
    try:
        request(vector, difference.saved)
    except Refused as error:
        return str(error)
    return None


class _Run:
    """One run of `restore`: the remaining differences, and the outcomes so far."""

    def __init__(self, session: Session, settings: Settings, everything: bool, timeout: float | None) -> None:
        self._session = session
        self._settings = settings
        self._everything = everything
        self._timeout = timeout
        self._outcomes: dict[VectorName, Outcome] = {}
        self._tries: Counter[VectorName] = Counter()
        self._remaining: list[Difference] = []

    def todo(self) -> list[Difference]:
        """Return the differences that can be sent now and were not refused before, in sending order."""
        catalog = self._session.catalog
        self._remaining = in_sending_order(compare(self._settings, catalog, everything=self._everything), catalog)
        return [each for each in self._remaining if self._may_try(each) and _objection(each, catalog) is None]

    async def send(self, plan_changes: Difference) -> None:
        """Send the members of a vector that still differ, and note the answer."""
        key = (plan_changes.device, plan_changes.vector)
        alone = {plan_changes.device: {plan_changes.vector: self._settings[plan_changes.device][plan_changes.vector]}}
        difference = next(compare(alone, self._session.catalog, everything=self._everything), None)
        if difference is None:  # another vector changed it, too
            self._record(key, Result.DONE)
            return
        self._tries[key] += 1
        answer = await ask(self._session, *key, difference.saved, self._timeout)
        self._record(key, Result(answer.verdict.value), explanation(answer))

    def finish(self) -> list[Outcome]:
        """Return all outcomes, with the reasons for what still differs."""
        for each in compare(self._settings, self._session.catalog, everything=self._everything):
            key = (each.device, each.vector)
            before = self._outcomes.get(key)
            if before is None:
                objection = _objection(each, self._session.catalog) or "differs again and again"
                missing = Result.MISSING if each.heard else Result.NOT_HEARD
                self._record(key, Result.REFUSED if each.missing is None else missing, objection)
            elif before.result is Result.DONE and each.members:  # without any, it went with its device
                self._record(key, Result.REFUSED, f"answered, but {_differing_values(each)}")
        return list(self._outcomes.values())

    def lost_connection(self, why: str) -> list[Outcome]:
        """Return all outcomes after the connection was lost: the remaining differences were not sent."""
        for each in self._remaining:
            if (each.device, each.vector) not in self._outcomes:
                self._record((each.device, each.vector), Result.NOT_SENT, why)
        return list(self._outcomes.values())

    def _may_try(self, difference: Difference) -> bool:
        key = (difference.device, difference.vector)
        before = self._outcomes.get(key)
        return (before is None or before.result is Result.DONE) and self._tries[key] < MOST_TRIES

    def _record(self, key: VectorName, result: Result, why: str = "") -> None:
        self._outcomes[key] = Outcome(*key, result, why)


def _differing_values(difference: Difference) -> str:
    return ", ".join(
        f"there is no {name}" if now is None else f"{name} is {format_setting(now)}, not {format_setting(saved)}"
        for name, (saved, now) in difference.members.items()
    )
