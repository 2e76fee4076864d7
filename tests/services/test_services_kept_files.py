"""The library's copies of files: kept, checked, mended, taken along in a backup, and let go with their documents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import Highlight
from pypdf.generic import ArrayObject, FloatObject

from reader.domain.text import TextSpan
from reader.errors import DocumentError, PasswordError, StorageError
from reader.services.bundle import Services
from reader.services.export import ExportScope
from tests.services.conftest import OpenServices

OPENS_WITH = "secret"


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "library.files").glob("*"))


def test_a_pdf_is_kept_and_read_from_there(real: Services, pdf: Path, tmp_path: Path) -> None:
    data = pdf.read_bytes()
    document = real.library.import_file(pdf).document
    assert document.kept
    [copy] = kept(tmp_path)
    assert (copy.name, copy.read_bytes()) == (f"{document.digest}.pdf", data)
    pdf.unlink()
    assert real.library.file_of(document.id) == copy
    with real.pages.open(document.id) as pages:
        assert pages.boxes(TextSpan(0, 6))
    assert real.library.check() == []


def test_link_only_keeps_none(real: Services, pdf: Path, tmp_path: Path) -> None:
    document = real.library.import_file(pdf, link_only=True).document
    assert not document.kept
    assert kept(tmp_path) == []
    with real.pages.open(document.id) as pages:
        assert pages.boxes(TextSpan(0, 6))
    assert real.library.check() == []
    pdf.write_bytes(pdf.read_bytes() + b"\n% changed")
    with pytest.raises(DocumentError, match="is gone or was changed"):
        real.library.file_of(document.id)


def test_a_text_is_not_kept(real: Services, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("A text.", encoding="utf-8")
    assert not real.library.import_file(tmp_path / "a.txt").document.kept
    assert kept(tmp_path) == []


def test_a_lost_or_changed_copy_is_a_problem_that_importing_again_mends(
    real: Services, pdf: Path, tmp_path: Path
) -> None:
    document = real.library.import_file(pdf).document
    [copy] = kept(tmp_path)
    sound = copy.read_bytes()
    copy.unlink()
    [problem] = real.library.check()
    assert "reports: the library's copy of its file is missing; import it again" in problem
    again = real.library.import_file(pdf)
    assert (again.added, copy.read_bytes()) == (False, sound)
    assert "there again" in again.message
    copy.write_bytes(sound[:-1])
    [problem] = real.library.check()
    assert f"{copy}, was changed" in problem
    assert not real.library.refresh(document.id).changed  # of the file it came from
    assert copy.read_bytes() == sound
    assert real.library.check() == []
    assert real.library.import_file(pdf).message.count("library") == 1


def test_a_copy_goes_when_its_document_is_gone_for_good_only(real: Services, pdf: Path, tmp_path: Path) -> None:
    document = real.library.import_file(pdf).document
    real.library.remove(document.id)
    assert len(kept(tmp_path)) == 1
    real.library.restore(document.id)
    real.library.remove(document.id)
    now = datetime.now(UTC)
    assert real.library.purge(now - timedelta(hours=1)) == 0
    assert len(kept(tmp_path)) == 1
    assert real.library.purge(now + timedelta(hours=1)) == 1
    assert kept(tmp_path) == []
    again = real.library.import_file(pdf)
    assert again.added
    real.annotations.annotate(again.document.id, TextSpan(0, 6))
    assert real.library.erase(again.document.id) == again.document
    assert kept(tmp_path) == []
    assert real.annotations.all() == []
    assert real.library.documents() == []
    assert real.search.search("Report") == []
    with pytest.raises(DocumentError):
        real.library.erase(again.document.id)


def test_a_folder_that_cannot_be_written_leaves_no_half_document(real: Services, pdf: Path, tmp_path: Path) -> None:
    (tmp_path / "library.files").write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageError, match=r"can't keep a copy of “reports.pdf”.*--link-only"):
        real.library.import_file(pdf)
    assert real.library.documents() == []
    assert real.library.import_file(pdf, link_only=True).added


def test_a_full_disk_leaves_no_half_document(
    real: Services, pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("os.fsync", full)
        with pytest.raises(StorageError, match=r"No space left on device.*Make room there"):
            real.library.import_file(pdf)
    assert real.library.documents() == []
    assert kept(tmp_path) == []
    assert real.library.import_file(pdf).added


def test_a_failed_import_leaves_no_copy(real: Services, pdf: Path, tmp_path: Path) -> None:
    def fail(done: int, total: int) -> None:
        if kept(tmp_path):
            raise StorageError("It failed.", "Try again.")

    with pytest.raises(StorageError, match="It failed"):
        real.library.import_file(pdf, fail)
    assert kept(tmp_path) == []
    assert real.library.documents() == []


def test_a_backup_is_a_library_with_its_files(
    real: Services, open_services: OpenServices, pdf: Path, tmp_path: Path
) -> None:
    document = real.library.import_file(pdf).document
    made = real.annotations.annotate(document.id, TextSpan(0, 6))
    (tmp_path / "safe").mkdir()
    copy = tmp_path / "safe" / "copy.sqlite"
    real.library.backup(copy)
    assert sorted(path.name for path in (tmp_path / "safe").iterdir()) == ["copy.files", "copy.sqlite"]
    real.library.erase(document.id)
    pdf.unlink()
    again = open_services(copy)
    assert again.library.check() == []
    assert again.annotations.all() == [made]
    with again.pages.open(document.id) as pages:
        assert pages.boxes(TextSpan(0, 6))


def test_a_backup_that_fails_leaves_nothing_of_it(
    real: Services, pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real.library.import_file(pdf)
    folder = tmp_path / "safe"
    folder.mkdir()
    (folder / "copy.files").write_text("in the way", encoding="utf-8")
    with pytest.raises(StorageError, match="can't be written"):
        real.library.backup(folder / "copy.sqlite")
    (folder / "copy.files").unlink()
    # The library itself cannot take its name, after its files were copied.
    replace_file = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "copy.sqlite":
            raise PermissionError(13, "Permission denied")
        return replace_file(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", refuse)
        with pytest.raises(StorageError, match="Permission denied"):
            real.library.backup(folder / "copy.sqlite")
    assert list(folder.iterdir()) == []


def test_a_backup_over_an_older_one_keeps_what_is_sound_there(real: Services, pdf: Path, tmp_path: Path) -> None:
    real.library.import_file(pdf)
    copy = tmp_path / "safe.sqlite"
    real.library.backup(copy)
    [file] = (tmp_path / "safe.files").iterdir()
    before = file.stat()
    real.library.backup(copy, overwrite=True)
    assert file.stat().st_ino == before.st_ino
    file.write_bytes(b"damaged")
    real.library.backup(copy, overwrite=True)
    assert file.stat().st_size == before.st_size


@pytest.mark.slow
def test_highlights_of_a_file_come_in_once(real: Services, pdf: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(pdf))
    box = (72.0, 205.0, 300.0, 232.0)
    points = ArrayObject([FloatObject(v) for v in (box[0], box[3], box[2], box[3], box[0], box[1], box[2], box[1])])
    writer.add_annotation(0, Highlight(rect=box, quad_points=points, highlight_color="ffff00"))
    file = tmp_path / "marked.pdf"
    writer.write(file)
    first = real.library.import_file(file)
    assert "1 highlight" in first.message
    [found] = real.annotations.all()
    assert [(part.page, part.label) for part in found.fragments] == [(0, "iv")]
    real.library.import_file(file)
    real.library.refresh(first.document.id)
    assert [annotation.id for annotation in real.annotations.all()] == [found.id]
    # One that the reader deleted stays deleted.
    real.annotations.remove(found.id)
    real.library.import_file(file)
    real.library.refresh(first.document.id)
    assert real.annotations.all() == []


@pytest.mark.slow
def test_an_annotated_copy_brings_its_marks_back(real: Services, pdf: Path, tmp_path: Path) -> None:
    document = real.library.import_file(pdf).document
    original = pdf.read_bytes()
    made = real.annotations.annotate(document.id, TextSpan(0, 21), note="Says who?")
    assert real.pdf_export.write(document.id, tmp_path / "copy.pdf") == 1
    assert pdf.read_bytes() == original
    copied = real.library.import_file(tmp_path / "copy.pdf").document
    [back] = [a for a in real.annotations.all() if a.target.document_id == copied.id]
    assert (back.note, back.colour, back.target.quote.exact) == (made.note, made.colour, made.target.quote.exact)
    for target in (pdf, real.library.file_of(document.id)):
        with pytest.raises(Exception, match="is the original"):
            real.pdf_export.write(document.id, target, overwrite=True)


def test_a_wrong_password_leaves_no_copy(real: Services, pdf: Path, tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=PdfReader(pdf))
    writer.encrypt(OPENS_WITH, algorithm="RC4-128")
    writer.write(tmp_path / "protected.pdf")
    for password in (None, "wrong"):
        with pytest.raises(PasswordError):
            real.library.import_file(tmp_path / "protected.pdf", password=password)
    assert kept(tmp_path) == []
    document = real.library.import_file(tmp_path / "protected.pdf", password=OPENS_WITH).document
    [copy] = kept(tmp_path)
    assert OPENS_WITH.encode() not in copy.read_bytes()
    assert document.pages == real.library.import_file(pdf).document.pages
    assert real.export.csv(ExportScope(document_ids=(document.id,))).count("\n") == 1
