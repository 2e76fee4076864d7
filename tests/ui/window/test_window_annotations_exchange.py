"""Annotations out of the window and back: Web Annotations written, read into another library, undone, and refused."""

from __future__ import annotations

import json
import threading
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader.app import open_services
from reader.domain.progress import Progress
from reader.services.annotation_import import AnnotationImportService, AnnotationsRead, MissingDocument
from reader.ui.annotation_importing import missing_documents
from tests.ui.window.conftest import PATIENCE, Answers
from tests.ui.window.driving import (
    LEFT_QUOTE,
    RIGHT_QUOTE,
    OpenWindow,
    banner_texts,
    banners,
    button,
    click,
    dump,
    highlight,
    keys,
    made,
    menu_action,
    painted_highlights,
    settle,
    status,
    view,
)


def from_other_library(library: Path, folder: Path) -> Path:
    """Annotate the same theses in another library, and export what was made there."""
    other = folder / "elsewhere" / "library.sqlite"
    other.parent.mkdir()
    other.write_bytes(library.read_bytes())
    file = folder / "theirs.jsonld"
    with ExitStack() as stack:
        services = open_services(stack, str(other))
        left, right = services.library.documents()
        services.annotations.annotate_quote(left.id, LEFT_QUOTE, note="Neutral?", tags=("sco/stance",))
        services.annotations.annotate_quote(right.id, RIGHT_QUOTE)
        services.export.write(services.export.web_annotation(), file)
    return file


def test_what_is_exported_of_the_open_pair_is_read_back_whole(
    qtbot: QtBot, open_window: OpenWindow, answers: Answers, library: Path, tmp_path: Path
) -> None:
    window = open_window()
    highlight(window, "left", LEFT_QUOTE)
    settle(qtbot, window)
    keys(view(window, "left"), "c")
    settle(qtbot, window)
    before = dump(library)
    menu_action(window.menus.export, "Web Annotations (JSON-LD)").trigger()
    file = tmp_path / "lkhagvasuren-2018-moore-2012.jsonld"
    qtbot.waitUntil(file.is_file, timeout=PATIENCE)
    settle(qtbot, window)
    assert status(window) == f"Exported to {file.name}"
    assert json.loads(file.read_text(encoding="utf-8"))["@context"]
    # Nothing is doubled …
    answers.annotations = str(file)
    menu_action(window.menus.library, "Import annotations").trigger()
    settle(qtbot, window)
    assert window.messages.notice.text.text() == f"Nothing new in {file.name}: 2 there already"
    assert not window.messages.notice.action.isVisible()
    assert dump(library) == before
    # … and what is gone is brought back as it was.
    window.annotating.delete(made(window)[0].id)
    settle(qtbot, window)
    menu_action(window.menus.library, "Import annotations").trigger()
    settle(qtbot, window)
    assert window.messages.notice.text.text() == f"1 annotation added from {file.name}: 1 there already"
    assert dump(library) == before


def test_an_import_of_annotations_is_one_step_to_undo_and_redo(
    qtbot: QtBot, open_window: OpenWindow, answers: Answers, library: Path, tmp_path: Path
) -> None:
    file = from_other_library(library, tmp_path)
    window = open_window()
    before = dump(library)
    answers.annotations = str(file)
    menu_action(window.menus.library, "Import annotations").trigger()
    settle(qtbot, window)
    assert window.messages.notice.text.text() == "2 annotations added from theirs.jsonld"
    assert [a.target.quote.exact for a in made(window)] == [LEFT_QUOTE, RIGHT_QUOTE]
    assert painted_highlights(window, "left") == [made(window)[0].id]
    assert window.bench.journal.undo_stack.count() == 1
    after = dump(library)
    click(window.messages.notice.action)
    settle(qtbot, window)
    assert made(window) == []
    assert dump(library) == before
    window.commands["redo"].trigger()
    settle(qtbot, window)
    assert dump(library) == after
    assert made(window)[0].tags == ("sco/stance",)


@pytest.mark.slow
def test_missing_documents_are_named_and_imported_on_the_spot(
    qtbot: QtBot, open_window: OpenWindow, answers: Answers, library: Path, tmp_path: Path
) -> None:
    text = tmp_path / "pipelines.txt"
    text.write_text("Pipelines\n\nGas crosses several borders before it reaches anybody.\n", encoding="utf-8")
    file = tmp_path / "theirs.jsonld"
    with ExitStack() as stack:
        services = open_services(stack, str(tmp_path / "other.sqlite"))
        document = services.library.import_file(text).document
        services.annotations.annotate_quote(document.id, "Gas crosses several borders")
        services.export.write(services.export.web_annotation(), file)
    window = open_window()
    answers.annotations, answers.imports = str(file), [str(text)]
    before = dump(library)
    menu_action(window.menus.library, "Import annotations").trigger()
    settle(qtbot, window)
    assert dump(library) == before
    (told,) = banner_texts(window)
    assert told.startswith("1 annotation or pair in theirs.jsonld waits for a document that is not in the library: “")
    assert "nothing is doubled" in told
    click(button(banners(window)[0], "Import documents…"))
    qtbot.waitUntil(lambda: "added" in window.messages.notice.text.text(), timeout=PATIENCE)
    settle(qtbot, window)
    assert window.messages.notice.text.text() == "1 annotation added from theirs.jsonld"
    assert not banners(window)
    assert [a.target.quote.exact for a in window.bench.services.annotations.all()] == ["Gas crosses several borders"]


def test_a_file_that_holds_no_annotations_is_told_and_changes_nothing(
    qtbot: QtBot, open_window: OpenWindow, answers: Answers, library: Path, tmp_path: Path
) -> None:
    window = open_window()
    before = dump(library)
    file = tmp_path / "not.jsonld"
    file.write_text("[1, 2", encoding="utf-8")
    for name in (str(file), str(tmp_path / "gone.jsonld")):
        answers.annotations = name
        menu_action(window.menus.library, "Import annotations").trigger()
        settle(qtbot, window)
    assert len(banners(window)) == 2
    assert "“not.jsonld” can't be read as Web Annotations" in banner_texts(window)[0]
    assert "gone.jsonld" in banner_texts(window)[1]
    assert not window.bench.journal.undo_stack.canUndo()
    assert dump(library) == before


@pytest.mark.slow
def test_a_long_import_of_annotations_shows_its_progress_and_can_be_cancelled(
    qtbot: QtBot,
    open_window: OpenWindow,
    answers: Answers,
    library: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = from_other_library(library, tmp_path)
    gate, usual = threading.Event(), AnnotationImportService.import_file

    def read_slowly(self: AnnotationImportService, path: str, progress: Progress) -> AnnotationsRead:
        def step(done: int, total: int) -> None:
            while not gate.wait(0.01):
                progress(done, total)

        return usual(self, path, step)

    monkeypatch.setattr(AnnotationImportService, "import_file", read_slowly)
    window = open_window()
    before = dump(library)
    answers.annotations = str(file)
    menu_action(window.menus.library, "Import annotations").trigger()
    qtbot.waitUntil(lambda: "Reading theirs.jsonld" in window.status.work_name.text())
    qtbot.waitUntil(window.status.cancel.isVisible)
    assert "1 of 2" in window.status.work_name.text()
    assert window.bench.journal.unsaved == 0
    click(window.status.cancel)
    settle(qtbot, window)
    assert not gate.is_set()
    assert status(window) == "Import cancelled; no annotations were added"
    assert not banners(window)
    assert dump(library) == before


def test_several_missing_documents_are_listed() -> None:
    missing = [MissingDocument(f"Title {number}", f"title-{number}", 2) for number in range(5)]
    assert missing_documents(missing, "x.jsonld").message == (
        "10 annotations and pairs in x.jsonld wait for documents that are not in the library: "
        "“Title 0”, “Title 1”, “Title 2” and 2 more."
    )
    two = [replace(missing[0], title=""), missing[1]]
    assert missing_documents(two, "x.jsonld").message.endswith("“title-0” and “Title 1”.")
