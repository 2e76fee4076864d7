"""Commands on annotations, and the export."""

from __future__ import annotations

from contextlib import suppress

import click

from reader.cli.output import TerminalProgress, format_option, shortened, tell, width, write, write_json, write_line
from reader.cli.program import Invocation, pass_invocation
from reader.cli.shapes import annotation_shape, placements_shape
from reader.domain.annotation import Annotation, HighlightColour, Placement
from reader.domain.document import DocumentId
from reader.errors import AnnotationError, StorageError
from reader.services.annotations import AnnotationFilter
from reader.services.export import ExportScope
from reader.services.library import OpenDocument

_INDENT = "    "
_CITATIONS = frozenset({"csl-json", "bibtex"})
_SURE = frozenset({Placement.EXACT, Placement.MOVED})


@click.command("annotate")
@click.argument("document", metavar="DOC")
@click.option("--quote", required=True, help="The text to highlight; white space and note numbers don't matter.")
@click.option("--prefix", default="", help="What stands directly before it, where it stands more than once.")
@click.option("--suffix", default="", help="What stands directly after it, where it stands more than once.")
@click.option("--note", default="", help="A note, in Markdown.")
@click.option("--tag", "tags", multiple=True, help="A tag, such as energy/pipelines; may be given again.")
@click.option(
    "--colour",
    "--color",
    type=click.Choice(
        [name for colour in HighlightColour for name in (colour.value, colour.label)], case_sensitive=False
    ),
    default=HighlightColour.YELLOW.value,
    show_default=True,
    help="A colour, or what it stands for.",
)
@format_option
@pass_invocation
def annotate(
    invocation: Invocation,
    document: str,
    quote: str,
    prefix: str,
    suffix: str,
    note: str,
    tags: tuple[str, ...],
    colour: str,
    form: str,
) -> None:
    """Highlight quoted text, with a note and tags."""
    services = invocation.services
    annotation = services.annotations.annotate_quote(
        services.library.resolve(document).id,
        quote,
        prefix=prefix,
        suffix=suffix,
        colour=HighlightColour.named(colour),
        note=note,
        tags=tags,
    )
    opened = services.library.open(annotation.target.document_id)
    if form == "json":
        topics = services.topics.of_annotations([annotation])[annotation.id]
        write_json(annotation_shape(opened, annotation, topics))
    else:
        _write_annotation(opened, annotation)
    # It is saved and told; where it stands on its page is found out after that, and can be at any later time.
    with suppress(StorageError):
        services.annotations.locate([annotation.id])


@click.command("annotations")
@click.option("--document", metavar="DOC", help="Only in this document.")
@click.option("--tag", help="Only with this tag or one below it.")
@click.option("--topic", help="Only on this topic.")
@format_option
@pass_invocation
def list_annotations(
    invocation: Invocation, document: str | None, tag: str | None, topic: str | None, form: str
) -> None:
    """List annotations."""
    services = invocation.services
    within = services.library.resolve(document).id if document is not None else None
    found = services.annotations.all(AnnotationFilter(document_id=within, tag=tag, topic=topic))
    opened = {i: services.library.open(i) for i in {annotation.target.document_id for annotation in found}}
    if form == "json":
        topics = services.topics.of_annotations(found)
        write_json([annotation_shape(opened[a.target.document_id], a, topics[a.id]) for a in found])
        return
    if not found:
        tell("There are no such annotations.")
    for annotation in found:
        _write_annotation(opened[annotation.target.document_id], annotation)


@click.command("export")
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "web-annotation", "csv", "csl-json", "bibtex", "pdf"]),
    default="markdown",
    show_default=True,
    help="What to write.",
)
@click.option("--output", metavar="FILE", help="Write it to FILE instead of standard output.")
@click.option("--overwrite", is_flag=True, help="Replace FILE if it is there.")
@click.option(
    "--document", "documents", metavar="DOC", multiple=True, help="Only of this document; may be given again."
)
@click.option("--tag", "tags", multiple=True, help="Only with this tag or one below it; may be given again.")
@click.option("--topic", help="Only on this topic.")
@click.option("--password", help="What a protected PDF opens with; the copy is not protected.")
@pass_invocation
def export(
    invocation: Invocation,
    form: str,
    output: str | None,
    documents: tuple[str, ...],
    tags: tuple[str, ...],
    topic: str | None,
    password: str | None,
    *,
    overwrite: bool,
) -> None:
    """Write annotations with their quotes, and the pairs you made and confirmed side by side.

    As web-annotation (JSON-LD), they can be read back with import-annotations. As csl-json and bibtex: the works that
    documents cite.
    """
    if form in _CITATIONS and (tags or topic is not None):
        raise click.UsageError(f"The works that documents cite have no tags and topics: leave them out with {form}.")
    services = invocation.services
    ids = tuple(services.library.resolve(document).id for document in documents)
    if form == "pdf":
        _export_pdf(invocation, ids, output, password, overwrite=overwrite)
        return
    if form in _CITATIONS:
        cited = ids or tuple(document.id for document in services.library.documents())
        text = services.sources.csl_json(cited) if form == "csl-json" else services.sources.bibtex(cited)
    else:
        writers = {
            "markdown": services.export.markdown,
            "web-annotation": services.export.web_annotation,
            "csv": services.export.csv,
        }
        text = writers[form](ExportScope(document_ids=ids, topic=topic, tags=tags))
    if output is None or output == "-":
        write(text)
        return
    services.export.write(text, output, overwrite=overwrite)
    tell(f"Exported to {output}.")


@click.command("import-annotations")
@click.argument("file", metavar="FILE")
@format_option
@pass_invocation
def import_annotations(invocation: Invocation, file: str, form: str) -> None:
    """Read annotations and pairs back that were exported as web-annotation; what is there already is not doubled."""
    with TerminalProgress(f"Placing {file}") as progress:
        read = invocation.services.annotation_import.import_file(file, progress)
    if form == "json":
        write_json(
            {
                "path": file,
                "annotations": len(read.annotations),
                "links": len(read.links),
                "present": read.present,
                "placements": placements_shape(read.placements),
                "missing": [{"title": d.title, "slug": d.slug, "waiting": d.waiting} for d in read.missing],
            }
        )
    else:
        added = f"{_counted(len(read.annotations), 'annotation')} and {_counted(len(read.links), 'pair')}"
        write_line(f"Added {added}; {read.present} were there already.")
        unsure = sum(count for placement, count in read.placements.items() if placement not in _SURE)
        if unsure:
            write_line(f"{_counted(unsure, 'annotation')} had no sure place: see `diptych annotations`.")
    if read.missing:
        titles = ", ".join(f"“{document.title}”" for document in read.missing)
        waiting = sum(document.waiting for document in read.missing)
        remedy = "Import what is missing, then this file again; what was added is not doubled."
        raise AnnotationError(f"Not in the library: {titles}, with {_counted(waiting, 'annotation or pair')}.", remedy)


def _counted(number: int, noun: str) -> str:
    plural = {"annotation or pair": "annotations and pairs"}.get(noun, f"{noun}s")
    return f"{number} {noun if number == 1 else plural}"


def _export_pdf(
    invocation: Invocation,
    documents: tuple[DocumentId, ...],
    output: str | None,
    password: str | None,
    *,
    overwrite: bool,
) -> None:
    """Write a copy of one document's PDF with its highlights and notes."""
    if len(documents) != 1 or output in (None, "-"):
        raise click.UsageError("A PDF is written of one --document, to a file named with --output.")
    count = invocation.services.pdf_export.write(documents[0], str(output), overwrite=overwrite, password=password)
    tell(f"Exported to {output} with {count} annotation{'s' * (count != 1)}.")


def _write_annotation(opened: OpenDocument, annotation: Annotation) -> None:
    span = annotation.target.span
    lost = annotation.placement is Placement.ORPHANED
    place = "lost its place" if lost else opened.locator(span)
    tags = "".join(f"  #{tag}" for tag in annotation.tags)
    write_line(f"{opened.document.slug}  {place}  {annotation.colour.label}{tags}  {annotation.id}")
    quote = annotation.target.quote.exact if lost else opened.quote(span)
    write_line(f"{_INDENT}“{shortened(quote, width() - len(_INDENT) - 2)}”")
    for line in annotation.note.splitlines():
        write_line(f"{_INDENT}{line}")
    write_line()
