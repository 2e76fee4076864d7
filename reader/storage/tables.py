"""The tables of a library file."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from reader.storage.column_types import Boxes, LosslessText, UtcDateTime

# Named constraints, so that later migrations can speak of them.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# Full-text search over passages and the blocks outside them. A row's id is document key << 32 | start of its span, so
# that one document's rows are one range and a hit needs no join to find its place.
CREATE_SEARCH_INDEX = 'CREATE VIRTUAL TABLE search_index USING fts5(text, tokenize = "unicode61 remove_diacritics 2")'


def _document_key() -> Column[int]:
    return Column("document_key", Integer, ForeignKey("documents.key", ondelete="CASCADE"), nullable=False)


def _span() -> tuple[Column[int], Column[int]]:
    return Column("start", Integer, nullable=False), Column("end", Integer, nullable=False)


def _per_document(name: str, *columns: Column[int] | Column[str] | Column[float]) -> Table:
    """Rows numbered within a document and kept in that order in the file, so that reading them is one sweep."""
    return Table(
        name,
        metadata,
        _document_key(),
        Column("ordinal", Integer, nullable=False),
        *columns,
        PrimaryKeyConstraint("document_key", "ordinal"),
        sqlite_with_rowid=False,
    )


library_state = Table(
    "library_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("created", UtcDateTime, nullable=False),
    Column("seeded", Boolean, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

documents = Table(
    "documents",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("slug", Text, nullable=False, unique=True),
    Column("title", LosslessText, nullable=False),
    Column("author", LosslessText, nullable=False),
    Column("year", Integer),
    Column("kind", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),
    Column("fingerprint", Text, nullable=False),
    Column("source_path", LosslessText, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("added", UtcDateTime, nullable=False),
    Column("pages", Integer),
    Column("words", Integer, nullable=False),
    Column("notes", Integer, nullable=False),
    Column("institution", LosslessText, nullable=False),
    Column("citation", LosslessText, nullable=False),
    Column("removed", UtcDateTime),
    Column("kept", Boolean, nullable=False, server_default="0"),
)

# Apart from `documents`, so that listing the library never touches it.
texts = Table(
    "texts",
    metadata,
    Column(
        "document_key", Integer, ForeignKey("documents.key", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("text", LosslessText, nullable=False),
)

sections = _per_document(
    "sections",
    Column("title", LosslessText, nullable=False),
    Column("level", Integer, nullable=False),
    Column("role", Text, nullable=False),
    *_span(),
    Column("parent", Integer),
)

blocks = _per_document(
    "blocks",
    Column("role", Text, nullable=False),
    *_span(),
    Column("paragraph", Integer),
    Column("level", Integer, nullable=False),
)

emphasis = _per_document("emphasis", *_span())

markers = _per_document("markers", *_span(), Column("number", Integer, nullable=False))

notes = _per_document(
    "notes",
    Column("number", Integer, nullable=False),
    *_span(),
    Column("marker_start", Integer),
    Column("marker_end", Integer),
)

passages = _per_document(
    "passages",
    *_span(),
    Column("paragraph", Integer, nullable=False),
    Column("part", Text, nullable=False),
    Column("section", Integer, nullable=False),
)

pages = _per_document(
    "pages",
    Column("label", LosslessText, nullable=False),
    *_span(),
    Column("width", Float, nullable=False),
    Column("height", Float, nullable=False),
    Column("source_start", Integer, nullable=False),
)

page_runs = _per_document(
    "page_runs", Column("start", Integer, nullable=False), Column("page", Integer, nullable=False)
)

# The way from the text back to the raw text of all pages, packed (see `packed_maps`).
origins = Table(
    "origins",
    metadata,
    Column(
        "document_key", Integer, ForeignKey("documents.key", ondelete="CASCADE"), primary_key=True, autoincrement=False
    ),
    Column("runs", LargeBinary, nullable=False),
)

topics = Table(
    "topics",
    metadata,
    Column("slug", LosslessText, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", LosslessText, nullable=False),
    Column("description", LosslessText, nullable=False),
    Column("colour", Text, nullable=False),
    Column("glyph", Text, nullable=False),
)

topic_terms = Table(
    "topic_terms",
    metadata,
    Column("topic", LosslessText, ForeignKey("topics.slug", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("term", LosslessText, nullable=False),
    Column("weight", Float, nullable=False),
    PrimaryKeyConstraint("topic", "ordinal"),
)

# Topics are named here without a foreign key: the reader's word waits for a topic that was taken out of the list.
topic_verdicts = Table(
    "topic_verdicts",
    metadata,
    _document_key(),
    Column("topic", LosslessText, nullable=False),
    Column("exact", LosslessText, nullable=False),
    Column("prefix", LosslessText, nullable=False),
    Column("suffix", LosslessText, nullable=False),
    *_span(),
    Column("fingerprint", Text, nullable=False),
    Column("treats", Boolean, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    PrimaryKeyConstraint("document_key", "topic", "fingerprint", "start", "end"),
)

annotations = Table(
    "annotations",
    metadata,
    Column("id", Text, primary_key=True),
    _document_key(),
    Column("exact", LosslessText, nullable=False),
    Column("prefix", LosslessText, nullable=False),
    Column("suffix", LosslessText, nullable=False),
    *_span(),
    Column("fingerprint", Text, nullable=False),
    Column("colour", Text, nullable=False),
    Column("note", LosslessText, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("modified", UtcDateTime, nullable=False),
    Column("placement", Text, nullable=False),
    Column("author", LosslessText, nullable=False, server_default=""),
    Index(None, "document_key", "start"),
)

annotation_tags = Table(
    "annotation_tags",
    metadata,
    Column("annotation", Text, ForeignKey("annotations.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("tag", LosslessText, nullable=False),
    PrimaryKeyConstraint("annotation", "ordinal"),
    Index(None, "tag"),
)


# Where an annotation stands on the pages of its file.
annotation_fragments = Table(
    "annotation_fragments",
    metadata,
    Column("annotation", Text, ForeignKey("annotations.id", ondelete="CASCADE"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("page", Integer, nullable=False),
    Column("label", LosslessText, nullable=False),
    Column("boxes", Boxes, nullable=False),
    PrimaryKeyConstraint("annotation", "ordinal"),
)


def _side(side: str) -> tuple[Column[int] | Column[str], ...]:
    return (
        Column(
            f"{side}_document_key",
            Integer,
            ForeignKey("documents.key", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        Column(f"{side}_exact", LosslessText, nullable=False),
        Column(f"{side}_prefix", LosslessText, nullable=False),
        Column(f"{side}_suffix", LosslessText, nullable=False),
        Column(f"{side}_start", Integer, nullable=False),
        Column(f"{side}_end", Integer, nullable=False),
        Column(f"{side}_fingerprint", Text, nullable=False),
    )


links = Table(
    "links",
    metadata,
    Column("id", Text, primary_key=True),
    *_side("left"),
    *_side("right"),
    Column("state", Text, nullable=False),
    Column("relation", Text),
    Column("note", LosslessText, nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("modified", UtcDateTime, nullable=False),
)

# Documents are named here without a foreign key: a session outlives the removal of what it showed.
session = Table(
    "session",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("left_document", Text),
    Column("left_offset", Integer),
    Column("right_document", Text),
    Column("right_offset", Integer),
    Column("topic", LosslessText),
    Column("linked", Text, nullable=False),
    Column("text_size", Integer, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

recent_pairs = Table(
    "recent_pairs",
    metadata,
    Column("ordinal", Integer, primary_key=True),
    Column("left_document", Text, nullable=False),
    Column("right_document", Text, nullable=False),
)

window_state = Table(
    "window_state",
    metadata,
    Column("name", LosslessText, primary_key=True),
    Column("value", LosslessText, nullable=False),
)

embeddings = Table(
    "embeddings",
    metadata,
    Column("model", LosslessText, nullable=False),
    Column("hash", LosslessText, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    PrimaryKeyConstraint("model", "hash"),
)
