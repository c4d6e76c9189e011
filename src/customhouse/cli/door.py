"""The one place where anything that goes wrong becomes a line of plain words and an exit code.

No failure looks like an answer: every way out but a finished screening has a code of its own.
"""

import contextlib
import os
import sys
from pathlib import Path
from typing import Any

import click

BAD_USE = 2
BUG = 70
INTERRUPTED = 130
PIPE_CLOSED = 141

DEBUG = "CUSTOMHOUSE_DEBUG"
"""The environment variable that, set to 1, shows where in the code a bug is."""


class Fault(click.ClickException):
    """Something that the user can mend: where it is, what it is, what to do about it.

    `problem` and `remedy` are words without a full stop, and a sentence.
    """

    exit_code = BAD_USE

    def __init__(self, place: str, problem: str, remedy: str):
        super().__init__(f"{place}: {problem}. {remedy}")

    @classmethod
    def of_system(cls, error: OSError, place: str, remedy: str) -> "Fault":
        """The fault of a file or stream that the system would not read or write."""
        return cls(place, (error.strerror or str(error)).lower(), remedy)


class Door(click.Group):
    """A group of commands that never shows a stack trace unless it is asked to."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command and leave with its exit code, whatever happens inside."""
        sys.exit(self._run(*args, **kwargs))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what the system refuses to read or write is a fault."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            _give_up_output()
            raise _PipeClosed(
                "standard output", "it was closed before all was written", "Run it again."
            ) from None
        except OSError as error:
            if error.filename is None:
                _give_up_output()
            raise Fault.of_system(
                error, str(error.filename or "standard output"), "Mend that and run it again."
            ) from None

    def _run(self, *args: Any, **kwargs: Any) -> int:
        try:
            return super().main(*args, **(kwargs | {"standalone_mode": False})) or 0
        except (click.Abort, KeyboardInterrupt):
            return _say("interrupted. No answer was given.", INTERRUPTED)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            return BAD_USE
        except click.UsageError as error:
            return _say(_usage(error), BAD_USE)
        except click.ClickException as error:
            return _say(error.message, error.exit_code)
        except Exception as error:
            return _bad_packs(error) or _bug(error)


class _PipeClosed(Fault):
    exit_code = PIPE_CLOSED


def _say(message: str, code: int) -> int:
    from customhouse.report.passage import plain

    click.echo(plain(f"customhouse: {message}"), err=True)
    return code


def _usage(error: click.UsageError) -> str:
    path = error.ctx.command_path if error.ctx else "customhouse"
    problem = error.format_message().rstrip(".")
    place = path.partition(" ")[2] or "command"
    return f"{place}: {problem[:1].lower()}{problem[1:]}. See '{path} --help'."


def _give_up_output() -> None:
    """Keep Python from writing once more, as it ends, to an output that takes nothing."""
    with contextlib.suppress(OSError), Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _bad_packs(error: Exception) -> int | None:
    """The exit code when the packs are what is wrong."""
    from customhouse.reference.tables import PackError

    if not isinstance(error, PackError):
        return None
    first, *others = error.problems
    more = f" And {len(others)} more: 'customhouse packs verify' lists them." if others else ""
    return _say(f"packs: {first}{more}", BAD_USE)


def _bug(error: Exception) -> int:
    if os.environ.get(DEBUG) == "1":
        import traceback

        traceback.print_exception(error)
    return _say(
        f"internal error: {type(error).__name__}. No answer was given. Please report it, with "
        f"the command and, if you may, the file; {DEBUG}=1 shows where it is.",
        BUG,
    )
