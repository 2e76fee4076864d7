"""The two families of failure: known errors, told with a remedy, and bugs, which stay ordinary exceptions."""


class ReaderError(Exception):
    """Anything Diptych raises on purpose."""


class KnownError(ReaderError):
    """A failure that the reader can do something about.

    Args:
        message: What happened, one sentence with a full stop.
        remedy: What to do about it, one sentence with a full stop.
    """

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


class DocumentError(KnownError):
    """A file can't be read as a document, or a document isn't in the library."""


class PasswordError(DocumentError):
    """A file opens with a password only, and not with the one given, if any."""


class ScanError(DocumentError):
    """A file holds images of pages and no text, which an OCR program could recognise."""


class StorageError(KnownError):
    """The library file can't be opened, read or written."""


class AnchorError(KnownError):
    """A quote has no place, or more than one, in its document."""


class AnnotationError(KnownError):
    """An annotation, tag or link is not in the library, or what was asked for it is not possible."""


class TopicError(KnownError):
    """A topic is unknown, doubled or without terms."""


class ExportError(KnownError):
    """An export can't be written."""


class DisplayError(KnownError):
    """There is no screen to open the window on."""


class CancelledError(ReaderError):
    """The reader cancelled a piece of work; what was finished stays."""
