"""Migrates a library file to the newest schema; imported only when that is due, for Alembic is slow to import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from alembic import command
from alembic.config import Config

from reader.storage.backup import write_backup
from reader.storage.connection import OpenMode, connect, driver, translated
from reader.storage.schema import stored_version

if TYPE_CHECKING:
    from sqlalchemy import Engine

MIGRATIONS = Path(__file__).with_name("migrations")


def upgrade(engine: Engine, path: Path, *, version: str, scripts: Path = MIGRATIONS) -> None:
    """Bring a library to a version in one transaction, after a copy of the file was made beside it.

    Args:
        engine: An engine on the file.
        path: The file.
        version: The version to reach.
        scripts: Where the migrations are.

    Raises:
        StorageError: If the copy can't be written or the library is locked; nothing was changed.
    """
    with engine.connect() as connection:
        # Tables are rebuilt under another name and renamed; that must not delete what refers to them.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.rollback()
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            if stored_version(connection) != version:
                _copy_aside(path, version)
                config = Config()
                config.set_main_option("script_location", str(scripts).replace("%", "%%"))
                config.attributes["connection"] = connection
                command.upgrade(config, version)
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    msg = f"the migration to {version} leaves a broken reference: {broken}"
                    raise RuntimeError(msg)
                connection.commit()
        finally:
            connection.rollback()
            driver(connection).rollback()
            # Not to be used again with foreign keys off.
            connection.invalidate()


def _copy_aside(path: Path, version: str) -> None:
    """Keep the file as it is before a migration, under a name that is free."""
    name = f"{path.stem}.before-{version}"
    target, count = path.with_name(f"{name}.sqlite"), 1
    while target.exists():
        count += 1
        target = path.with_name(f"{name}-{count}.sqlite")
    with translated(path):
        source = connect(path, OpenMode.READ_ONLY)
        try:
            write_backup(source, target, overwrite=False)
        finally:
            source.close()
