"""Embeddings: unit vectors, the cache, and a model that is loaded late and without a network."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from reader.alignment.aligner import PassageText, align
from reader.alignment.embedding import DIMENSIONS, Embedder
from reader.domain.topic import Topic, WeightedTerm


class CountingCache:
    def __init__(self) -> None:
        self.vectors: dict[str, bytes] = {}
        self.puts: list[int] = []

    def get(self, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
        return {key: self.vectors[key] for key in hashes if key in self.vectors}

    def put(self, model: str, vectors: Mapping[str, bytes]) -> None:
        self.puts.append(len(vectors))
        self.vectors.update(vectors)


def test_vectors_have_length_one_and_nearer_texts_are_nearer(embedder: Embedder) -> None:
    vectors = embedder.embed(["Gas pipelines from Siberia", "Natural gas transport in Russia", "A recipe for bread"])
    assert vectors.shape == (3, DIMENSIONS)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2]


def test_no_texts_and_empty_texts(embedder: Embedder) -> None:
    assert embedder.embed([]).shape == (0, DIMENSIONS)
    assert np.isfinite(embedder.embed(["", "⁷", "\n"])).all()


def test_company_does_not_change_a_vector() -> None:
    alone = Embedder().embed(["Short text"])
    assert np.array_equal(alone[0], Embedder().embed(["Short text", "A much longer text, padded " * 40])[0])


def test_cache_is_asked_first_and_given_bytes() -> None:
    cache = CountingCache()
    first = Embedder(cache).embed(["one text", "another", "one text", "one text¹²"])
    assert cache.puts == [2]
    assert {len(vector) for vector in cache.vectors.values()} == {4 * DIMENSIONS}
    assert np.array_equal(first[0], first[3])
    assert np.array_equal(Embedder(cache).embed(["one text", "another"]), first[:2])
    assert cache.puts == [2]


def test_more_topics_embed_no_passage_again() -> None:
    cache = CountingCache()
    embedder = Embedder(cache)
    left, right = [PassageText("Oil and gas."), PassageText("War and peace.")], [PassageText("Gas and war.")]
    align(left, right, [], embedder)
    stored = sum(cache.puts)
    align(left, right, [Topic("oil", "Oil", "", (WeightedTerm("oil"),), "blue", "star")], embedder)
    assert sum(cache.puts) == stored + 1


def test_loading_asks_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert Embedder().embed(["Nothing but the installed package"]).any()


def test_model_is_not_imported_before_it_is_needed() -> None:
    code = "import sys; from reader.alignment.embedding import Embedder; Embedder(); print('wordllama' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
