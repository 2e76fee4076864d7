"""The reader's word on whether a passage treats a topic, each time as one undoable change."""

from __future__ import annotations

from PySide6.QtCore import QObject

from reader.domain.passage import Passage
from reader.domain.topic import Topic
from reader.services.library import OpenDocument
from reader.services.topics import TopicService
from reader.services.verdicts import Verdicts
from reader.ui.journal import Change
from reader.ui.workbench import Workbench


class Judging(QObject):
    """Stores verdicts on passages."""

    def __init__(self, bench: Workbench, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bench = bench

    @property
    def _service(self) -> TopicService:
        # Asked for at each use: changes that wait may be saved to a copy of the library.
        return self._bench.services.topics

    def judge(self, document: OpenDocument, passage: Passage, topic: Topic, *, treats: bool | None) -> None:
        """Say that a passage treats a topic, that it does not, or (None) leave it to the program again."""
        words = {True: f"{passage.label} treats {topic.name}", False: f"{passage.label} does not treat {topic.name}"}
        said = words[treats] if treats is not None else f"Your word on {passage.label} and {topic.name} is taken back"

        def undo(change: tuple[Verdicts, Verdicts]) -> None:
            self._service.exchange(change[1], change[0])

        def redo(change: tuple[Verdicts, Verdicts]) -> None:
            self._service.exchange(*change)

        self._bench.journal.record(
            Change(
                self._bench.journal,
                "Judge passage",
                lambda: self._service.judge(document, passage.span, topic.slug, treats=treats),
                undo,
                redo,
            )
        )
        self._bench.announced.emit(said)
