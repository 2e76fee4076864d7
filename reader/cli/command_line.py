"""The command line's grammar and its exit statuses."""

from __future__ import annotations

from collections.abc import Sequence

import click

from reader.cli.annotation_commands import annotate, export, import_annotations, list_annotations
from reader.cli.library_commands import backup, check, documents, import_files, refresh, remove, text
from reader.cli.output import tell
from reader.cli.program import Invocation, Program, WindowRequest, pass_invocation
from reader.cli.reading_commands import align, passages, search, topics
from reader.cli.source_commands import footnotes, sources
from reader.errors import CancelledError, KnownError
from reader.services.place_links import is_place_link

DONE, KNOWN_ERROR, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
_COMMANDS = (
    import_files, refresh, remove, documents, text, passages, align, topics, search, annotate, list_annotations,
    footnotes, sources, export, import_annotations, backup, check,
)  # fmt: skip


class CommandOrDocuments(click.Group):
    """A group whose first argument, where it names no command, is a document to open in the window."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Choose the command to run, and its arguments."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            return open_pair.name, open_pair, args
        return super().resolve_command(ctx, args)


@click.group(
    cls=CommandOrDocuments,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    subcommand_metavar="[LEFT RIGHT] | COMMAND [ARGS]...",
)
@click.option("--library", metavar="PATH", help="The library to use: a SQLite file, created at need.")
@click.option("--startup-report", is_flag=True, help="Open the window, print how long it took as JSON, and quit.")
@click.version_option(package_name="diptych", prog_name="diptych", message="%(prog)s %(version)s")
@click.pass_context
def diptych(context: click.Context, library: str | None, *, startup_report: bool) -> None:
    """Read two documents side by side.

    Without a command the window opens: on the documents LEFT and RIGHT, at a diptych:// link, or on the last pair.
    """
    program = context.find_object(Program)
    if program is None:
        msg = "the command line was started without its program"
        raise RuntimeError(msg)
    context.obj = Invocation(program, library)
    context.meta["startup report"] = startup_report
    if context.invoked_subcommand is None:
        context.exit(program.open_window(WindowRequest(library, startup_report=startup_report)))


@click.command("open", hidden=True, add_help_option=False)
@click.argument("places", nargs=-1, metavar="LEFT RIGHT")
@click.option("--startup-report", is_flag=True)
@pass_invocation
@click.pass_context
def open_pair(context: click.Context, invocation: Invocation, places: tuple[str, ...], *, startup_report: bool) -> None:
    """Open the window on two documents, or at a link."""
    report = startup_report or bool(context.meta["startup report"])
    if len(places) == 1 and is_place_link(places[0]):
        request = WindowRequest(invocation.library, link=places[0], startup_report=report)
    elif len(places) == 2:
        request = WindowRequest(invocation.library, *places, startup_report=report)
    elif len(places) == 1:
        raise click.UsageError(f"There is no command “{places[0]}”; the window takes two documents.", context.parent)
    else:
        raise click.UsageError("The window shows two documents: name two.", context.parent)
    context.exit(invocation.program.open_window(request))


def run(arguments: Sequence[str], program: Program) -> int:
    """Run the command line.

    Args:
        arguments: Without the program's name.
        program: What commands work with.

    Returns:
        The exit status: 0 done, 1 a known error, 2 wrong usage, 130 interrupted; another one is the window's.
    """
    try:
        status = diptych.main(list(arguments), prog_name="diptych", standalone_mode=False, obj=program)
    except KnownError as error:
        tell(f"diptych: {' '.join(str(error).split())}")
        return KNOWN_ERROR
    except (click.Abort, CancelledError):
        return INTERRUPTED
    except click.UsageError as error:
        error.show()
        return WRONG_USAGE
    except click.ClickException as error:
        tell(f"diptych: {error.format_message()}")
        return KNOWN_ERROR
    return status if isinstance(status, int) else DONE


for _command in _COMMANDS:
    diptych.add_command(_command)
