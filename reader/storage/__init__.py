"""Where everything is stored: one SQLite file, through SQLAlchemy Core, migrated by Alembic."""
