"""Pages: which text stands where on paper, the way back to the raw text, and who made an annotation in a file."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of pages; older documents have none."""
    _per_document(
        "pages",
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("width", sa.Float(), nullable=False),
        sa.Column("height", sa.Float(), nullable=False),
        sa.Column("source_start", sa.Integer(), nullable=False),
    )
    _per_document(
        "page_runs",
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
    )
    op.create_table(
        "origins",
        sa.Column("document_key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("runs", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name=op.f("fk_origins_document_key_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_key", name=op.f("pk_origins")),
    )
    with op.batch_alter_table("annotations", recreate="always") as batch:
        batch.add_column(sa.Column("author", sa.Text(), nullable=False, server_default=""))


def _per_document(name: str, *columns: sa.Column[int] | sa.Column[str] | sa.Column[float]) -> None:
    op.create_table(
        name,
        sa.Column("document_key", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["document_key"], ["documents.key"], name=op.f(f"fk_{name}_document_key_documents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_key", "ordinal", name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )
