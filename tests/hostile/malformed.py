"""Malformed XML: one element is lost at most; the connection, the other devices and the next good element never."""

from __future__ import annotations

from tests.hostile.case import Case
from tests.hostile.stage import World

FAMILY = "Malformed XML"

NEW = {"TEXT.A": "new"}
NOT_CLOSED = "was not closed before the next element"
DAMAGED = "is damaged"
BETWEEN = "something that is not an INDI element"
UNREADABLE = "that cannot be read"


def text(value: bytes) -> bytes:
    """A good element but for the value."""
    return b'<setTextVector device="Victim" name="TEXT"><oneText name="A">%s</oneText></setTextVector>' % value


GOOD = text(b"new")
MESSAGE = b'<message device="Victim" message="%s"/>'

UNCLOSED: list[Case[World]] = [
    Case("a vector without its end", b'<setTextVector device="Victim" name="TEXT">', told=NOT_CLOSED),
    Case("a member and its vector without end", GOOD[:-27], told=NOT_CLOSED),
    Case("a member without its end", GOOD.replace(b"</oneText>", b""), told="has a <oneText> that is not closed"),
    Case("a start tag that is never ended", b'<setTextVector device="Victim" name="TEXT"', told=BETWEEN),
    Case("an end tag that is never ended", GOOD[:-1], told="has text between its members"),
    Case("a member's start tag that is never ended", GOOD[:60], told="has text between its members"),
    Case("a quote that is never closed", b'<setTextVector device="Victim name="TEXT"><oneText name="A">new</oneText></setTextVector>', told="a tag was never closed"),
    Case("a quote that is open to the end", b'<setTextVector device="Victim', told="a tag was never closed"),
    Case("an apostrophe that is open to the end", b"<setTextVector device='Victim", told="a tag was never closed"),
    Case("the first half of a tag's name", b"<setText", told=BETWEEN),
    Case("a lone <", b"<", told=BETWEEN),
    Case("a definition without its end", b'<defTextVector device="Victim" name="EXTRA"><defText name="A">', told=NOT_CLOSED),
    Case("a BLOB without its end", b'<setBLOBVector device="Victim" name="IMAGE"><oneBLOB name="IMG" size="3">YWJ', told=NOT_CLOSED),
    Case("a message without its end", b'<message device="Victim" message="lost">', told=NOT_CLOSED),
    Case("a deletion without its end deletes nothing", b'<delProperty device="Victim">', told=NOT_CLOSED),
    Case("a vector in a vector: the inner one is whole", b'<setTextVector device="Victim" name="READING">' + GOOD, NEW, told=NOT_CLOSED),
    Case("ten vectors that are never closed, in one line", b'<setTextVector device="Victim" name="TEXT">' * 10 + GOOD, NEW, told=NOT_CLOSED),
    Case("an enableBLOB without its end", b'<enableBLOB device="Victim">Never', told=NOT_CLOSED),
]  # fmt: skip

COMMENTS: list[Case[World]] = [
    Case("a comment between elements", b"<!-- nothing -->" + GOOD, NEW),
    Case("a comment between members", GOOD.replace(b"<oneText", b"<!-- nothing --><oneText"), NEW),
    Case("a comment in a value", text(b"ne<!-- nothing -->w"), NEW),
    Case("a comment that holds a deletion", b'<!-- <delProperty device="Victim"/> -->' + GOOD, NEW),
    Case("a comment over a member", b'<setTextVector device="Victim" name="TEXT"><oneText name="A">new</oneText><!--<oneText name="B">new</oneText>--></setTextVector>', NEW),
    Case("a comment with two hyphens in it", b"<!-- a -- b -->" + GOOD, NEW),
    Case("a comment that ends in three hyphens", b"<!-- a --->" + GOOD, NEW),
    Case("a comment in a comment", b"<!-- <!-- --> " + GOOD, NEW),
    Case("an empty comment", b"<!---->" + GOOD, NEW),
    Case("a comment that is never closed", b"<!-- and so on", told="a comment or the like was never closed"),
    Case("a comment in an element that is never closed", text(b"x<!-- and so on"), told=DAMAGED),
    Case("a comment inside a tag", b'<setTextVector <!-- --> device="Victim" name="TEXT"><oneText name="A">new</oneText></setTextVector>', told="not understood"),
    Case("what is nearly a comment", b"<!- nothing ->" + GOOD, NEW, told="a declaration was skipped"),
    Case("a comment of 3 MB", b"<!--" + b" x" * 1_500_000 + b"-->" + GOOD, NEW),
    Case("CDATA between elements", b"<![CDATA[nothing]]>" + GOOD, NEW, told=BETWEEN),
    Case("CDATA in a value", text(b"<![CDATA[new]]>"), NEW),
    Case("CDATA with markup in it", text(b"<![CDATA[<b>&amp;</b>]]>"), {"TEXT.A": "<b>&amp;</b>"}),
    Case("CDATA that holds a deletion", text(b'<![CDATA[<delProperty device="Victim"/>]]>'), {"TEXT.A": '<delProperty device="Victim"/>'}),
    Case("CDATA with brackets before its end", text(b"<![CDATA[a]]]>"), {"TEXT.A": "a]"}),
    Case("CDATA in two pieces", text(b"<![CDATA[a]]]]><![CDATA[>b]]>"), {"TEXT.A": "a]]>b"}),
    Case("CDATA that is never closed", text(b"<![CDATA[x"), told=DAMAGED),
    Case("the end of CDATA without its beginning", text(b"a]]>b"), {"TEXT.A": "a]]>b"}),
    Case("CDATA around a whole element", b"<![CDATA[" + GOOD + b"]]>", told=BETWEEN),
    Case("CDATA in lower case", text(b"<![cdata[x]]>") + GOOD, NEW, told="not understood"),
]  # fmt: skip

DECLARATIONS: list[Case[World]] = [
    Case("a declaration first", GOOD, NEW, first=b'<?xml version="1.0" encoding="UTF-8"?>\n'),
    Case("a declaration between elements", b'<?xml version="1.0"?>' + GOOD, NEW),
    Case("a declaration in an element", GOOD.replace(b"<oneText", b'<?xml version="1.0"?><oneText'), NEW),
    Case("a declaration of another encoding", GOOD, NEW, first=b'<?xml version="1.0" encoding="UTF-16"?>\n'),
    Case("an instruction for a style sheet", b'<?xml-stylesheet href="http://127.0.0.1:9/x.css"?>' + GOOD, NEW),
    Case("an instruction for a program", b"<?php system('id'); ?>" + GOOD, NEW),
    Case("an instruction that is never closed", b"<?xml version='1.0'", told="a comment or the like was never closed"),
    Case("a DOCTYPE first", GOOD, NEW, first=b"<!DOCTYPE indi>\n", told="a declaration was skipped"),
    Case("a DOCTYPE between elements", b"<!DOCTYPE indi>" + GOOD, NEW, told="a declaration was skipped"),
    Case("a DOCTYPE in an element", GOOD.replace(b"<oneText", b"<!DOCTYPE x><oneText"), told=DAMAGED),
    Case("a DOCTYPE with a file of ours", b'<!DOCTYPE x SYSTEM "file:///etc/passwd">' + GOOD, NEW, told="a declaration was skipped"),
    Case("a DOCTYPE of a server elsewhere", b'<!DOCTYPE x PUBLIC "-//X" "http://127.0.0.1:9/x.dtd">' + GOOD, NEW, told="a declaration was skipped"),
    Case("a DOCTYPE that is never closed", b"<!DOCTYPE x [", told="not understood"),
    Case("an entity of its own", b'<!DOCTYPE x [<!ENTITY e "evil">]>' + text(b"&e;"), {"TEXT.A": "&e;"}, told="a declaration was skipped"),
    Case("an entity that reads a file", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + text(b"&e;"), {"TEXT.A": "&e;"}, told="a declaration was skipped"),
    Case("a bomb of entities", b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>' + text(b"&c;" * 20), {"TEXT.A": "&c;" * 20}),
    Case("a bomb of one long entity", b'<!DOCTYPE x [<!ENTITY a "%s">]>' % (b"x" * 50_000) + text(b"&a;" * 10_000), {"TEXT.A": "&a;" * 10_000}),
    Case("an entity of parameters", b'<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:9/"> %p;]>' + GOOD, NEW, told="a declaration was skipped"),
    Case("a byte order mark first", GOOD, NEW, first=b"\xef\xbb\xbf", told=BETWEEN),
    Case("UTF-16 first", GOOD, NEW, first="<?xml version='1.0'?><message/>\n".encode("utf-16"), told="not understood"),
    Case("a web server's answer first", GOOD, NEW, first=b"HTTP/1.1 400 Bad Request\r\nServer: x\r\n\r\n<html><body>no</body></html>\r\n", told="not understood"),
    Case("an SSH greeting first", GOOD, NEW, first=b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", told=BETWEEN),
    Case("a TLS alert first", GOOD, NEW, first=b"\x15\x03\x01\x00\x02\x02\x28", told=BETWEEN),
    Case("gzip first", GOOD, NEW, first=bytes.fromhex("1f8b0800000000000003b3c92d2e4e4c4f2d560400b5c1cbe40a000000") + b"\n", told=BETWEEN),
]  # fmt: skip

STRAY: list[Case[World]] = [
    Case("an end tag without a start", b"</setTextVector>" + GOOD, NEW, told=BETWEEN),
    Case("a thousand end tags", b"</a>" * 1000 + GOOD, NEW, told=BETWEEN),
    Case("a member without a vector", b'<oneText name="A">evil</oneText>' + GOOD, NEW, told="is not an INDI element"),
    Case("a member behind its vector's end", GOOD + b'<oneText name="B">evil</oneText>', NEW, told="is not an INDI element"),
    Case("the wrong end tag", b'<setTextVector device="Victim" name="TEXT"><oneText name="A">x</oneNumber></setTextVector>' + GOOD, NEW, told="is not closed"),
    Case("tags that cross", b'<setTextVector device="Victim" name="TEXT"><oneText name="A">x</setTextVector></oneText>' + GOOD, NEW, told="is not closed"),
    Case("a stray end tag among the members", GOOD.replace(b"<oneText", b"</b><oneText"), told="closes nothing"),
    Case("an end tag with attributes", GOOD.replace(b"</setTextVector>", b'</setTextVector device="Victim">'), NEW),
    Case("an end tag with a space", GOOD.replace(b"</setTextVector>", b"</setTextVector >"), NEW),
    Case("a tag without a name", b"<>" + GOOD, NEW, told=BETWEEN),
    Case("an end tag without a name", b"</>" + GOOD, NEW, told=BETWEEN),
    Case("a space before the name", b"< setTextVector>" + GOOD, NEW, told=BETWEEN),
    Case("a number for a name", b"<1setTextVector/>" + GOOD, NEW, told=BETWEEN),
    Case("text between elements", b"and now: " + GOOD + b" that was it", NEW, told=BETWEEN),
    Case("text between members", GOOD.replace(b"<oneText", b"evil<oneText"), told="has text between its members"),
    Case("a root element around all", GOOD + b"\n</INDI>", NEW, first=b"<INDI>\n", told="is not an INDI element"),
    Case("names of elements in capitals", GOOD.upper() + GOOD, NEW, told="is not an INDI element"),
    Case("an element that is started twice", GOOD.replace(b"<oneText", b"<setTextVector <oneText"), told="not understood"),
    Case("a vector that closes itself", b'<setTextVector device="Victim" name="TEXT"/>' + GOOD, NEW),
    Case("a member that closes itself", GOOD.replace(b">new</oneText>", b"/>"), {"TEXT.A": ""}),
    Case("blank lines, tabs and form feeds", b"\r\n\t \n\n" + GOOD + b"\r\n\r\n", NEW),
]  # fmt: skip

AMPERSANDS: list[Case[World]] = [
    Case("a raw & in a value", text(b"dome & pier"), {"TEXT.A": "dome & pier"}),
    Case("a raw & in an attribute", MESSAGE % b"a & b", told="a & b"),
    Case("a raw < in a value", text(b"1 < 2"), {"TEXT.A": "1 < 2"}),
    Case("a raw < before a letter in a value", text(b"1 <b"), {"TEXT.A": "1 <b"}),
    Case("a tag in a value", text(b"a <b>bold</b> word") + GOOD, NEW, told="has a <b> inside its <oneText>"),
    Case("a raw < in an attribute", MESSAGE % b"1 < 2", told="1 < 2"),
    Case("a raw > in a value", text(b"2 > 1"), {"TEXT.A": "2 > 1"}),
    Case("a raw > in an attribute", MESSAGE % b"2 > 1", told="2 > 1"),
    Case("tags in an attribute", MESSAGE % b"<b>bold</b>", told="<b>bold</b>"),
    Case("an entity that nobody knows", text(b"20 &deg;C"), {"TEXT.A": "20 &deg;C"}),
    Case("the five entities", text(b"&lt;&gt;&amp;&quot;&apos;"), {"TEXT.A": "<>&\"'"}),
    Case("what was escaped twice", text(b"&amp;lt;"), {"TEXT.A": "&lt;"}),
    Case("an entity without its semicolon", text(b"a &amp b"), {"TEXT.A": "a &amp b"}),
    Case("an entity without a name", text(b"a &; b"), {"TEXT.A": "a &; b"}),
    Case("a reference to NUL", text(b"a&#0;b"), {"TEXT.A": "a\ufffdb"}),
    Case("a reference to a surrogate", text(b"a&#xD800;b"), {"TEXT.A": "a\ufffdb"}),
    Case("a reference beyond Unicode", text(b"a&#x110000;b"), {"TEXT.A": "a\ufffdb"}),
    Case("a reference without end", text(b"&#" + b"9" * 10_000 + b";"), {"TEXT.A": "&#" + "9" * 10_000 + ";"}),
    Case("a reference to ESC", text(b"a&#27;[31mb"), {"TEXT.A": "a\x1b[31mb"}),
    Case("a reference that is not a number", text(b"a&#x;b&#z;c"), {"TEXT.A": "a&#x;b&#z;c"}),
    Case("a million &", text(b"&" * 1_000_000), {"TEXT.A": "&" * 1_000_000}),
]  # fmt: skip

QUOTES: list[Case[World]] = [
    Case("apostrophes for quotes", GOOD.replace(b'"', b"'"), NEW),
    Case("both quotes in one tag", b"<setTextVector device='Victim' name=\"TEXT\"><oneText name='A'>new</oneText></setTextVector>", NEW),
    Case("a quote between apostrophes", b"<message device='Victim' message='say \"hi\"'/>", told='say "hi"'),
    Case("an apostrophe between quotes", MESSAGE % b"it's", told="it's"),
    Case("attributes without quotes", b"<setTextVector device=Victim name=TEXT/>" + GOOD, NEW, told=UNREADABLE),
    Case("an attribute without a value", b"<setTextVector device name/>" + GOOD, NEW, told=UNREADABLE),
    Case("an attribute without a name", b'<setTextVector ="Victim"/>' + GOOD, NEW, told=UNREADABLE),
    Case("the same attribute twice", b'<delProperty device="Nobody" device="Victim"/>' + GOOD, NEW, told=UNREADABLE),
    Case("no space between attributes", b'<setTextVector device="Victim"name="TEXT"/>' + GOOD, NEW, told=UNREADABLE),
    Case("spaces around the =", b'<setTextVector device = "Victim" name\n=\t"TEXT"><oneText name="A">new</oneText></setTextVector>', NEW),
    Case("attributes on lines of their own", b'<setTextVector\n device="Victim"\r\n\tname="TEXT"\n><oneText\nname="A">new</oneText></setTextVector>', NEW),
    Case("a semicolon between attributes", b'<setTextVector device="Victim"; name="TEXT"/>' + GOOD, NEW, told=UNREADABLE),
    Case("typographic quotes", "<setTextVector device=“Victim” name=“TEXT”/>".encode() + GOOD, NEW, told=UNREADABLE),
    Case("a quote too many", b'<setTextVector device="Victim"" name="TEXT"/>' + GOOD, told="a tag was never closed"),
]  # fmt: skip

BYTES: list[Case[World]] = [
    Case("NUL in a value", text(b"a\0b"), {"TEXT.A": "a\0b"}),
    Case("NUL between elements", b"\0\0\0" + GOOD, NEW, told=BETWEEN),
    Case("NUL in a tag's name", b"<set\0TextVector/>" + GOOD, NEW, told="is not an INDI element"),
    Case("NUL in an attribute", b'<setTextVector device="Vic\0tim" name="TEXT"/>' + GOOD, NEW, told="not defined"),
    Case("control bytes in a value", text(bytes(range(1, 9)) + b"x"), {"TEXT.A": "\x01\x02\x03\x04\x05\x06\x07\x08x"}),
    Case("ESC in an attribute", MESSAGE % b"\x1b[2J", told="\x1b[2J"),
    Case("DEL between members", GOOD.replace(b"<oneText", b"\x7f<oneText"), told="has text between its members"),
    Case("ISO-8859-1 in a value", text(b"20 \xb0C"), {"TEXT.A": "20 °C"}),
    Case("ISO-8859-1 in an attribute", MESSAGE % b"20 \xb0C", told="20 °C"),
    Case("ISO-8859-1 in an element's name", b"<\xe9l\xe9ment/>" + GOOD, NEW, told="is not an INDI element"),
    Case("UTF-8 and ISO-8859-1 in one element", b'<setTextVector device="Victim" name="TEXT" message="\xc2\xb0"><oneText name="A">\xb0</oneText></setTextVector>', {"TEXT.A": "°", "TEXT:message": "°"}),
    Case("a cut UTF-8 sequence", text(b"a\xe2\x82"), {"TEXT.A": "aâ\x82"}),
    Case("a UTF-8 sequence that is too long", text(b"\xc0\xbcb\xc0\xbe"), {"TEXT.A": "À¼bÀ¾"}),
    Case("a surrogate in UTF-8", text(b"\xed\xa0\x80"), {"TEXT.A": "í\xa0\x80"}),
    Case("bytes that are in no encoding", text(b"\xff\xfe\xfd"), {"TEXT.A": "ÿþý"}),
    Case("a byte order mark in a value", text(b"\xef\xbb\xbfnew"), {"TEXT.A": "\ufeffnew"}),
    Case("lines that end in CR", GOOD.replace(b"><", b">\r<"), NEW),
    Case("ten thousand bytes of 0xff", b"\xff" * 10_000 + GOOD, NEW, told=BETWEEN),
    Case("all bytes there are", bytes(range(256)).replace(b"<", b"") + GOOD, NEW, told=BETWEEN),
]  # fmt: skip

UNKNOWN: list[Case[World]] = [
    Case("a prefix that is bound to nothing", b'<indi:setTextVector device="Victim" name="TEXT"/>' + GOOD, NEW, told="is not an INDI element"),
    Case("a member with a prefix", GOOD.replace(b"oneText", b"indi:oneText"), told="<indi:oneText> ignored"),
    Case("a namespace", GOOD.replace(b"<setTextVector", b'<setTextVector xmlns="urn:x" xmlns:y="urn:y"'), NEW),
    Case("an attribute with a prefix", GOOD.replace(b"<oneText", b'<oneText xml:space="preserve" a:b="c"'), NEW),
    Case("an element that nobody knows", b"<blackHole/>" + GOOD, NEW, told="blackHole is not an INDI element"),
    Case("an unknown element with a deletion in it", b'<a><b><delProperty device="Nobody"/></b></a>' + GOOD, NEW, told="is not an INDI element"),
    Case("an unknown child", GOOD.replace(b"<oneText", b"<black hole='1'/><oneText"), NEW, told="<black> ignored"),
    Case("an unknown child with children", GOOD.replace(b"<oneText", b"<a><b/></a><oneText"), told="has a <b> inside its <a>"),
    Case("an unknown attribute", GOOD.replace(b"<setTextVector", b'<setTextVector hints="x" target="7"'), NEW),
    Case("a number in a vector of texts", GOOD.replace(b"</setT", b'<oneNumber name="X">7</oneNumber></setT'), NEW, told="<oneNumber> ignored"),
    Case("a definition's member in a set", GOOD.replace(b"oneText", b"defText"), told="<defText> ignored"),
    Case("a member in a member", text(b'<oneText name="B">x</oneText>') + GOOD, NEW, told="inside its <oneText>"),
    Case("ten thousand elements in each other", b"<a>" * 10_000 + b"</a>" * 10_000 + GOOD, NEW, told="is not an INDI element"),
    Case("ten thousand that are never closed", b"<a>" * 10_000, told="not understood"),
    Case("ten thousand members in each other", b'<setTextVector device="Victim" name="TEXT">' + b'<oneText name="A">' * 10_000, told="not understood"),
    Case("a vector of a kind that there is not", b'<setColorVector device="Victim" name="TEXT"/>' + GOOD, NEW, told="is not an INDI element"),
    Case("a verb that there is not", b'<getTextVector device="Victim" name="TEXT"/>' + GOOD, NEW, told="is not an INDI element"),
]  # fmt: skip

ENDLESS: list[Case[World]] = [
    Case("a value of 5 MB", text(b"x" * 5_000_000), told="is larger than"),
    Case("a value that never ends", b'<setTextVector device="Victim" name="TEXT"><oneText name="A">' + b"x\n" * 2_500_000, told="is larger than"),
    Case("an attribute of 300 kB", MESSAGE % (b"x" * 300_000) + GOOD, NEW, told=BETWEEN),
    Case("an attribute that never ends", b'<message device="Victim" message="' + b"x" * 600_000, told="not understood"),
    Case("a tag's name of 1 MB", b"<" + b"x" * 1_000_000 + b">" + GOOD, NEW, told=BETWEEN),
    Case("1 MB of blanks in a tag", b"<message" + b" " * 1_000_000 + b"/>" + GOOD, NEW, told=BETWEEN),
    Case("20,000 attributes", b"<setTextVector " + b" ".join(b'a%d=""' % n for n in range(20_000)) + b"/>" + GOOD, NEW, told="not understood"),
    Case("70,000 members", b'<setTextVector device="Victim" name="TEXT">' + b'<oneText name="A">x</oneText>' * 70_000 + b"</setTextVector>" + GOOD, NEW, told="is larger than"),
    Case("5,000 members that nobody knows", b'<setTextVector device="Victim" name="TEXT">' + b"".join(b'<oneText name="%d">x</oneText>' % n for n in range(5_000)) + b"</setTextVector>" + GOOD, NEW, told="no member is called"),
    Case("members without end", b'<setTextVector device="Victim" name="TEXT">' + b"<oneText/>" * 80_000, told="is larger than"),
    Case("2 MB of what is no XML", b"spam and eggs\n" * 150_000 + GOOD, NEW, told=BETWEEN),
    Case("20,000 times <", b"<" * 20_000 + b"\n" + GOOD, NEW, told=BETWEEN),
    Case("200,000 times a quote in a tag", b"<a " + b"'\"" * 100_000 + b"\n" + GOOD, NEW, told="not understood"),
    Case("50,000 comments", b"<!---->" * 50_000 + GOOD, NEW),
    Case("20,000 unknown elements", b"<a/>" * 20_000 + GOOD, NEW, told="is not an INDI element"),
]  # fmt: skip

CASES: list[Case[World]] = [
    *UNCLOSED, *COMMENTS, *DECLARATIONS, *STRAY, *AMPERSANDS, *QUOTES, *BYTES, *UNKNOWN, *ENDLESS,
]  # fmt: skip
