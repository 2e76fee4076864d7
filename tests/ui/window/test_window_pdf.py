"""PDFs in the window: passwords, copies with highlights, reading again, links instead of copies."""

from __future__ import annotations

import io
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from reader.app import open_services
from reader.documents.ocr import OcrProgram
from reader.domain.progress import Progress
from reader.services.bundle import Services
from reader.services.ocr import OcrService
from reader.ui.dialogs.password_dialog import PasswordDialog
from reader.ui.main_window import MainWindow
from reader.ui.opening import StartRequest
from tests.documents.pdf_making import Style, Typesetter
from tests.ui.window.conftest import PATIENCE, Answers
from tests.ui.window.driving import (
    OpenWindow,
    banner_texts,
    banners,
    click,
    drop_files,
    highlight,
    keys,
    menu_action,
    opened,
    press,
    settle,
    slugs,
    status,
    view,
)

SENTENCE = "Pipelines carry natural gas across several borders before it reaches those who depend on it."


def pdf(folder: Path, name: str, words: str = SENTENCE, opens_with: str = "") -> Path:
    made = Typesetter(Style(), title=Path(name).stem, author="A. Writer")
    made.heading("Gas in Transit")
    for number in range(6):
        made.paragraph(f"Number {number} of {name} begins here. {words} {words}")
    data = made.finish()
    if opens_with:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
        writer.encrypt(opens_with, "owner", algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        data = out.getvalue()
    file = folder / name
    file.write_bytes(data)
    return file


def asked(qtbot: QtBot, window: MainWindow, *, wrong: bool = False) -> PasswordDialog:
    """The one dialog that asks for a password."""

    def shown() -> list[PasswordDialog]:
        return [d for d in window.findChildren(PasswordDialog) if d.isVisible() and d.problem.isVisible() == wrong]

    qtbot.waitUntil(lambda: bool(shown()), timeout=PATIENCE)
    (dialog,) = shown()
    return dialog


def answer(dialog: PasswordDialog, password: str) -> None:
    keys(dialog.password, password)
    click(dialog.ok)


@pytest.mark.slow
def test_a_password_is_asked_for_until_it_fits_and_is_kept_nowhere(
    qtbot: QtBot, open_window: OpenWindow, library: Path, tmp_path: Path
) -> None:
    window = open_window()
    drop_files(window, [pdf(tmp_path, "gas.pdf", opens_with="opensesame")])
    first = asked(qtbot, window)
    assert "gas.pdf" in first.question.text()
    assert first.password.echoMode() is QLineEdit.EchoMode.Password
    assert not first.ok.isEnabled()
    answer(first, "guess")
    answer(asked(qtbot, window, wrong=True), "opensesame")
    qtbot.waitUntil(lambda: "Gas in Transit" in view(window, "right").contents.text, timeout=PATIENCE)
    settle(qtbot, window)
    assert not banners(window)
    window.close()
    stored = b"".join(file.read_bytes() for file in tmp_path.rglob("library*") if file.is_file())
    assert b"opensesame" not in stored


@pytest.mark.slow
def test_one_file_is_given_up_and_the_others_go_on(qtbot: QtBot, open_window: OpenWindow, tmp_path: Path) -> None:
    window = open_window()
    files = [
        pdf(tmp_path, "first.pdf", opens_with="one"),
        pdf(tmp_path, "second.pdf"),
        pdf(tmp_path, "third.pdf", opens_with="three"),
    ]
    drop_files(window, files)
    first = asked(qtbot, window)
    assert "first.pdf" in first.question.text()
    press(first, Qt.Key.Key_Escape)
    third = asked(qtbot, window)
    assert "third.pdf" in third.question.text()
    answer(third, "three")
    qtbot.waitUntil(lambda: {"second", "third"} <= {opened(window, side).document.title for side in ("left", "right")})
    settle(qtbot, window)
    assert not any(document.title == "first" for document in window.library.documents)
    assert not banners(window)


@pytest.mark.slow
def test_a_copy_with_highlights_is_written_and_its_folder_offered(
    qtbot: QtBot, open_window: OpenWindow, answers: Answers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window()
    file = pdf(tmp_path, "gas.pdf")
    before = file.read_bytes()
    drop_files(window, [file])
    qtbot.waitUntil(lambda: opened(window, "right").document.source_path == str(file), timeout=PATIENCE)
    settle(qtbot, window)
    highlight(window, "right", "carry natural gas", "2")
    settle(qtbot, window)
    exports = window.menus.export
    menu_action(exports, "A copy of the PDF").trigger()
    assert answers.asked == ["Export a copy of the PDF with your highlights"]
    written = tmp_path / f"{slugs(window)[1]}-highlights.pdf"
    qtbot.waitUntil(window.messages.notice.isVisible, timeout=PATIENCE)
    assert window.messages.notice.text.text() == f"{written.name} is written, with 1 highlight"
    marks = [note.get_object() for page in PdfReader(written).pages for note in page.get("/Annots", [])]
    assert [mark["/Subtype"] for mark in marks if mark["/Subtype"] == "/Highlight"] == ["/Highlight"]
    assert file.read_bytes() == before
    folders: list[str] = []
    monkeypatch.setattr("reader.ui.pdf_copies.QDesktopServices.openUrl", lambda url: folders.append(url.toLocalFile()))
    click(window.messages.notice.action)
    assert folders == [str(tmp_path)]


def test_texts_without_pages_are_not_offered_as_pdf(open_window: OpenWindow) -> None:
    window = open_window()
    window.menus.export.aboutToShow.emit()
    assert not [action for action in window.menus.export.actions() if "PDF" in action.text()]


@pytest.mark.slow
def test_a_document_is_read_again_and_keeps_its_highlights(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    drop_files(window, [pdf(tmp_path, "gas.pdf")])
    qtbot.waitUntil(lambda: "Gas in Transit" in view(window, "right").contents.text, timeout=PATIENCE)
    settle(qtbot, window)
    highlight(window, "right", "carry natural gas")
    settle(qtbot, window)
    known = opened(window, "right").document
    menu_action(window.menus.library, "Read again", known.title).trigger()
    with qtbot.waitSignal(window.comparing.opened, timeout=PATIENCE):
        pass
    settle(qtbot, window)
    assert window.messages.notice.text.text() == f"“{known.title}” was read again: its text is the same"
    assert opened(window, "right").document.id == known.id
    assert [each.target.quote.exact for each in window.annotating.annotations.values()] == ["carry natural gas"]


@pytest.mark.slow
def test_files_are_linked_by_a_setting_and_for_once_by_shift(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window()
    for number, shift in enumerate((False, True)):
        file = pdf(tmp_path, f"file {number}.pdf", f"Words of number {number} only. {SENTENCE}")
        drop(window, file, shift=shift)
        settle(qtbot, window, timeout=PATIENCE)
    menu_action(window.menus.library, "Link to imported files").trigger()
    drop(window, pdf(tmp_path, "file 3.pdf", "Nothing else."), shift=False)
    settle(qtbot, window, timeout=PATIENCE)
    assert [document.kept for document in window.library.documents if document.kind == "pdf"] == [True, False, False]
    window.close()
    again = open_window()
    assert menu_action(again.menus.library, "Link to imported files").isChecked()
    assert again.library.importing.link_only


@pytest.mark.slow
def test_a_protected_file_named_at_the_start_is_asked_for(
    qtbot: QtBot, open_window: OpenWindow, tmp_path: Path
) -> None:
    file = pdf(tmp_path, "gas.pdf", opens_with="opensesame")
    window = open_window(StartRequest(left=str(file)))
    answer(asked(qtbot, window), "opensesame")
    qtbot.waitUntil(lambda: "Gas in Transit" in view(window, "right").contents.text, timeout=PATIENCE)
    assert status(window)


def drop(window: MainWindow, file: Path, *, shift: bool) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    centre, left, copy = window.rect().center(), Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    QApplication.sendEvent(window, QDragEnterEvent(centre, copy, data, left, held))
    QApplication.sendEvent(window, QDropEvent(QPointF(centre), copy, data, left, held))


def scan(folder: Path, name: str = "scan.pdf") -> Path:
    """A page of ink without words."""
    file = folder / name
    canvas = Canvas(str(file), pagesize=(600, 400))
    canvas.rect(50, 50, 100, 100, fill=1)
    canvas.showPage()
    canvas.save()
    return file


def recognise(
    source: Path, target: Path, program: OcrProgram, progress: Progress, *, password: str | None = None
) -> None:
    progress(500, 1000)
    pdf(target.parent, target.name)


@pytest.mark.slow
@pytest.mark.parametrize("installed", [True, False])
def test_a_scan_is_read_by_ocr_where_a_program_is_installed(
    qtbot: QtBot, open_window: OpenWindow, library: Path, tmp_path: Path, installed: bool
) -> None:
    program = OcrProgram("tesseract", "/somewhere/tesseract") if installed else None
    with ExitStack() as stack:

        def services() -> Services:
            usual = open_services(stack, str(library))
            return replace(usual, ocr=OcrService(usual.library, lambda: program, recognise))

        window = open_window(services=services)
        drop_files(window, [scan(tmp_path)])
        qtbot.waitUntil(lambda: bool(banners(window)), timeout=PATIENCE)
        assert "images of pages and no text" in banner_texts(window)[0]
        offered = [each for each in banners(window)[0].findChildren(QAbstractButton) if "OCR" in each.text()]
        assert bool(offered) is installed
        if installed:
            assert "tesseract" in banner_texts(window)[0]
            click(offered[0])
            qtbot.waitUntil(lambda: "Gas in Transit" in view(window, "right").contents.text, timeout=PATIENCE)
            settle(qtbot, window)
            assert not banners(window)
            assert "recognised by tesseract" in window.messages.notice.text.text()
        window.close()
