"""Commands on passages, topics, alignment and search."""

from __future__ import annotations

import click

from reader.cli.output import TerminalProgress, format_option, shortened, tell, width, write_json, write_line
from reader.cli.program import Invocation, pass_invocation
from reader.cli.shapes import alignment_shape, hit_shape, passage_shape, topic_shape
from reader.domain.alignment import PairState, PassagePair
from reader.domain.topic import Topic
from reader.services.comparison import Comparison
from reader.services.library import OpenDocument

_DEFAULT_PAIRS = 50
_MOST_TERMS = 6


@click.command("passages")
@click.argument("document", metavar="DOC")
@click.option("--topic", help="Score each passage for this topic, best first.")
@format_option
@pass_invocation
def passages(invocation: Invocation, document: str, topic: str | None, form: str) -> None:
    """List a document's passages."""
    services = invocation.services
    opened = services.library.open(services.library.resolve(document).id)
    order = list(range(len(opened.passages)))
    scores: dict[int, float] = {}
    if topic is not None:
        scores = dict(enumerate(services.topics.scores(opened)[services.topics.resolve(topic).slug]))
        order.sort(key=lambda ordinal: -scores[ordinal])
    if form == "json":
        write_json([passage_shape(opened, opened.passages[ordinal], scores.get(ordinal)) for ordinal in order])
        return
    labels = max((len(passage.label) for passage in opened.passages), default=0)
    for ordinal in order:
        passage = opened.passages[ordinal]
        start = passage.label.ljust(labels) + (f"  {_hundred(scores[ordinal]):>3}" if scores else "")
        write_line(f"{start}  {shortened(opened.quote(passage.span), width() - len(start) - 2)}")


@click.command("align")
@click.argument("left", metavar="LEFT")
@click.argument("right", metavar="RIGHT")
@click.option("--topic", help="Only under this topic.")
@click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=_DEFAULT_PAIRS,
    show_default=True,
    help="How many pairs; 0 for every retained one.",
)
@click.option("--state", type=click.Choice([state.value for state in PairState]), help="Only pairs in this state.")
@format_option
@pass_invocation
def align(
    invocation: Invocation, left: str, right: str, topic: str | None, limit: int, state: str | None, form: str
) -> None:
    """Rank the passages of two documents that belong together.

    The pairs you made and confirmed come first; rejected ones are listed with --state rejected only.
    """
    services = invocation.services
    first, second = services.library.resolve(left), services.library.resolve(right)
    slug = services.topics.resolve(topic).slug if topic is not None else None
    with TerminalProgress("Aligning") as progress:
        compared = services.comparison.with_sources(services.comparison.compare(first.id, second.id, progress))
    links = services.links.between(first.id, second.id)
    pairs = _chosen(compared.pairs(slug, links, limit=0 if state else limit), state, limit)
    if form == "json":
        write_json(alignment_shape(compared, slug, pairs))
        return
    if not pairs:
        tell("No pair is like that.")
    for rank, pair in enumerate(pairs, start=1):
        _write_pair(compared, rank, pair)


@click.group("topics", invoke_without_command=True)
@format_option
@pass_invocation
@click.pass_context
def topics(context: click.Context, invocation: Invocation, form: str) -> None:
    """List, add and remove topics."""
    if context.invoked_subcommand is None:
        _list_topics(invocation, form)


@topics.command("list")
@format_option
@pass_invocation
def list_topics(invocation: Invocation, form: str) -> None:
    """List the topics."""
    _list_topics(invocation, form)


@topics.command("add")
@click.argument("name", metavar="NAME")
@click.option("--terms", required=True, help="Words and phrases that speak for it, parted by commas.")
@click.option("--description", default="", help="What a passage on it speaks of.")
@click.option("--replace", is_flag=True, help="Replace the topic of this name.")
@format_option
@pass_invocation
def add_topic(invocation: Invocation, name: str, terms: str, description: str, form: str, *, replace: bool) -> None:
    """Add a topic."""
    topic = invocation.services.topics.add(name, terms.split(","), description, replace=replace)
    _write_change("Replaced or added" if replace else "Added", topic, form)


@topics.command("remove")
@click.argument("name", metavar="NAME")
@format_option
@pass_invocation
def remove_topic(invocation: Invocation, name: str, form: str) -> None:
    """Remove a topic."""
    _write_change("Removed", invocation.services.topics.remove(name), form)


@click.command("search")
@click.argument("query", metavar="QUERY")
@click.option("--document", metavar="DOC", help="Only in this document.")
@click.option("--limit", type=click.IntRange(min=1), default=100, show_default=True, help="How many places at most.")
@format_option
@pass_invocation
def search(invocation: Invocation, query: str, document: str | None, limit: int, form: str) -> None:
    """Search the library; every word must occur, the last one may be a beginning."""
    services = invocation.services
    within = services.library.resolve(document).id if document is not None else None
    hits = services.search.search(query, within, limit)
    known = {found.id: found for found in services.library.documents()}
    if form == "json":
        write_json([hit_shape(known[hit.document_id], hit) for hit in hits])
        return
    if not hits:
        tell(f"Nothing in the library matches “{query}”.")
    opened = {document_id: services.library.open(document_id) for document_id in {hit.document_id for hit in hits}}
    for hit in hits:
        start = f"{known[hit.document_id].slug}  {opened[hit.document_id].locator(hit.span)}"
        write_line(f"{start}  {shortened(hit.snippet, width() - len(start) - 2)}")


def _chosen(pairs: list[PassagePair], state: str | None, limit: int) -> list[PassagePair]:
    """Leave out rejected pairs, or all but those in one state."""
    if state is None:
        return [pair for pair in pairs if pair.state is not PairState.REJECTED]
    chosen = [pair for pair in pairs if pair.state.value == state]
    return chosen[:limit] if limit else chosen


def _write_pair(compared: Comparison, rank: int, pair: PassagePair) -> None:
    left, right = compared.left.passages[pair.left], compared.right.passages[pair.right]
    evidence = compared.evidence(pair.left, pair.right)
    terms = ", ".join(term.text for term in evidence.terms[:_MOST_TERMS])
    state = "" if pair.state is PairState.COMPUTED else f"  {pair.state.value}"
    start = f"{rank:>4}  {_hundred(pair.score):>3}{state}  {left.label} ↔ {right.label}"
    write_line(f"{start}  {shortened(terms, width() - len(start) - 2)}".rstrip())
    for opened, passage in ((compared.left, left), (compared.right, right)):
        write_line(
            f"{'':11}{_byline(opened)}: {shortened(opened.quote(passage.span), width() - 13 - len(_byline(opened)))}"
        )
    write_line()


def _byline(opened: OpenDocument) -> str:
    return opened.document.byline


def _list_topics(invocation: Invocation, form: str) -> None:
    found = invocation.services.topics.topics()
    if form == "json":
        write_json([topic_shape(topic) for topic in found])
        return
    names = max((len(topic.name) for topic in found), default=0)
    for topic in found:
        terms = ", ".join(term.term for term in topic.terms)
        write_line(f"{topic.name.ljust(names)}  {shortened(terms, width() - names - 2)}")


def _write_change(verb: str, topic: Topic, form: str) -> None:
    if form == "json":
        write_json(topic_shape(topic))
    else:
        write_line(f"{verb} the topic {topic.name} ({topic.slug}).")


def _hundred(score: float) -> int:
    return round(100 * score)
