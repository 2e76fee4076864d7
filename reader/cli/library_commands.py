"""Commands on the library and its documents."""

from __future__ import annotations

import click

from reader.cli.output import TerminalProgress, format_option, table, tell, write, write_json, write_line
from reader.cli.program import Invocation, pass_invocation
from reader.cli.shapes import Shape, document_shape, refresh_shape
from reader.domain.annotation import Placement
from reader.errors import DocumentError, KnownError, StorageError
from reader.services.annotations import AnnotationFilter


@click.command("documents")
@format_option
@pass_invocation
def documents(invocation: Invocation, form: str) -> None:
    """List the documents of the library."""
    found = invocation.services.library.documents()
    if form == "json":
        write_json([document_shape(document) for document in found])
        return
    if not found:
        tell("The library is empty: add a text with `diptych import FILE`.")
        return
    headings = ["DOCUMENT", "TITLE", "AUTHOR", "YEAR", "PASSAGES"]
    rows = [[d.slug, d.title, d.author, _number(d.year), str(d.passages)] for d in found]
    if any(document.pages is not None for document in found):
        headings += ["KIND", "PAGES"]
        rows = [[*row, d.kind, _number(d.pages)] for row, d in zip(rows, found, strict=True)]
    write_line(table(headings, rows, elastic=1))


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


@click.command("import")
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--password", help="What protected PDFs open with; it is not kept.")
@click.option("--link-only", is_flag=True, help="Keep no copy of PDFs in the library: show them where they are.")
@click.option("--ocr", is_flag=True, help="Have the text of scans recognised by ocrmypdf or tesseract, if installed.")
@format_option
@pass_invocation
def import_files(
    invocation: Invocation, files: tuple[str, ...], password: str | None, form: str, *, link_only: bool, ocr: bool
) -> None:
    """Add files to the library; one that is there already is not added twice."""
    shapes: list[Shape] = []
    failures: list[KnownError] = []
    services = invocation.services
    add = services.ocr.import_file if ocr else services.library.import_file
    for file in files:
        try:
            with TerminalProgress(f"Reading {file}") as progress:
                result = add(file, progress, password=password, link_only=link_only)
        except DocumentError as error:
            failures.append(error)
            shapes.append({"path": file, "id": None, "slug": None, "status": "failed", "message": str(error)})
            continue
        document, status = result.document, "added" if result.added else "present"
        shape: Shape = {"path": file, "id": document.id, "slug": document.slug, "status": status}
        shapes.append(shape | {"message": result.message})
        if form == "text":
            write_line(f"{document.slug}  {document.id}  {status}: {result.message}")
    if form == "json":
        write_json(shapes)
    if len(failures) == 1:
        raise failures[0]
    if failures:
        for failure in failures:
            tell(f"{failure}")
        raise DocumentError(f"{len(failures)} of {len(files)} files were not added.", "See above for what to do.")


@click.command("refresh")
@click.argument("document", metavar="DOC")
@click.option("--password", help="What a protected PDF opens with; it is not kept.")
@format_option
@pass_invocation
def refresh(invocation: Invocation, document: str, password: str | None, form: str) -> None:
    """Read a document again, and find the places of its annotations in it anew."""
    library = invocation.services.library
    known = library.resolve(document)
    with TerminalProgress(f"Reading {known.slug}") as progress:
        result = library.refresh(known.id, progress, password=password)
    # Places on pages that another file of it has, or that were not known yet.
    annotations = invocation.services.annotations
    annotations.locate([each.id for each in annotations.all(AnnotationFilter(document_id=known.id))])
    if form == "json":
        write_json(refresh_shape(result))
        return
    write_line(f"{known.slug}: the text {'reads otherwise now' if result.changed else 'is the same'}.")
    kinds = (
        ("Annotations", result.annotations),
        ("Sides of pairs", result.links),
        ("Words on topics", result.verdicts),
    )
    for name, counts in kinds:
        if counts:
            parts = (f"{counts[placement]} {placement.value}" for placement in Placement if counts.get(placement))
            write_line(f"{name}: {', '.join(parts)}.")


@click.command("remove")
@click.argument("document", metavar="DOC")
@click.option("--for-good", is_flag=True, help="Delete it with its annotations and the library's copy of its file.")
@format_option
@pass_invocation
def remove(invocation: Invocation, document: str, form: str, *, for_good: bool) -> None:
    """Take a document out of the library, with its annotations; importing its file again brings both back."""
    library = invocation.services.library
    known = library.resolve(document)
    removed = library.erase(known.id) if for_good else library.remove(known.id)
    if form == "json":
        write_json(document_shape(removed))
    elif for_good:
        write_line(f"Deleted “{removed.title}” for good, with its annotations.")
    else:
        write_line(f"Removed “{removed.title}”. Importing its file again brings it back with its annotations.")


@click.command("text")
@click.argument("document", metavar="DOC")
@pass_invocation
def text(invocation: Invocation, document: str) -> None:
    """Print a document's canonical text, exactly: what all offsets count in."""
    library = invocation.services.library
    write(library.open(library.resolve(document).id).contents.text)


@click.command("backup")
@click.argument("file", metavar="FILE")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
@format_option
@pass_invocation
def backup(invocation: Invocation, file: str, form: str, *, overwrite: bool) -> None:
    """Write a consistent copy of the library, even while it is in use."""
    invocation.services.library.backup(file, overwrite=overwrite)
    if form == "json":
        write_json({"path": file})
    else:
        write_line(f"The library was copied to {file}.")


@click.command("check")
@format_option
@pass_invocation
def check(invocation: Invocation, form: str) -> None:
    """Check the library file, the files it keeps, and that every annotation stands at its quote."""
    library = invocation.services.library
    problems = library.check()
    if form == "json":
        write_json({"ok": not problems, "problems": problems})
    else:
        for problem in problems:
            write_line(problem)
    if problems:
        count = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise StorageError(f"The library {library.path} has {count}.", "Keep a copy of it, and go back to a backup.")
    if form == "text":
        write_line(f"The library {library.path} is sound.")
