"""Shows on the welcome page what there is to read: the pair read last, or the first two documents."""

from __future__ import annotations

from collections.abc import Sequence

from reader.domain.document import Document, DocumentId
from reader.ui.welcome.welcome_page import WelcomeContent


def welcome_content(
    documents: Sequence[Document], recent: Sequence[tuple[DocumentId, DocumentId]], library_path: str
) -> WelcomeContent:
    """Return what the welcome page offers.

    Args:
        documents: All of the library.
        recent: Pairs opened before, newest first; those with a document that is gone are left out.
        library_path: Where the library is.
    """
    known = {document.id: document for document in documents}
    pairs = [(known[left], known[right]) for left, right in recent if {left, right} <= known.keys()]
    if pairs:
        pair, heading, text = pairs[0], "Go on reading", "The pair you read last."
    elif len(documents) >= 2:
        pair, heading, text = (documents[0], documents[1]), "Start with these two", ""
    else:
        return WelcomeContent(None, library_path=library_path)
    return WelcomeContent(
        pair,
        heading=heading,
        text=text,
        ready=f"{pair[0].passages} × {pair[1].passages} passages are ready to read.",
        recent=tuple(pairs[1:]),
        library_path=library_path,
    )
