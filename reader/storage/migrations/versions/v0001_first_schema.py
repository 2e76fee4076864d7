"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create every table and the search index."""
    op.create_table(
        "documents",
        sa.Column("key", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("source_path", sa.Text(), nullable=False),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("passages", sa.Integer(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("notes", sa.Integer(), nullable=False),
        sa.Column("institution", sa.Text(), nullable=False),
        sa.Column("citation", sa.Text(), nullable=False),
        sa.Column("removed", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_documents")),
        sa.UniqueConstraint("digest", name=op.f("uq_documents_digest")),
        sa.UniqueConstraint("id", name=op.f("uq_documents_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_documents_slug")),
    )
    op.create_table(
        "embeddings",
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("model", "hash", name=op.f("pk_embeddings")),
    )
    op.create_table(
        "library_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("seeded", sa.Boolean(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_library_state_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_state")),
    )
    op.create_table(
        "recent_pairs",
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("left_document", sa.Text(), nullable=False),
        sa.Column("right_document", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("ordinal", name=op.f("pk_recent_pairs")),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("left_document", sa.Text(), nullable=True),
        sa.Column("left_offset", sa.Integer(), nullable=True),
        sa.Column("right_document", sa.Text(), nullable=True),
        sa.Column("right_offset", sa.Integer(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=True),
        sa.Column("linked", sa.Text(), nullable=False),
        sa.Column("text_size", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_session_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
    )
    op.create_table(
        "topics",
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("glyph", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_topics")),
    )
    op.create_table(
        "window_state",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_window_state")),
    )
    op.create_table(
        "annotations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document_key", sa.Integer(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("colour", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("modified", sa.Text(), nullable=False),
        sa.Column("placement", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name=op.f("fk_annotations_document_key_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotations")),
    )
    op.create_index(op.f("ix_annotations_document_key_start"), "annotations", ["document_key", "start"], unique=False)
    op.create_table(
        "blocks",
        sa.Column("document_key", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name=op.f("fk_blocks_document_key_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_key", "ordinal", name=op.f("pk_blocks")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "emphasis",
        sa.Column("document_key", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name=op.f("fk_emphasis_document_key_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_key", "ordinal", name=op.f("pk_emphasis")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "links",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("left_document_key", sa.Integer(), nullable=False),
        sa.Column("left_exact", sa.Text(), nullable=False),
        sa.Column("left_prefix", sa.Text(), nullable=False),
        sa.Column("left_suffix", sa.Text(), nullable=False),
        sa.Column("left_start", sa.Integer(), nullable=False),
        sa.Column("left_end", sa.Integer(), nullable=False),
        sa.Column("left_fingerprint", sa.Text(), nullable=False),
        sa.Column("right_document_key", sa.Integer(), nullable=False),
        sa.Column("right_exact", sa.Text(), nullable=False),
        sa.Column("right_prefix", sa.Text(), nullable=False),
        sa.Column("right_suffix", sa.Text(), nullable=False),
        sa.Column("right_start", sa.Integer(), nullable=False),
        sa.Column("right_end", sa.Integer(), nullable=False),
        sa.Column("right_fingerprint", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.Column("modified", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["left_document_key"],
            ["documents.key"],
            name=op.f("fk_links_left_document_key_documents"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["right_document_key"],
            ["documents.key"],
            name=op.f("fk_links_right_document_key_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_links")),
    )
    op.create_index(op.f("ix_links_left_document_key"), "links", ["left_document_key"], unique=False)
    op.create_index(op.f("ix_links_right_document_key"), "links", ["right_document_key"], unique=False)
    op.create_table(
        "markers",
        sa.Column("document_key", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name=op.f("fk_markers_document_key_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_key", "ordinal", name=op.f("pk_markers")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "notes",
        sa.Column("document_key", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("marker_start", sa.Integer(), nullable=True),
        sa.Column("marker_end", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name=op.f("fk_notes_document_key_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_key", "ordinal", name=op.f("pk_notes")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "passages",
        sa.Column("document_key", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("paragraph", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("section", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name=op.f("fk_passages_document_key_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_key", "ordinal", name=op.f("pk_passages")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sections",
        sa.Column("document_key", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name=op.f("fk_sections_document_key_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_key", "ordinal", name=op.f("pk_sections")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "texts",
        sa.Column("document_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name=op.f("fk_texts_document_key_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_key", name=op.f("pk_texts")),
    )
    op.create_table(
        "topic_verdicts",
        sa.Column("document_key", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("exact", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("treats", sa.Boolean(), nullable=False),
        sa.Column("created", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"],
            ["documents.key"],
            name=op.f("fk_topic_verdicts_document_key_documents"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("document_key", "topic", "fingerprint", "start", "end", name=op.f("pk_topic_verdicts")),
    )
    op.create_table(
        "topic_terms",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("weight", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic"], ["topics.slug"], name=op.f("fk_topic_terms_topic_topics"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("topic", "ordinal", name=op.f("pk_topic_terms")),
    )
    op.create_table(
        "annotation_tags",
        sa.Column("annotation", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["annotation"],
            ["annotations.id"],
            name=op.f("fk_annotation_tags_annotation_annotations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("annotation", "ordinal", name=op.f("pk_annotation_tags")),
    )
    op.create_index(op.f("ix_annotation_tags_tag"), "annotation_tags", ["tag"], unique=False)
    op.execute('CREATE VIRTUAL TABLE search_index USING fts5(text, tokenize = "unicode61 remove_diacritics 2")')
    # The mark of this program in the file's header ("Dipt").
    op.execute("PRAGMA application_id = 1147760756")
