"""What the command line is given by the composition root, and what it keeps while a command runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import click

from reader.services.bundle import Services


@dataclass(frozen=True, slots=True)
class WindowRequest:
    """What the window is to open with.

    Attributes:
        library: As given with --library; None for the default.
        left: A document of the library or a path, as given; None for the last pair.
        right: The same for the other side.
        link: A link to a place.
        startup_report: Print the milestones of the start and quit.
    """

    library: str | None = None
    left: str | None = None
    right: str | None = None
    link: str | None = None
    startup_report: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """What the command line needs of the rest.

    Attributes:
        open_services: Opens a library, given as for WindowRequest, and makes its services.
        open_window: Shows the window and returns the exit status once it is closed.
    """

    open_services: Callable[[str | None], Services]
    open_window: Callable[[WindowRequest], int]


class Invocation:
    """One run of the command line: the program, and the library opened at the first need."""

    def __init__(self, program: Program, library: str | None) -> None:
        self.program = program
        self.library = library

    @cached_property
    def services(self) -> Services:
        """The services of the library that was asked for."""
        return self.program.open_services(self.library)


pass_invocation = click.make_pass_decorator(Invocation)
