"""Links that open the program at a place: `diptych://` and a document's slug, with an annotation's id if wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote

from reader.domain.annotation import AnnotationId
from reader.errors import DocumentError

SCHEME = "diptych://"
_FORM = re.compile(r"diptych://(?P<slug>[^/?#\s]+)(?:/(?P<annotation>[^/?#\s]+))?/?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A place in the library.

    Attributes:
        annotation_id: None for the document as a whole.
    """

    slug: str
    annotation_id: AnnotationId | None = None

    def __str__(self) -> str:
        place = f"/{quote(self.annotation_id, safe='')}" if self.annotation_id is not None else ""
        return f"{SCHEME}{quote(self.slug, safe='')}{place}"

    @classmethod
    def parse(cls, link: str) -> PlaceLink:
        """Read a link.

        Raises:
            DocumentError: If it has another form.
        """
        found = _FORM.fullmatch(link.strip())
        if found is None:
            remedy = f"A link has the form {SCHEME}document or {SCHEME}document/annotation."
            raise DocumentError(f"“{link}” is no link to a place in the library.", remedy)
        annotation = found["annotation"]
        return cls(unquote(found["slug"]), AnnotationId(unquote(annotation)) if annotation else None)


def is_place_link(text: str) -> bool:
    """Tell whether a text is meant as a link to a place."""
    return text.strip().lower().startswith(SCHEME)
