"""What devices make of requests, and how to say it in a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from indipyterm.commands.patterns import format_name
from indipyterm.model.devices import is_complaint
from indipyterm.protocol.messages import State

_MOST_TOLD = 3


class Verdict(StrEnum):
    """What became of a request."""

    DONE = "done"
    REFUSED = "refused"
    STOPPED = "stopped"
    NO_ANSWER = "no answer"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a device made of a request.

    `messages` are the texts that came with the vector, or the reason why nothing was sent; `device_messages` those that
    the device sent meanwhile about anything. Each is there once, with the number of times where it came more often.
    `untaken` names the members that have another value than they were sent, though the answer was Ok or Idle, with
    that value.
    """

    device: str
    vector: str
    verdict: Verdict
    state: State | None = None
    messages: tuple[str, ...] = ()
    untaken: Mapping[str, str] = field(default_factory=dict)
    device_messages: tuple[str, ...] = ()


def explanation(answer: Answer) -> str:
    """Why an answer has its verdict, in one line without that and the name of the vector; empty for a plain "done".

    What the device said meanwhile about anything stands behind its name: it need not belong to this request.
    """
    values = ", ".join(f"{format_name(name)}={value}" for name, value in answer.untaken.items())
    if values:
        what = [f"answered {answer.state}, but with other values than asked for: {values}"]
    elif answer.verdict is Verdict.DONE:
        return ""
    else:
        what = [f"its state is {answer.state}"] if answer.state else []
    told = [": ".join((*what, *filter(None, ["; ".join(answer.messages)])))]
    complaints = [text for text in answer.device_messages if is_complaint(text)]
    if said := (complaints or answer.device_messages)[-_MOST_TOLD:]:
        told.append(f"{answer.device} said: {'; '.join(said)}")
    return "; ".join(told)
