"""Tags: their normal form, the tree they make, and their counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from reader.domain.annotation import Annotation, TagCount

_SEPARATOR = "/"


def normalise_tag(tag: str) -> str:
    """Bring a tag to its normal form: no "#", no stray white space, no empty parts; "" if nothing is left."""
    parts = (" ".join(part.replace("#", " ").split()) for part in tag.split(_SEPARATOR))
    return _SEPARATOR.join(part for part in parts if part)


def normalise_tags(tags: Iterable[str], known: Iterable[str] = ()) -> tuple[str, ...]:
    """Bring tags to their normal form, each once, in order.

    Args:
        tags: As the reader wrote them.
        known: The tags there are: a new one takes over their spelling, part by part, so that "energy/oil" goes
            below "Energy".
    """
    spelling: dict[str, str] = {}
    for tag in known:
        for above in _lineage(tag):
            spelling.setdefault(above.casefold(), above)
    return _each_once(_spelt(normalise_tag(tag), spelling) for tag in tags)


def is_at_or_below(tag: str, above: str) -> bool:
    """Tell whether a tag is another one or in the tree below it, without regard to case."""
    own, wanted = tag.casefold(), above.casefold()
    return own == wanted or own.startswith(wanted + _SEPARATOR)


def retag(tags: Sequence[str], old: str, new: str) -> tuple[str, ...]:
    """Rename a tag and those below it in an annotation's tags; doubles that come of it are dropped."""
    return _each_once(new + tag[len(old) :] if is_at_or_below(tag, old) else tag for tag in tags)


def count_tags(annotations: Iterable[Annotation]) -> list[TagCount]:
    """Count, for every tag and every tag above one, the annotations at it or below it; alphabetically."""
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for annotation in annotations:
        lineage = {above.casefold(): above for tag in annotation.tags for above in _lineage(tag)}
        counts.update(lineage.keys())
        for key, above in lineage.items():
            spelling.setdefault(key, above)
    ordered = sorted(counts, key=lambda key: key.split(_SEPARATOR))
    return [TagCount(spelling[key], counts[key]) for key in ordered]


def _lineage(tag: str) -> list[str]:
    """Return the tags above a tag and the tag itself, outermost first."""
    parts = tag.split(_SEPARATOR)
    return [_SEPARATOR.join(parts[: end + 1]) for end in range(len(parts))]


def _spelt(tag: str, spelling: dict[str, str]) -> str:
    for above in reversed(_lineage(tag)):
        known = spelling.get(above.casefold())
        if known is not None:
            return known + tag[len(above) :]
    return tag


def _each_once(tags: Iterable[str]) -> tuple[str, ...]:
    unique: dict[str, str] = {}
    for tag in tags:
        if tag:
            unique.setdefault(tag.casefold(), tag)
    return tuple(unique.values())
