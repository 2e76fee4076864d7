"""Services on a real, empty library with the real engines, and a small PDF to import."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from reader.documents.loader import load
from reader.segmentation.passages import segment
from reader.services.bundle import Services, assemble
from reader.storage.database import open_library
from reader.storage.kept_files import KeptFiles
from tests.documents.pdf_making import Style, Typesetter

OpenServices = Callable[[Path], Services]
PARAGRAPHS = tuple(
    f"Report {number} begins here. {sentence} Nothing else of weight is said in it before the ending."
    for number, sentence in enumerate(
        (
            "Pipelines carry natural gas across several borders before it reaches those who depend on it.",
            "A summit at the northern port brought ministers together over grain, timber and fish.",
            "The embargo of that winter left warehouses empty and raised what bread cost in the towns.",
            "Railway gauges differ at the frontier, so that every wagon must be lifted from its wheels.",
            "An arbitration court in the capital heard the claim and put off its ruling for a year.",
            "Satellite pictures show the reservoir half drained after three summers without any rain.",
        ),
        start=1,
    )
)


@pytest.fixture
def open_services() -> Iterator[OpenServices]:
    """Open a library and make its services; all are closed at the end."""
    with ExitStack() as opened:

        def services_of(file: Path) -> Services:
            library = opened.enter_context(closing(open_library(str(file))))
            return assemble(library, load, segment, None, KeptFiles(file))

        yield services_of


@pytest.fixture
def real(open_services: OpenServices, tmp_path: Path) -> Services:
    """The services of an empty library."""
    return open_services(tmp_path / "library.sqlite")


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A PDF of several small pages, the first two of them labelled iv and v."""
    made = Typesetter(Style(height=300, folios=False, labels=[(0, "/r", 4), (2, "/D", 1)]))
    for paragraph in PARAGRAPHS:
        made.paragraph(f"{paragraph} " * 3)
    file = tmp_path / "reports.pdf"
    file.write_bytes(made.finish())
    return file
