"""Proposed terms and suggested topics: on the two theses, and on little texts about the kitchen and the garden."""

from __future__ import annotations

import random
import re
from pathlib import Path

import numpy as np
import pytest

from reader.alignment.aligner import PassageText
from reader.alignment.association import explained_share, log_likelihood_ratio
from reader.alignment.embedding import Embedder
from reader.alignment.suggestion import Suggester
from reader.alignment.terms import Analyzer
from reader.alignment.word_use import WordUse
from reader.documents.loader import load
from reader.domain.topic import ProposedTerm, SuggestedTopic, Topic, WeightedTerm
from reader.segmentation.passages import segment

VAGUE = set(
    """
    seven vice progress prior large lack spread ability purpose documents countries creation region significant
    several formal bilateral national political suppress refused due exists largely players alone principle
    """.split()  # noqa: SIM905 # a list of words
)

KITCHEN = """
Ripe tomatoes want little more than salt, olive oil and torn basil. Slice the tomatoes thickly and leave them to
give up their juice before you serve the salad.

For the winter soup, soften onions in butter, add diced carrots and potatoes, and pour over a good stock. A bay
leaf and a sprig of thyme give the soup its depth.

Tomato sauce keeps for a month in a cold cellar if the jars are sealed while hot. Skin the tomatoes in boiling
water and simmer the flesh with garlic and basil.

Herbs lose their scent in long cooking. Stir chopped basil, parsley and chives into the pot at the very end, and
keep the tough stalks for the stock.

A loaf of bread needs flour, water, salt and patience. Knead the dough until it is smooth, cover it with a damp
cloth and let the dough rise by the stove.

Rye bread is heavier than white bread. The sour dough must be fed for five days, and the loaf is baked slowly.

Honey replaces sugar in cakes, but the oven must be cooler. Buckwheat honey is dark and strong, and acacia honey is
mild enough for tea.

The bees decide the taste: lime-blossom honey from July has a trace of mint. Warm the honey gently or it loses its
scent.

Pickled cucumbers need dill, garlic and a strong brine. Press the cucumbers under a plate so that none floats.

Cold soup of cucumbers and yoghurt is the best lunch in August. Grate the cucumbers, salt them, and stir in dill.
""".strip().split("\n\n")
GARDEN = """
Tomatoes are sown indoors in March and set out after the last frost. Pinch out the side shoots and tie the tomato
plants to canes as they climb.

Water tomatoes at the root in the early morning, never on the leaves. Blight comes with wet leaves in a warm
August, and a blighted plant is lost.

Basil sulks in cold soil. Sow the herb under glass, pinch the tips to keep the plant bushy, and grow it beside the
tomatoes, which it is said to protect.

A bed of herbs near the kitchen door wants sun and poor soil: thyme, sage and chives come back each spring, parsley
must be sown again.

Bees need flowers from March to October. Borage, clover and a lime tree keep the hive busy, and the beekeeper takes
the honey in July.

A hive stands best with its back to the wind. Leave the bees enough honey for the winter and feed them sugar only
in need.

Cucumbers climb if they are given a net. Pick the cucumbers young, and mulch the bed with straw.

The compost heap wants air and water. Turn the compost in spring, and mix dry leaves with kitchen peelings.

Potatoes are earthed up twice. Rotate the bed each year, for eelworm stays in the soil where potatoes grew.

In winter the spade rests and the catalogues come. Order seeds early, clean the canes and oil the tools.
""".strip().split("\n\n")


def passages_of(path: Path) -> list[PassageText]:
    contents = load(path).contents
    return [
        PassageText(p.span.of(contents.text), contents.section_path(contents.sections[p.section]), p.span.start)
        for p in segment(contents)
    ]


def texts(*parts: str) -> list[PassageText]:
    return [PassageText(part) for part in parts]


@pytest.fixture(scope="module")
def theses(corpus_path: Path) -> tuple[list[PassageText], list[PassageText]]:
    left, right = (passages_of(corpus_path / f"{name}.txt") for name in ("lkhagvasuren-2018", "moore-2012"))
    return left, right


@pytest.fixture(scope="module")
def suggester(theses: tuple[list[PassageText], list[PassageText]], embedder: Embedder) -> Suggester:
    return Suggester(*theses, embedder)


@pytest.fixture(scope="module")
def elsewhere(embedder: Embedder) -> Suggester:
    return Suggester(texts(*KITCHEN), texts(*GARDEN), embedder)


def terms(proposed: tuple[ProposedTerm, ...]) -> list[str]:
    return [each.term.term for each in proposed]


def proposals(suggester: Suggester, *words: str) -> list[str]:
    """What is proposed beyond the words themselves."""
    return terms(suggester.propose_terms(words))[len(words) :]


QUERIES = {
    ("color revolutions",): {"Tulip Revolution", "regime change", "Kyrgyzstan"},
    ("color", "revolution"): {"color revolutions", "regime change"},
    ("gas pipeline",): {"transnational pipelines", "gas", "oil"},
    ("sanctions",): {"Western sanctions", "Ukrainian crises", "Crimea"},
    ("mistrust", "fear"): {"distrust", "persistent mistrust"},
    ("arms sales",): {"weapons", "arms trade"},
    ("India",): {"Pakistan", "Iran"},
    ("SCO",): {"Shanghai Cooperation Organization"},
}


@pytest.mark.parametrize("words", QUERIES)
def test_proposals_on_the_theses(suggester: Suggester, words: tuple[str, ...]) -> None:
    found = proposals(suggester, *words)
    assert 5 <= len(found) <= 12
    assert QUERIES[words] <= set(found)
    assert not VAGUE & {term.casefold() for term in found}
    assert len({term.casefold() for term in found}) == len(found)


def test_proposals_say_where_they_stand_and_why(
    suggester: Suggester, theses: tuple[list[PassageText], list[PassageText]]
) -> None:
    proposed = {each.term.term: each for each in suggester.propose_terms(["color revolutions"])}
    assert proposed["Kyrgyzstan"].why == "in 2 of the 5 passages with your words, in 5 others"
    assert proposed["Tulip Revolution"].why == "holds or varies your words; in 1 passage"
    assert proposed["regime change"].why.startswith("near in meaning to “color revolutions”")
    for side, number in zip(theses, (proposed["Kyrgyzstan"].left, proposed["Kyrgyzstan"].right), strict=True):
        assert sum(bool(re.search(r"\bKyrgyzstan\b", passage.text)) for passage in side) == number
    assert all(0 < each.term.weight <= 1 and each.left + each.right for each in proposed.values())


def test_what_neither_document_speaks_of_brings_nothing_up(suggester: Suggester) -> None:
    assert proposals(suggester, "quantum physics") == []
    assert len(proposals(suggester, "seven", "large")) <= 3


def test_proposals_in_another_field(elsewhere: Suggester) -> None:
    assert {"loaf", "dough", "Rye bread"} <= set(proposals(elsewhere, "bread"))
    assert {"winter soup", "Cold soup"} <= set(proposals(elsewhere, "soup"))
    assert not {"hive", "bees", "compost"} & set(proposals(elsewhere, "bread"))


def mirrored(topic: SuggestedTopic) -> tuple[object, ...]:
    return topic.name, [(t.term, t.right, t.left) for t in topic.terms], topic.right, topic.left


def test_swapping_the_documents_changes_nothing_else(
    suggester: Suggester,
    theses: tuple[list[PassageText], list[PassageText]],
    topics: tuple[Topic, ...],
    embedder: Embedder,
) -> None:
    swapped = Suggester(theses[1], theses[0], embedder)
    for words in QUERIES:
        one, other = suggester.propose_terms(words), swapped.propose_terms(words)
        assert [(e.term, e.left, e.right, e.why) for e in one] == [(e.term, e.right, e.left, e.why) for e in other]
    there = suggester.suggest_topics(topics)
    again = swapped.suggest_topics(topics)
    assert [mirrored(each) for each in there] == [
        (t.name, [(x.term, x.left, x.right) for x in t.terms], t.left, t.right) for t in again
    ]


def test_what_no_ready_topic_covers_in_the_theses(suggester: Suggester, topics: tuple[Topic, ...]) -> None:
    suggested = suggester.suggest_topics(topics)
    assert 5 <= len(suggested) <= 10
    names = {each.name for each in suggested}
    assert {"foreign policy", "West", "Europe"} <= names
    known = {term.term.casefold() for topic in topics for term in topic.terms}
    for each in suggested:
        assert each.left
        assert each.right
        assert 2 <= len(each.terms) <= 8
        assert not {term.casefold() for term in terms(each.terms)} & (known | VAGUE)


def test_a_topic_that_is_taken_up_is_suggested_no_more(suggester: Suggester, topics: tuple[Topic, ...]) -> None:
    few = topics[1:2]
    georgian = {"Abkhazia", "South Ossetia", "Georgia"}
    before = {term for each in suggester.suggest_topics(few) for term in terms(each.terms)}
    assert georgian & before
    after = suggester.suggest_topics((*few, topics[0]))
    assert topics[0].slug == "georgia"
    assert not georgian & {term for each in after for term in terms(each.terms)}


def test_topics_of_another_field(elsewhere: Suggester) -> None:
    suggested = {each.name: each for each in elsewhere.suggest_topics(())}
    assert {"honey", "tomatoes"} <= set(suggested)
    assert "bees" in terms(suggested["honey"].terms)
    assert set(suggested["honey"].left) == {6, 7}
    assert set(suggested["honey"].right) == {4, 5}
    covered = Topic(
        "bees", "Bees", "Honey and the bees that make it.", (WeightedTerm("honey"), WeightedTerm("bees")), "", ""
    )
    remaining = {term for each in elsewhere.suggest_topics((covered,)) for term in terms(each.terms)}
    assert "tomatoes" in remaining
    assert not {"honey", "bees"} & remaining


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_planted_topic_is_found(embedder: Embedder, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 # made-up text
    filler = "road town mill wagon barn ditch fence hedge brick roof chapel bell market fair saddle wheel".split()  # noqa: SIM905

    def sentence() -> str:
        return f"The {' and the '.join(dice.sample(filler, 6))} were seen."

    planted = ["The lighthouse keeper trimmed the lamp.", "A lighthouse keeper feared the storm and the lamp."]
    sides = [[sentence() for _ in range(25)] for _ in range(2)]
    places = []
    for side in sides:
        at = sorted(dice.sample(range(25), 3))
        places.append(set(at))
        for place in at:
            side[place] += " " + dice.choice(planted)
    suggested = Suggester(texts(*sides[0]), texts(*sides[1]), embedder).suggest_topics(())
    keeper = next(each for each in suggested if "lighthouse keeper" in terms(each.terms))
    assert set(keeper.left) == places[0]
    assert set(keeper.right) == places[1]
    assert "lamp" in terms(keeper.terms)


@pytest.mark.parametrize(
    "parts", [[], ["…"], ["One."], ["the of and"], ["俄罗斯与中国的战略伙伴关系"] * 3, ["same words here"] * 50]
)
def test_odd_documents(embedder: Embedder, parts: list[str]) -> None:
    odd = Suggester(texts(*parts), texts(*parts[:1]), embedder)
    assert len(odd.propose_terms(["战略", "words"])) <= 14
    assert len(odd.suggest_topics(())) <= 10


def test_significance_is_that_of_dunnings_table() -> None:
    """The first row of his Table 2: "the swiss", 110 of 2442 and 111 of 29114 in 31777 bigrams."""
    found = log_likelihood_ratio(np.array([110.0]), np.array([2552.0]), 221.0, 31777.0)
    assert found[0] == pytest.approx(270.72, abs=0.5)
    assert log_likelihood_ratio(np.array([1.0, 0.0]), np.array([10.0, 10.0]), 10.0, 100.0).tolist() == [0.0, 0.0]


def test_a_class_explains_what_stands_nowhere_else() -> None:
    assert explained_share(np.array([1.0, 0.25, 0.1]), np.array([0.25])).tolist() == [1.0, 0.0, 0.0]


def test_use_tells_nouns_from_other_words() -> None:
    analyzer = Analyzer()
    use = WordUse(analyzer)
    text = "They refuse to walk. The harvest of the year was poor, and they gather the harvest. It is bright."
    use.count(text, analyzer.terms(text))
    noun = {word: use.nounness(analyzer.analyze(word)[0], word) for word in ("harvest", "gather", "bright", "walk")}
    assert noun["harvest"] > 0.6
    assert max(noun["gather"], noun["bright"], noun["walk"]) < 0.4
    assert use.is_vague("seven")
    assert not use.is_vague(analyzer.analyze("harvest")[0])


def test_common_words_are_known_as_common(embedder: Embedder) -> None:
    people, pipeline, sanctions = embedder.commonness(["people", "pipeline", "sanctions"])
    assert 1 >= people > pipeline > sanctions == 0
