"""Migrations of the library file, run by Alembic."""
