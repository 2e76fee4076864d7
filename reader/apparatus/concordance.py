"""The concordance of two documents: works both cite, volumes of which both cite chapters, and what only one cites."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reader.apparatus.works import WorkList, merged, same_volume, volume_of
from reader.domain.note import (
    Apparatus,
    Certainty,
    Concordance,
    Occurrence,
    SharedSource,
    SoleSource,
    SourceRelation,
    Work,
    WorkKind,
)

_Places = dict[int, list[Occurrence]]


@dataclass(frozen=True, slots=True)
class _Volume:
    """An edited volume as two documents cite it: the works each cites of it, chapters or the volume itself."""

    work: Work
    left: tuple[int, ...]
    right: tuple[int, ...]


def compare_sources(left: Apparatus, right: Apparatus) -> Concordance:
    """Compare what two documents cite."""
    left_places, right_places = occurrences(left), occurrences(right)
    pairs = _same_works(left, right, left_places, right_places)
    works = [
        SharedSource(
            SourceRelation.WORK,
            merged(left.works[i], right.works[j]),
            tuple(left_places[i]),
            tuple(right_places[j]),
        )
        for i, j in pairs
    ]
    volumes = [
        SharedSource(
            SourceRelation.VOLUME,
            volume.work,
            _of_all(volume.left, left_places),
            _of_all(volume.right, right_places),
        )
        for volume in _volumes(left, right, left_places, right_places)
        if not _is_one_work(volume, pairs)
    ]
    shared_left, shared_right = {i for i, _ in pairs}, {j for _, j in pairs}
    return Concordance(
        (*works, *volumes), _alone(left, left_places, shared_left), _alone(right, right_places, shared_right)
    )


def occurrences(apparatus: Apparatus) -> _Places:
    """Return the places of each work that a document cites, in order; an entry counts where no note cites its work."""
    places: _Places = {}
    for at, note in enumerate(apparatus.notes):
        for citation in note.citations:
            place = Occurrence(
                citation.work, at, note.number, note.words, note.marker, citation.page, citation.certainty
            )
            places.setdefault(citation.work, []).append(place)
    for entry in apparatus.bibliography:
        if entry.work not in places:
            place = Occurrence(entry.work, None, None, entry.span, None, None, Certainty.CERTAIN)
            places[entry.work] = [place]
    return dict(sorted(places.items(), key=lambda item: (item[1][0].note is None, item[1][0].note or 0, item[0])))


def _same_works(left: Apparatus, right: Apparatus, here: _Places, there: _Places) -> list[tuple[int, int]]:
    """Pair the works both documents cite, in the left one's order."""
    known = WorkList()
    cited = {known.put(right.works[index]): index for index in there}
    found = ((index, known.find(left.works[index])) for index in here)
    return [(index, cited[at]) for index, at in found if at is not None]


def _volumes(left: Apparatus, right: Apparatus, here: _Places, there: _Places) -> list[_Volume]:
    """Find the volumes both documents cite, at least one of them by a chapter."""
    volumes: list[_Volume] = []
    for apparatus in (left, right):
        places = here if apparatus is left else there
        for index in places:
            work = apparatus.works[index]
            if work.kind is not WorkKind.CHAPTER or any(same_volume(volume.work, work) for volume in volumes):
                continue
            volume = volume_of(work)
            mine, others = _members(volume, left, here), _members(volume, right, there)
            if mine and others:
                volumes.append(_Volume(volume, mine, others))
    return volumes


def _members(volume: Work, apparatus: Apparatus, places: _Places) -> tuple[int, ...]:
    return tuple(index for index in places if same_volume(volume, apparatus.works[index]))


def _is_one_work(volume: _Volume, pairs: Sequence[tuple[int, int]]) -> bool:
    """Tell whether all that both cite of a volume is one and the same chapter."""
    return len(volume.left) == len(volume.right) == 1 and (volume.left[0], volume.right[0]) in pairs


def _of_all(works: Iterable[int], places: _Places) -> tuple[Occurrence, ...]:
    found = [place for work in works for place in places[work]]
    return tuple(sorted(found, key=lambda place: (place.note is None, place.note or 0)))


def _alone(apparatus: Apparatus, places: _Places, shared: set[int]) -> tuple[SoleSource, ...]:
    return tuple(SoleSource(apparatus.works[i], tuple(places[i])) for i in places if i not in shared)
