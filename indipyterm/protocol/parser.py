"""Bytes off the wire to messages: the whole of what a client or a server hears.

One bad element costs that element and no more. It is given up, and reported as `Malformed`, when its tags do not
fit together, when it grows past a limit, or when the next known element begins inside it; see `tokens` for how
reading finds its feet again.
"""

from __future__ import annotations

from typing import NamedTuple

from indipyterm.protocol.blobdata import Decoder, Places
from indipyterm.protocol.elements import Member, Node, announced_length, read_element
from indipyterm.protocol.messages import Kind, Malformed, Received, SetVector
from indipyterm.protocol.shapes import START_COST, Shapes
from indipyterm.protocol.tokens import MAX_TAG, TOP_LEVEL, Broken, End, Start, Text, Tokenizer, Whole

MAX_ELEMENT = 4 << 20
"""Bytes of text and attributes after which an element without BLOBs is given up (10,000 members fit)."""

MAX_BLOB = 1_400_000_000
"""Bytes of base64 text after which an element with BLOBs is given up, unless the parser is told another limit.

A gigabyte takes so many, in lines.
"""

_BEYOND = 1 << 20  # of what a BLOB announced: drivers are not exact


class Arriving(NamedTuple):
    """A BLOB of which `done` bytes are here, of `total`; 0 where nobody knows."""

    device: str
    vector: str
    member: str
    done: int
    total: int


class Parser:
    """``feed(bytes) -> messages``. Never raises, whatever the bytes; chunks may be cut anywhere.

    Text that is not XML at all between two elements is reported once, however long it is. `learning` is whether the
    fast way (see `shapes`) is taken for what was heard before: it changes nothing but speed.
    """

    def __init__(self, max_element: int = MAX_ELEMENT, max_blob: int = MAX_BLOB, *, learning: bool = True) -> None:
        self._tokenizer = Tokenizer()
        self._places = Places()
        self._shapes = Shapes(min(max_element, MAX_TAG)) if learning else None
        self._began: int | None = None  # where in the buffer the element began that is being read
        self._limits = max_element, max_blob
        self._element: Node | None = None  # the element being read
        self._child: Member | None = None  # the member of it being read
        self._size = [0, 0]  # what they hold so far: text, base64
        self._room = [max_element, 0]  # what they may hold at most
        self._lost = ""  # the name of an element that was given up, until it ends
        self._junk = False  # something between elements was reported already

    def feed(self, data: bytes) -> list[Received]:
        """Take the next bytes of the stream; give the messages that they completed, in order."""
        out: list[Received] = []
        tokenizer = self._tokenizer
        tokenizer.take(data)
        self._began = None
        while True:
            if self._element is None:
                if self._shapes and not self._lost and tokenizer.at(b"<set"):
                    self._known(self._shapes, out)
                self._began = tokenizer.position
            elif self._child is None and (members := tokenizer.members()):
                self._members(self._element, members, out)
                continue
            match tokenizer.next():
                case Text(text):
                    self._text(text, out)
                case Start() as start:
                    self._start(start, out)
                case End(name):
                    self._end(name, out)
                case Broken(reason):
                    self._broken(reason, out)
                case None:
                    return out

    def arriving(self) -> Arriving | None:
        """The BLOB that is being read, if one is."""
        if self._element is None or self._child is None or self._child.blob is None:
            return None
        vector, child = self._element.attributes, self._child.attributes
        names = vector.get("device", ""), vector.get("name", ""), child.get("name", "")
        return Arriving(*names, self._child.blob.length, announced_length(child))

    def _known(self, shapes: Shapes, out: list[Received]) -> None:
        """Hear what comes next the fast way, as far as that goes."""
        tokenizer = self._tokenizer
        end = shapes.read(tokenizer.text, tokenizer.position, out)
        if end > tokenizer.position:
            tokenizer.position, self._junk = end, False

    def _learn(self, messages: list[Received]) -> None:
        """Learn from an element that was read without a fault, if it is whole in the buffer."""
        message = messages[0]
        if not self._shapes or self._began is None:
            return
        if isinstance(message, SetVector) and message.kind is not Kind.BLOB:
            self._shapes.learn(self._tokenizer.text[self._began : self._tokenizer.position], message)

    def _members(self, element: Node, members: list[Whole], out: list[Received]) -> None:
        """Members in one piece: the same as their starts, their texts and their ends."""
        size, add = START_COST * len(members), element.children.append
        for name, attributes, data in members:
            add(Member(name, attributes, [data]))
            size += len("".join(attributes.values())) + len(data)
        self._grow(False, size, out)

    def _start(self, token: Start, out: list[Received]) -> None:
        top_level = token.name in TOP_LEVEL
        if top_level and (self._element or self._lost):
            if self._element:
                self._give_up("was not closed before the next element", out)
            self._lost = ""
        elif self._lost:
            return None
        attributes = token.attributes or {}
        if self._element is None:
            self._element, self._size, self._junk = Node(token.name, attributes), [0, 0], False
            self._room = [self._limits[0], 0]
        elif self._child is None:
            self._child = Member(token.name, attributes)
            self._element.children.append(self._child)
            if token.name == "oneBLOB":
                self._expect_base64(self._child)
        else:
            return self._give_up(f"has a <{token.name}> inside its <{self._child.tag}>", out)
        if not top_level and self._child is None:
            self._give_up("is no INDI element", out)
        elif token.attributes is None:
            self._give_up(f"has attributes in <{token.name}> that cannot be read", out)
        else:
            self._grow(False, START_COST + sum(map(len, attributes.values())), out)
        if token.empty:
            self._end(token.name, out)
        return None

    def _end(self, name: str, out: list[Received]) -> None:
        if self._lost:
            self._lost = "" if name == self._lost else self._lost
        elif self._element is None:
            self._between(out)
        elif self._child is not None:
            if name == self._child.tag:
                self._child = None
            else:
                self._give_up(f"has a <{self._child.tag}> that is not closed", out)
                self._end(name, out)
        elif name == self._element.tag:
            element, self._element = self._element, None
            messages = read_element(element)
            self._learn(messages)
            out.extend(messages)
        else:
            self._give_up(f"has a </{name}> that closes nothing", out)

    def _text(self, data: bytes, out: list[Received]) -> None:
        if self._child is not None:
            if blob := self._child.blob:
                blob.feed(data)
            else:
                self._child.pieces.append(data)
            self._grow(blob is not None, len(data), out)
        elif self._element is not None and self._element.tag == "enableBLOB":
            self._element.pieces.append(data)
            self._grow(False, len(data), out)
        elif data.isspace() or self._lost:
            return
        elif self._element is None:
            self._between(out)
        else:
            self._give_up("has text between its members", out)

    def _broken(self, reason: str, out: list[Received]) -> None:
        if self._element is not None:
            self._give_up(f"is damaged: {reason}", out)
        elif not self._lost:
            out.append(Malformed(reason))

    def _expect_base64(self, child: Member) -> None:
        """Expect the text of a BLOB: little more than it announced, where it announced anything."""
        announced, most = announced_length(child.attributes), self._limits[1]
        child.blob = Decoder(announced, self._places)
        self._room[1] = min(most, self._room[1] + (2 * announced + _BEYOND if announced else most))

    def _grow(self, base64: bool, size: int, out: list[Received]) -> None:
        self._size[base64] += size
        if self._size[base64] > self._room[base64] and self._element is not None:
            self._give_up(f"is larger than {self._room[base64]} bytes", out)

    def _give_up(self, reason: str, out: list[Received]) -> None:
        """Lose the element being read; what is left of it is passed over."""
        assert self._element is not None
        out.append(Malformed(f"{self._element} {reason}"))
        self._lost = self._element.tag
        self._element = self._child = None

    def _between(self, out: list[Received]) -> None:
        if not self._junk:
            self._junk = True
            out.append(Malformed("something that is no INDI element"))
