"""Other sites, other names and other ports can neither read nor do anything."""

from __future__ import annotations

import pytest

from indipyterm.web.guards.host import HostNames
from indipyterm.web.guards.peer import find_peer, read_networks
from tests.web.visitor import Visitor, site


@pytest.mark.parametrize(
    "origin",
    ["http://evil.example", "http://localhost:9077", "https://localhost:8000", "http://127.0.0.1:8000", "null", None],
)
async def test_a_page_of_another_site_or_port_changes_nothing(origin: str | None) -> None:
    with site() as (app, accounts):
        olga = Visitor(app)
        await olga.log_in("olga")
        headers = {"origin": origin} if origin else {}
        async with Visitor(app).http as other:
            other.cookies = olga.http.cookies
            for path in ("/send", "/logout", "/me", "/login", "/theme", "/nothing"):
                answer = await other.post(path, headers=headers, data={"do": "login"})
                assert answer.status_code == 403, path
                assert "so it was refused" in answer.text
        assert len(accounts.sessions.of(3, accounts.now)) + len(accounts.sessions.of(2, accounts.now)) == 1
        assert (await olga.fetch("POST", "/send")).status_code == 200


async def test_no_link_changes_anything() -> None:
    with site() as (app, accounts):
        ada = Visitor(app)
        await ada.log_in("ada")
        for path in ("/logout", "/send", "/blob", "/theme"):
            assert (await ada.get(path)).status_code == 405
        for path in (
            "/me?do=delete&sure=1",
            "/users?do=delete&of=vera&sure=1",
            "/settings?do=settings&anyone_may_look=1",
        ):
            assert (await ada.get(path)).status_code == 200
        assert len(accounts.users.all()) == 4
        assert not accounts.settings.anyone_may_look


async def test_what_the_browser_says_of_the_page_counts_too() -> None:
    with site() as (app, _):
        olga = Visitor(app)
        await olga.log_in("olga")
        for place, status in (("same-origin", 200), ("none", 200), ("cross-site", 403), ("same-site", 403)):
            answer = await olga.fetch("POST", "/send", headers={"sec-fetch-site": place})
            assert answer.status_code == status


@pytest.mark.parametrize(
    "url", ["http://pi", "http://pi.local:8000", "http://192.168.1.5:8000", "http://[::1]:8000", "http://obs.example"]
)
async def test_the_site_answers_to_its_own_names(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("socket.gethostname", lambda: "pi")
    with site(allowed_hosts=("OBS.example",)) as (app, _):
        assert (await Visitor(app, url=url).log_in("vera")).status_code == 303


async def test_and_to_no_other() -> None:
    with site() as (app, _):
        vera = Visitor(app)
        await vera.log_in("vera")
        for headers in ({"host": "evil.example"}, {"host": "evil.example", "x-forwarded-host": "localhost"}):
            answer = await vera.get("/api", **headers)
            assert answer.status_code == 421
            assert "--allow-host evil.example" in answer.text
            assert "vera" not in answer.text


@pytest.mark.parametrize(
    "host",
    [
        "",
        "a b",
        "localhost:99999",
        "localhost:x",
        "localhost@evil.example",
        "localhost/x",
        "evil.localhost.example",
        "pi.example",
        "::1",
    ],
)
def test_a_host_that_is_none_of_this_machine(host: str) -> None:
    assert HostNames(own="pi").fault(host)


def test_hosts_are_names_of_the_machine_in_any_case() -> None:
    names = HostNames(("obs.example",), own="Pi.lan")
    for host in (
        "LOCALHOST:8000",
        "pi",
        "pi.lan",
        "PI.local.",
        "obs.example:443",
        "x.localhost",
        "[fe80::1]",
        "10.0.0.1:1",
    ):
        assert names.fault(host) == "", host


async def test_every_answer_tells_the_browser_to_be_careful() -> None:
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    with site() as (app, _):
        visitor = Visitor(app)
        answers = [await visitor.get(path) for path in ("/login", "/", "/nothing", "/broken", "/manifest.webmanifest")]
        answers.append(await visitor.get("/login", host="evil.example"))
        answers.append(await visitor.http.post("/login", content=b"x" * 100_000, headers={"origin": visitor.origin}))
        answers.append(await visitor.http.post("/login"))
        assert [answer.status_code for answer in answers] == [200, 303, 404, 500, 200, 421, 413, 403]
        for answer in answers:
            assert answer.headers["content-security-policy"] == policy
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cross-origin-resource-policy"] == "same-origin"
            assert answer.headers["referrer-policy"] == "same-origin"
            assert answer.headers["cache-control"] == "no-store"


async def test_errors_are_pages_for_people_and_json_for_scripts_and_tell_no_details() -> None:
    with site() as (app, _):
        visitor = Visitor(app)
        visitor.http.cookies.set("theme", "night")
        for path, status, words in (("/nothing", 404, "no such page"), ("/broken", 500, "its log says what")):
            page, fetched = await visitor.get(path), await visitor.fetch("GET", path)
            assert (page.status_code, fetched.status_code) == (status, status)
            assert 'data-theme="night"' in page.text
            assert words in page.text
            assert words in fetched.json()["error"]
            assert "secret detail" not in page.text + fetched.text


def peer(address: str, *proxies: str, version: str = "1.1", **headers: str) -> tuple[str, bool, str, bool]:
    named = [
        (name.replace("_", "-").encode(), value.encode()) for name, value in {"host": "pi:8000", **headers}.items()
    ]
    scope = {"type": "http", "scheme": "http", "client": (address, 1), "headers": named, "http_version": version}
    return find_peer(scope, read_networks(proxies), behind_proxy=False)


def test_only_a_trusted_proxy_is_believed() -> None:
    forged = {"x_forwarded_for": "1.2.3.4", "x_forwarded_proto": "https", "x_forwarded_host": "obs.example"}
    assert peer("10.0.0.9", **forged) == ("10.0.0.9", False, "pi:8000", False)
    assert peer("127.0.0.1", **forged) == ("1.2.3.4", True, "obs.example", False)
    assert peer("10.0.0.9", "10.0.0.0/24", **forged) == ("1.2.3.4", True, "obs.example", False)
    assert peer("::ffff:10.0.0.9", "10.0.0.9", **forged)[0] == "1.2.3.4"


def test_of_several_addresses_the_last_that_no_proxy_has_is_the_visitors() -> None:
    assert peer("127.0.0.1", x_forwarded_for="6.6.6.6, 1.2.3.4, 127.0.0.1")[0] == "1.2.3.4"
    assert peer("127.0.0.1", x_forwarded_for="6.6.6.6,1.2.3.4:5678")[0] == "1.2.3.4"
    assert peer("127.0.0.1", forwarded='for="[2001:db8::7]:4711";proto=https;host=obs.example') == (
        "2001:db8::7",
        True,
        "obs.example",
        False,
    )
    assert peer("127.0.0.1", x_forwarded_for="")[0] == "127.0.0.1"


def test_what_runs_on_this_machine() -> None:
    assert peer("127.0.0.1")[3]
    assert peer("::1")[3]
    assert peer("::ffff:127.0.0.1")[3]
    assert not peer("127.0.0.1", version="1.0")[3]
    assert not peer("10.0.0.1")[3]
    assert not peer("testclient")[3]


async def test_behind_a_proxy_its_name_and_scheme_are_the_sites() -> None:
    with site(allowed_hosts=("obs.example",)) as (app, _):
        proxied = {"x-forwarded-for": "1.2.3.4", "x-forwarded-proto": "https", "x-forwarded-host": "obs.example"}
        visitor = Visitor(app, "127.0.0.1")
        for origin, status in (
            ("https://obs.example", 303),
            ("http://obs.example", 403),
            ("http://localhost:8000", 403),
        ):
            headers = {**proxied, "origin": origin}
            answer = await visitor.post("/login", headers, do="login", name="vera", password="a good long one")
            assert answer.status_code == status
        assert "X-Forwarded-Proto" in answer.text


async def test_a_base_stands_before_everything_whether_the_proxy_leaves_it_away_or_not() -> None:
    with site(base="/indi") as (app, _):
        for base in ("/indi", ""):
            visitor = Visitor(app, base=base)
            assert (await visitor.get("/")).headers["location"] == "/indi/login?next=%2F"
            assert (await visitor.log_in("vera")).headers["location"] == "/indi/"
        page = await Visitor(app, base="/indi").get("/login")
        links = [part.split('"')[0] for part in page.text.split('href="')[1:]]
        assert links
        assert all(link.startswith("/indi/") for link in links)
        assert (await Visitor(app).get("/indi")).headers["location"] == "/indi/login?next=%2F"
