"""Messages as elements of Python's own XML library, for scripts that look at what was received.

Loaded when a script asks for one.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree

from indipyterm.protocol.encoder import encode
from indipyterm.protocol.messages import Element

_REFERENCE = re.compile(r"&#([0-9]+);")
_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_UNKNOWN = "\ufffd"


def element_tree(message: Element) -> ElementTree.Element:
    """The element that a message was received as, with its defaults; what XML cannot represent becomes U+FFFD."""
    text = encode(message).decode()
    text = _REFERENCE.sub(lambda found: found[0] if not _NOT_IN_XML.match(chr(int(found[1]))) else _UNKNOWN, text)
    return ElementTree.fromstring(_NOT_IN_XML.sub(_UNKNOWN, text))


def xml_text(root: ElementTree.Element) -> str:
    """An element as text."""
    return ElementTree.tostring(root, encoding="unicode")
