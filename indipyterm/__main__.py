"""The program: ``indipyterm [options]`` runs the screen, ``indipyterm [options] COMMAND ...`` a command.

``indipyterm web``, which is ``indipyweb``, serves the web face.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable, Sequence

from indipyterm.cli.parser import build_parser, check_options
from indipyterm.cli.stderr import warn


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; return the exit status. A wrong argument raises SystemExit(2), with one line on stderr."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["web"]:
        return main_web(given[1:], "indipyterm web")
    return _until_interrupted(lambda: _main(given))


def main_web(arguments: Sequence[str] | None = None, program: str = "indipyweb") -> int:
    """Run the web face; return the exit status. A wrong argument raises SystemExit(2), with one line on stderr."""
    return _until_interrupted(lambda: _main_web(arguments, program))


def _until_interrupted(run: Callable[[], int]) -> int:
    try:
        return run()
    except KeyboardInterrupt:  # during startup: end without a traceback
        return 130


def _main(arguments: Sequence[str]) -> int:
    parser = build_parser(_theme)
    if "_ARGCOMPLETE" in os.environ:  # a shell asks for completions
        from indipyterm.cli.shell_completion import complete

        complete(parser)
    options = parser.parse_args(arguments)
    if options.completion:
        return _print_completion_script(options.completion)
    check_options(parser, options)
    if options.command:
        return _run_command(options)
    return _run_screen(parser, options)


def _print_completion_script(shell: str) -> int:
    from indipyterm.cli.output import print_text
    from indipyterm.cli.shell_completion import script

    return print_text(script(shell) + "\n")


def _run_command(options: argparse.Namespace) -> int:
    from indipyterm.cli.run import run_command

    if options.sends and (reason := _why_closed(options)):
        warn(f"{options.command}: {reason}")
        return 2
    return run_command(options)


def _why_closed(options: argparse.Namespace) -> str:
    """Return why nothing may be sent: the settings count for the commands, too. Warns of faults in them."""
    from indipyterm.workspace.config import load_config
    from indipyterm.workspace.permission import why_closed

    config, warnings = load_config(options.config)
    for text in warnings:
        warn(text)
    return why_closed(config._replace(readonly=options.readonly or config.readonly))


def _run_screen(parser: argparse.ArgumentParser, options: argparse.Namespace) -> int:
    gc.disable()  # hardly anything made during startup is garbage, and collecting takes a sixth of the time
    from indipyterm.exceptions import NoTerminal
    from indipyterm.tui.launch import run_screen

    try:
        return run_screen(options)
    except NoTerminal as error:
        warn(str(error))
        return 2
    except ValueError as error:  # NoRecording, or a time that is not in it
        if not options.replay:
            raise
        parser.error(str(error))


def _main_web(arguments: Sequence[str] | None, program: str) -> int:
    from functools import partial

    from indipyterm.cli.passwords import read_unseen
    from indipyterm.cli.web_parser import build_web_parser, check_web_options
    from indipyterm.exceptions import BadDatabase, CannotServe, NotAccepted

    parser = build_web_parser(program)
    options = parser.parse_args(arguments)
    check_web_options(parser, options)
    try:
        from indipyterm.web.launch import change_password, run_web
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("indipyterm"):
            raise
        warn(f"{error.name} is missing: install indipyterm[web]", program=program)
        return 2
    say = partial(warn, program=program)
    try:
        return change_password(options, read_unseen) if options.passwd else run_web(options, say)
    except (CannotServe, BadDatabase, NotAccepted) as error:
        warn(str(error), program=program)
        return 2
    except ValueError as error:  # NoRecording, or a time that is not in it
        if not options.replay:
            raise
        parser.error(str(error))
    except EOFError:
        warn("no password was typed: --passwd asks for it twice", program=program)
        return 2


def _theme(text: str) -> str:
    """Return the name of a theme; raises ArgumentTypeError if there is none."""
    from indipyterm.tui.themes import theme_names

    if text not in theme_names():
        known = ", ".join(sorted(theme_names()))
        raise argparse.ArgumentTypeError(f"there is no theme {text!r}, only {known}")
    return text


if __name__ == "__main__":
    raise SystemExit(main())
