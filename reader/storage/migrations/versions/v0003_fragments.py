"""Where annotations stand on pages, and of which documents the library keeps the file."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of places on pages; of documents that are there it isn't known whether a copy was wanted."""
    op.create_table(
        "annotation_fragments",
        sa.Column("annotation", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("boxes", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["annotation"],
            ["annotations.id"],
            name=op.f("fk_annotation_fragments_annotation_annotations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("annotation", "ordinal", name=op.f("pk_annotation_fragments")),
    )
    with op.batch_alter_table("documents", recreate="always") as batch:
        batch.add_column(sa.Column("kept", sa.Boolean(), nullable=False, server_default="0"))
