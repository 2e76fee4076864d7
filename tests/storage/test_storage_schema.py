"""The schema: migrations and tables agree, old libraries open, and a failed migration changes nothing."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from reader.domain.alignment import Link, LinkId, PairState, Relation
from reader.domain.annotation import Annotation, AnnotationId, HighlightColour, Placement, Target
from reader.domain.document import (
    Block,
    BlockRole,
    Contents,
    Document,
    DocumentId,
    Page,
    PageRun,
    Section,
    SectionRole,
    fingerprint_of,
)
from reader.domain.note import Footnote, Marker
from reader.domain.passage import Passage
from reader.domain.progress import no_progress
from reader.domain.selector import FragmentSelector, TextPositionSelector, TextQuoteSelector
from reader.domain.session import PaneState, ReadingSession
from reader.domain.text import OffsetMap, TextSpan
from reader.domain.topic import Topic, WeightedTerm
from reader.domain.verdict import TopicVerdict
from reader.errors import StorageError
from reader.storage import schema
from reader.storage.connection import OpenMode, make_engine
from reader.storage.database import SqliteLibrary, open_library
from reader.storage.tables import metadata
from reader.storage.upgrade import MIGRATIONS, upgrade

if TYPE_CHECKING:
    from sqlalchemy import Engine

DATA = Path(__file__).with_name("data")
NOON = datetime(2024, 5, 17, 12, 0, 0, 1, tzinfo=UTC)

TEXT = "CHAPTER 1\n\nEnergy flows west 😀.¹\n\n1. A note."
CONTENTS = Contents(
    TEXT,
    (
        Block(BlockRole.HEADING, TextSpan(0, 9), level=1),
        Block(BlockRole.BODY, TextSpan(11, 32), 1),
        Block(BlockRole.NOTE, TextSpan(34, 44)),
    ),
    (
        Section(0, "CHAPTER 1", 1, SectionRole.BODY, TextSpan(0, 34)),
        Section(1, "", 0, SectionRole.NOTES, TextSpan(34, 44), 0),
    ),
    (TextSpan(11, 17),),
    (Marker(TextSpan(31, 32), 1),),
    (Footnote(1, TextSpan(34, 44), TextSpan(31, 32)),),
)
PASSAGES = (Passage(0, TextSpan(11, 32), 1, "a", 0),)
DOCUMENT = Document(
    DocumentId("d1"),
    "moore-2012",
    "A title",
    "Eric Moore",
    2012,
    "text",
    "digest",
    fingerprint_of(TEXT),
    "/papers/moore.txt",
    len(TEXT),
    1,
    NOON,
    None,
    3,
    1,
    "An institute",
    "Moore, *A title*",
)
PAGED_CONTENTS = replace(
    CONTENTS,
    pages=(Page(0, "iv", TextSpan(0, 20), 612.0, 792.5), Page(1, "1", TextSpan(20, 32), 612.0, 792.0, 25)),
    page_runs=(PageRun(0, 0), PageRun(20, 1), PageRun(34, 0)),
    origins=OffsetMap((0, 20, 34), (0, 26, 15), (20, 12, 10)),
)
PAGED = replace(
    DOCUMENT,
    id=DocumentId("d2"),
    slug="paged",
    kind="pdf",
    digest="digest of pages",
    pages=2,
    added=datetime(2024, 5, 18, 12, 0, 0, 1, tzinfo=UTC),
)
TARGET = Target(
    DOCUMENT.id, TextQuoteSelector("Energy", "\n\n", " flows"), TextPositionSelector(11, 17), DOCUMENT.fingerprint
)
ANNOTATION = Annotation(
    AnnotationId("a1"), TARGET, HighlightColour.PINK, "why?", ("energy/oil", "b"), NOON, NOON, Placement.MOVED
)
FOUND = replace(
    ANNOTATION,
    id=AnnotationId("a2"),
    target=replace(TARGET, document_id=PAGED.id),
    placement=Placement.EXACT,
    author="A colleague",
)
FRAGMENTS = (FragmentSelector(0, "iv", ((72.0, 700.25, 140.5, 712.0),)), FragmentSelector(1, "1"))
KEPT = replace(
    PAGED,
    id=DocumentId("d3"),
    slug="kept",
    digest="digest of a kept file",
    added=datetime(2024, 5, 19, 12, 0, 0, 1, tzinfo=UTC),
    kept=True,
)
PLACED = replace(FOUND, id=AnnotationId("a3"), target=replace(TARGET, document_id=KEPT.id), fragments=FRAGMENTS)
LINK = Link(LinkId("l1"), TARGET, TARGET, PairState.CONFIRMED, Relation.DIFFER, "a note", NOON, NOON)
TOPICS = [
    Topic("energy", "Energy", "about", (WeightedTerm("pipeline", 0.5), WeightedTerm("gas")), "ochre", "cross"),
    Topic("georgia", "Georgia", "", (), "blue", "star"),
]
# One is on a topic that is not in the list: the reader may put it back.
VERDICTS = [
    TopicVerdict("energy", TARGET, treats=True, created=NOON),
    TopicVerdict("removed", TARGET, treats=False, created=NOON),
]
SESSION = ReadingSession(
    PaneState(DOCUMENT.id, 11), None, "energy", "off", ((DOCUMENT.id, DOCUMENT.id),), 17, {"geometry": "AQ=="}
)


def fill(library: SqliteLibrary) -> None:
    with library.unit_of_work() as uow:
        uow.mark_seeded()
        uow.documents.add(DOCUMENT, CONTENTS, PASSAGES, no_progress)
        uow.annotations.add(ANNOTATION)
        uow.links.put(LINK)
        for topic in TOPICS:
            uow.topics.put(topic)
        for verdict in VERDICTS:
            uow.verdicts.put(verdict)
        uow.session.save(SESSION)
        uow.embeddings.put("model", {"hash": b"\x00\x01"})
        uow.commit()


def fill_pages(library: SqliteLibrary) -> None:
    """Add what version 2 can hold: a document with pages, and an annotation with an author."""
    with library.unit_of_work() as uow:
        uow.documents.add(PAGED, PAGED_CONTENTS, PASSAGES, no_progress)
        uow.annotations.add(FOUND)
        uow.commit()


def fill_fragments(library: SqliteLibrary) -> None:
    """Add what version 3 can hold: a document whose file is kept, and an annotation's places on its pages."""
    with library.unit_of_work() as uow:
        uow.documents.add(KEPT, PAGED_CONTENTS, PASSAGES, no_progress)
        uow.annotations.add(PLACED)
        uow.commit()


def assert_fragments(library: SqliteLibrary) -> None:
    with library.unit_of_work() as uow:
        assert uow.documents.get(KEPT.id) == KEPT
        assert uow.annotations.all(KEPT.id) == [PLACED]
        uow.documents.erase(KEPT.id)
        uow.commit()


def assert_paged(library: SqliteLibrary) -> None:
    with library.unit_of_work() as uow:
        assert uow.documents.all() == [DOCUMENT, PAGED]
        assert uow.documents.contents(PAGED.id) == PAGED_CONTENTS
        assert uow.annotations.all(PAGED.id) == [FOUND]
        uow.annotations.remove(FOUND.id)
        uow.documents.remove(PAGED.id)
        uow.commit()


def assert_filled(library: SqliteLibrary) -> None:
    with library.unit_of_work() as uow:
        assert uow.documents.all() == [DOCUMENT]
        assert uow.documents.contents(DOCUMENT.id) == CONTENTS
        assert uow.documents.passages(DOCUMENT.id) == PASSAGES
        assert uow.annotations.all() == [ANNOTATION]
        assert uow.links.all() == [LINK]
        assert uow.topics.all() == TOPICS
        assert uow.verdicts.all() == VERDICTS
        assert uow.session.load() == SESSION
        assert uow.embeddings.get("model", ["hash"]) == {"hash": b"\x00\x01"}
        assert [hit.span for hit in uow.search_index.search("energy")] == [TextSpan(11, 17)]
    assert not library.is_new
    assert library.check() == []


def write_sample(path: Path) -> None:
    """Write the sample library: how tests/storage/data/library-v….sqlite is made when a version is finished."""
    library = open_library(str(path))
    fill(library)
    fill_pages(library)
    fill_fragments(library)
    library.backup(str(path.with_suffix(".copy")), overwrite=True)
    library.close()
    path.with_suffix(".copy").replace(path)


@pytest.mark.parametrize("name", sorted(path.name for path in DATA.glob("library-v*.sqlite")))
def test_every_old_library_opens_with_all_that_is_in_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    shutil.copy(DATA / name, path)
    library = open_library(str(path))
    version = int(path.stem.removeprefix("library-v"))
    if version >= 3:
        assert_fragments(library)
    if version >= 2:
        assert_paged(library)
    assert_filled(library)
    library.close()


def test_there_is_an_old_library_for_each_version() -> None:
    scripts = ScriptDirectory(str(MIGRATIONS))
    versions = {int(script.revision) for script in scripts.walk_revisions()}
    assert {int(path.stem.removeprefix("library-v")) for path in DATA.glob("library-v*.sqlite")} == versions
    assert scripts.get_heads() == [schema.SCHEMA_VERSION]


def statements(engine: Engine) -> dict[str, list[str]]:
    """Every statement of a schema, the columns and constraints of each in alphabetic order."""
    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL").all()
    return {row[0]: sorted(re.split(r",\s*\n|\n", row[1].strip())) for row in rows}


@pytest.fixture
def migrated(tmp_path: Path) -> Engine:
    """An empty file brought to the newest version by migrations alone."""
    path = tmp_path / "migrated.sqlite"
    engine = make_engine(path, OpenMode.READ_WRITE)
    upgrade(engine, path, version=schema.SCHEMA_VERSION)
    return engine


def test_migrations_and_tables_make_the_same_schema(tmp_path: Path, migrated: Engine) -> None:
    created = open_library(str(tmp_path / "created.sqlite"))

    def trimmed(found: dict[str, list[str]]) -> dict[str, list[str]]:
        # A table that a migration built anew stands there with its name in quotation marks.
        return {
            name: [line.strip().rstrip(",").replace(f'TABLE "{name}"', f"TABLE {name}") for line in lines]
            for name, lines in found.items()
        }

    assert trimmed(statements(migrated)) == trimmed(statements(created._engine))
    with migrated.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA application_id").scalar_one() == schema.APPLICATION_ID
        assert schema.stored_version(connection) == schema.SCHEMA_VERSION
    created.close()
    migrated.dispose()


def test_alembic_sees_no_difference_either(migrated: Engine) -> None:
    def ours(name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or not str(name).startswith("search_index")

    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, metadata) == []
    migrated.dispose()


NEXT_VERSION = """
from alembic import op
import sqlalchemy as sa

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Builds the table anew, which would delete all annotations if foreign keys were on.
    with op.batch_alter_table("documents") as batch:
        batch.add_column(sa.Column("subtitle", sa.Text(), nullable=False, server_default="none"))
        batch.alter_column("title", new_column_name="name")
    {then}
"""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """A copy of the migrations, to which a test adds."""
    folder = tmp_path / "100% migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def test_a_migration_keeps_everything_and_a_copy(tmp_path: Path, scripts: Path) -> None:
    (scripts / "versions" / "v0004_next.py").write_text(NEXT_VERSION.format(then="pass"), encoding="utf-8")
    path = tmp_path / "library.sqlite"
    library = open_library(str(path))
    fill(library)
    (tmp_path / "library.before-0004.sqlite").write_text("of an earlier attempt", encoding="utf-8")
    upgrade(library._engine, path, version="0004", scripts=scripts)
    upgrade(library._engine, path, version="0004", scripts=scripts)
    library.close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name, subtitle FROM documents").fetchall() == [("A title", "none")]
        assert connection.execute("SELECT exact FROM annotations").fetchall() == [("Energy",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert sorted(tmp_path.glob("*.before-*")) == [
        tmp_path / "library.before-0004-2.sqlite",
        tmp_path / "library.before-0004.sqlite",
    ]
    copy = open_library(str(tmp_path / "library.before-0004-2.sqlite"))
    assert_filled(copy)
    copy.close()


@pytest.mark.parametrize(
    "then",
    [
        "raise RuntimeError('half way')",
        "op.execute('DROP TABLE nowhere')",
        "op.execute('DELETE FROM documents')",
    ],
)
def test_a_failed_migration_changes_nothing(tmp_path: Path, scripts: Path, then: str) -> None:
    (scripts / "versions" / "v0004_next.py").write_text(NEXT_VERSION.format(then=then), encoding="utf-8")
    path = tmp_path / "library.sqlite"
    library = open_library(str(path))
    fill(library)
    with pytest.raises(Exception, match=r"half way|no such table|broken reference"):
        upgrade(library._engine, path, version="0004", scripts=scripts)
    assert_filled(library)
    library.close()


def test_an_older_library_is_migrated_when_opened(
    tmp_path: Path, scripts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (scripts / "versions" / "v0004_next.py").write_text(NEXT_VERSION.format(then="pass"), encoding="utf-8")
    path = tmp_path / "library.sqlite"
    shutil.copy(DATA / "library-v1.sqlite", path)
    monkeypatch.setattr(schema, "SCHEMA_VERSION", "0004")
    monkeypatch.setattr("reader.storage.upgrade.upgrade", partial(upgrade, scripts=scripts))
    with monkeypatch.context() as read_only:
        read_only.setattr("os.access", lambda *_: False)
        with pytest.raises(StorageError, match="from an older Diptych and read-only"):
            open_library(str(path))
    assert path.read_bytes() == (DATA / "library-v1.sqlite").read_bytes()
    library = open_library(str(path))
    with library._engine.connect() as connection:
        assert schema.stored_version(connection) == "0004"
    library.close()
    assert (tmp_path / "library.before-0004.sqlite").exists()


def test_alembic_is_not_loaded_unless_a_migration_is_due(tmp_path: Path) -> None:
    script = (
        "import sys; from reader.storage.database import open_library; open_library(sys.argv[1]).close(); "
        "print(sorted({'alembic', 'sqlalchemy.orm'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "library.sqlite")]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]))
