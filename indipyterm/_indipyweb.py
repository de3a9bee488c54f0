"""``python3 -m indipyweb``: the web face of indipyterm, under the name that it has as a command."""

from indipyterm.__main__ import main_web

if __name__ == "__main__":
    raise SystemExit(main_web())
