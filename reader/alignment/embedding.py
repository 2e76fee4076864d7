"""Static word embeddings of texts: loaded late, from the installed package alone, and kept in a cache."""

from __future__ import annotations

import hashlib
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Protocol

import numpy as np

from reader.alignment.terms import without_markers
from reader.domain.progress import Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

MODEL = "wordllama/l2_supercat_256"
DIMENSIONS = 256
_BATCH = 256
# Tokens numbered below this are bytes, syllables, and the words of every sentence.
_COMMONEST = 1000


class EmbeddingCache(Protocol):
    """Where vectors are kept; `reader.domain.repositories.EmbeddingRepository` is one."""

    def get(self, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
        """Return the known vectors among `hashes`."""

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Store vectors."""


class _Encoding(Protocol):
    ids: list[int]


class _Tokenizer(Protocol):
    def encode(self, sequence: str, *, add_special_tokens: bool) -> _Encoding: ...

    def get_vocab_size(self) -> int: ...


class _Model(Protocol):
    tokenizer: _Tokenizer

    def embed(self, texts: list[str], norm: bool) -> NDArray[np.float32]: ...


class Embedder:
    """Turns texts into unit vectors. The model is loaded at the first text that the cache doesn't know.

    Safe to use from several threads as far as its cache is.

    Args:
        cache: Keeps vectors between alignments; without one each call embeds anew.
    """

    def __init__(self, cache: EmbeddingCache | None = None) -> None:
        self._cache = cache
        self._model: _Model | None = None
        self._lock = Lock()

    def embed(
        self, texts: Sequence[str], progress: Progress = no_progress, *, keep: bool = True
    ) -> NDArray[np.float32]:
        """Embed texts.

        Args:
            texts: Note markers in them are ignored.
            progress: Called for each batch, in texts.
            keep: Whether new vectors go into the cache.

        Returns:
            Shape (texts, dimensions), rows of length 1; a text without any word of the model is all zeros.
        """
        plain = [without_markers(text) for text in texts]
        hashes = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in plain]
        by_hash = dict(zip(hashes, plain, strict=True))
        vectors = dict(self._cache.get(MODEL, list(by_hash))) if self._cache is not None else {}
        missing = [key for key in by_hash if key not in vectors]
        for start in range(0, len(missing), _BATCH):
            progress(len(texts) - len(missing) + start, len(texts))
            batch = missing[start : start + _BATCH]
            computed = self._compute([by_hash[key] for key in batch])
            fresh = {key: row.astype("<f4").tobytes() for key, row in zip(batch, computed, strict=True)}
            if keep and self._cache is not None:
                self._cache.put(MODEL, fresh)
            vectors.update(fresh)
        progress(len(texts), len(texts))
        joined = b"".join(vectors[key] for key in hashes)
        return np.frombuffer(joined, dtype="<f4").reshape(len(texts), DIMENSIONS).astype(np.float32)

    def commonness(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Tell how common words are in writing at large, from 0 (rare) to 1 (the commonest).

        The model's tokens are numbered by the order in which byte-pair encoding merged them, which is nearly that of
        their frequency; a word of several tokens is rare.
        """
        with self._lock:
            tokenizer = self._loaded().tokenizer
            encoded = [tokenizer.encode(word, add_special_tokens=False).ids for word in words]
        size = tokenizer.get_vocab_size()
        ranks = [ids[0] if len(ids) == 1 else size for ids in encoded]
        rarity = np.log(np.maximum(ranks, _COMMONEST) / _COMMONEST) / np.log(size / _COMMONEST)
        common: NDArray[np.float64] = 1 - np.clip(rarity, 0, 1)
        return common

    def _loaded(self) -> _Model:
        if self._model is None:
            self._model = _load_model()
        return self._model

    def _compute(self, texts: list[str]) -> NDArray[np.float32]:
        with self._lock:
            # One short text beside a long one is padded to its length; blank ones have no tokens at all.
            vectors = self._loaded().embed([text or " " for text in texts], norm=False)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: NDArray[np.float32] = (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)
        return unit


def _load_model() -> _Model:
    import wordllama

    # Its own folder holds weights and tokenizer; with any other cache_dir it would look for them on the network.
    model: _Model = wordllama.WordLlama.load(cache_dir=Path(wordllama.__file__).parent, disable_download=True)
    return model
