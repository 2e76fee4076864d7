"""Ibid., short forms and lost notes followed to works: certain where the text is plain, probable or null where not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.apparatus.concordance import compare_sources
from reader.apparatus.footnotes import printed_notes
from reader.apparatus.resolution import read_apparatus
from reader.domain.note import Apparatus, Certainty, ReferenceForm, SourceRelation
from tests.apparatus.made import apparatus_of, contents_of, note, only, titles, work_of

POE = "Ann Poe, Rivers: A History (Boston: Little, 1999), 12."
LEE = "Kim Lee, Lakes (London: Penguin, 2001), 3."
POE_LAKES = "Ann Poe, Lakes (Boston: Little, 2004), 7."


def certainties(apparatus: Apparatus, number: int) -> list[str]:
    return [citation.certainty.value for citation in note(apparatus, number).citations]


def test_ibid_repeats_work_and_page() -> None:
    found = apparatus_of([POE, "Ibid.", "Ibid., 15.", "Ibid."])
    assert [titles(found, n) for n in (2, 3, 4)] == [["Rivers: A History"]] * 3
    assert [(only(found, n).page, only(found, n).page_inherited) for n in (2, 3, 4)] == [
        ("12", True),
        ("15", False),
        ("15", True),
    ]
    assert only(found, 4).chain == (3, 2, 1)
    assert only(found, 4).certainty is Certainty.CERTAIN
    assert note(found, 4).form is ReferenceForm.IBID


def test_ibid_inside_a_note_repeats_the_reference_before_it() -> None:
    found = apparatus_of([f"{POE[:-1]}; ibid., 15."])
    assert titles(found, 1) == ["Rivers: A History"] * 2
    assert certainties(found, 1) == ["certain", "certain"]
    assert note(found, 1).citations[1].chain == ()


def test_ibid_after_several_works_is_the_last_and_only_probable() -> None:
    found = apparatus_of([f"{POE[:-1]}; {LEE}", "Ibid."])
    assert titles(found, 2) == ["Lakes"]
    assert only(found, 2).certainty is Certainty.PROBABLE
    assert "several works" in note(found, 2).reason


def test_ibid_after_words_is_only_probable() -> None:
    found = apparatus_of([POE, "The translation is mine.", "Ibid., 14."])
    assert not note(found, 2).citations
    assert note(found, 2).reason == "It cites no work."
    assert only(found, 3).certainty is Certainty.PROBABLE


def test_ibid_after_a_note_that_ends_in_words_is_only_probable() -> None:
    found = apparatus_of([f"{POE[:-1]}; a letter in my keeping.", "Ibid."])
    assert (titles(found, 2), certainties(found, 2)) == (["Rivers: A History"], ["probable"])
    assert "ends in words" in note(found, 2).reason


def test_ibid_without_anything_before_it_is_nothing() -> None:
    found = apparatus_of(["Ibid., 4.", "Words alone here.", "Ibid."])
    assert not note(found, 1).citations
    assert "no note before" in note(found, 1).reason
    assert not note(found, 3).citations


def test_ibid_after_what_is_not_resolved_is_nothing() -> None:
    found = apparatus_of(["Unknown, 4.", "Ibid."])
    assert (titles(found, 1), titles(found, 2)) == ([], [])
    assert "“Unknown”" in note(found, 1).reason
    assert "Note 1" in note(found, 2).reason


def test_a_garbled_ibid_and_one_with_words_are_only_probable() -> None:
    found = apparatus_of([POE, "lbid., 13.", "Ibid., my emphasis."])
    assert certainties(found, 2) == certainties(found, 3) == ["probable"]
    assert "garbled" in note(found, 2).reason
    assert "More than a page" in note(found, 3).reason


def test_ibid_does_not_reach_over_a_chapter() -> None:
    contents = contents_of([(1, POE), (2, "Ibid."), (1, "Ibid."), (2, LEE)], body="One.¹ Two.² Three.¹ Four.²")
    found = read_apparatus(contents)
    assert titles(found, 2) == ["Rivers: A History"]
    assert not note(found, 1, series=1).citations
    assert [n.marker.start for n in found.notes if n.marker] == [4, 10, 18, 25]


def test_ibid_after_a_missing_number_is_only_probable() -> None:
    found = read_apparatus(contents_of([(1, POE), (3, "Ibid.")], body="One.¹ Three.³"))
    assert only(found, 3).certainty is Certainty.PROBABLE
    assert "Note 2 before it is lost." in note(found, 3).reason


def test_short_forms_name_the_last_full_citation() -> None:
    found = apparatus_of([POE, LEE, "Poe, 40.", "Lee, Lakes, 5.", "Ann Poe, “Rivers,” 9.", "Ibid."])
    assert [titles(found, n) for n in (3, 4, 5)] == [["Rivers: A History"], ["Lakes"], ["Rivers: A History"]]
    assert only(found, 3).chain == (1,)
    assert only(found, 6).chain == (5, 1)
    assert all(certainties(found, n) == ["certain"] for n in range(1, 7))


def test_a_short_form_of_two_works_is_offered_as_both() -> None:
    found = apparatus_of([POE, POE_LAKES, "Poe, 40.", "Poe, Rivers, 41.", "Poe, 42."])
    assert titles(found, 3) == ["Lakes", "Rivers: A History"]
    assert certainties(found, 3) == ["probable", "probable"]
    assert titles(found, 4) == ["Rivers: A History"]
    assert certainties(found, 4) == ["certain"]
    assert titles(found, 5) == ["Rivers: A History", "Lakes"]


def test_a_title_that_fits_nothing_is_not_resolved() -> None:
    found = apparatus_of([POE, "Poe, Mountains, 4.", "Lakes and Rivers of All the World, 12."])
    assert titles(found, 2) == titles(found, 3) == []


def test_another_work_in_the_bibliography_makes_an_author_doubtful() -> None:
    entries = ["Poe, Ann. Rivers: A History. Boston: Little, 1999.", "Poe, Ann. Lakes. Boston: Little, 2004."]
    found = apparatus_of([POE, "Poe, 5.", "Poe, Rivers, 6."], entries)
    assert (titles(found, 2), certainties(found, 2)) == (["Rivers: A History"], ["probable"])
    assert certainties(found, 3) == ["certain"]
    assert (only(found, 1).entry, only(found, 2).entry) == (0, 0)


def test_the_bibliography_helps_where_no_note_cites_in_full() -> None:
    found = apparatus_of(["Poe, Rivers, 5.", "Ibid."], ["Poe, Ann. Rivers: A History. Boston: Little, 1999."])
    assert (titles(found, 1), certainties(found, 1)) == (["Rivers: A History"], ["probable"])
    assert "bibliography" in note(found, 1).reason
    assert only(found, 1).chain == ()
    assert (only(found, 2).chain, certainties(found, 2)) == ((1,), ["probable"])


def test_too_many_works_are_not_offered() -> None:
    many = [f"Ann Poe, Notes on {name} (Boston: Little, 1999)." for name in ("Tin", "Zinc", "Iron", "Lead", "Gold")]
    found = apparatus_of([*many, "Poe, 5."])
    assert titles(found, 6) == []
    assert "too many" in note(found, 6).reason


@pytest.mark.parametrize(
    ("full", "short", "certainty"),
    [
        ("Wei Lianglei, “A Conference,” Xinhua, May 17, 2008.", "Wei.", "probable"),
        ("Paul Bolt and Sharyl Cross, Ties (Boston: Little, 1999).", "Cross, 4.", "probable"),
        ("Paul Bolt and Sharyl Cross, Ties (Boston: Little, 1999).", "Bolt and Cross, 4.", "certain"),
        ("Charles Ziegler, Ties (Boston: Little, 1999).", "Zeigler, 4.", "probable"),
        ("Ministry of Works of Russia, Ties (Boston: Little, 1999).", "Ministry of Works, 4.", "probable"),
        ("The Ministry of Works, Ties (Boston: Little, 1999).", "Ministry of Works, 4.", "certain"),
        ("Xinhua, “Drill,” May 17, 2008, www.x.com/1.", "Xinhua, “Drill.”", "certain"),
        ("Ann Poe, Ties of the Far East (Boston: Little, 1999).", "Poe, Far East, 4.", "certain"),
        ("Ann Poe, Ties of the Far East (Boston: Little, 1999).", "Poe, Ties East, 4.", "probable"),
        ("Ann Poe, Ties (Boston: Little, 1999).", "A. Poe, Ties, 4.", "certain"),
        ("Ann Poe, Ties (Boston: Little, 1999).", "B. Poe, 4.", None),
        ("Ann Poe, Ties (Boston: Little, 1999).", "Poe, “?,” 4.", None),
        ("“An Unsigned Piece,” Times, May 1, 2001.", "Poe, 4.", None),
        ("“An Unsigned Piece,” Times, May 1, 2001.", "“Unsigned Piece,” 4.", "certain"),
        ("Eric Hobsbawm, ed., Traditions (Cambridge: CUP, 1983), 4.", "Hobsbawm, 9.", "certain"),
        ("Ann Poe, “Ties,” in Water, ed. Kim Lee, 10-20 (Boston: Little, 1999), 12.", "Poe, 15.", "certain"),
        ("Ann Poe, “Ties,” in Water, ed. Kim Lee, 10-20 (Boston: Little, 1999), 12.", "Poe, 55.", "probable"),
        ("Ann Poe, “Ties,” in Water, ed. Kim Lee, 20-10 (Boston: Little, 1999), 12.", "Poe, 55.", "certain"),
        ("Ann Poe, Ties (Boston: Little, 1999), 4.", "Poe, op. cit., 7.", "certain"),
    ],
)  # fmt: skip
def test_short_forms(full: str, short: str, certainty: str | None) -> None:
    found = apparatus_of([full, short])
    assert certainties(found, 2) == ([certainty] if certainty else [])
    assert (note(found, 2).reason == "") is (certainty == "certain")


def test_an_editor_names_the_volume_of_a_chapter_cited_before() -> None:
    chapter = "Ann Poe, “Ties,” in Water, ed. Kim Lee (Boston: Little, 1999), 12."
    found = apparatus_of([chapter, "Lee, 4.", "Ibid.", "Lee, 5.", "Lee, Water, 6.", "*Water*, 7."])
    for number in (2, 3, 4, 5, 6):
        assert (titles(found, number), certainties(found, number)) == (["Water"], ["probable"])
    assert only(found, 2).chain == (1,)
    assert work_of(found, only(found, 2)).byline == "Lee, Kim (ed.)"
    both = apparatus_of([LEE, chapter, "Lee, 4."])
    assert (titles(both, 3), certainties(both, 3)) == (["Lakes", "Water"], ["probable", "probable"])
    later = apparatus_of([chapter, "Kim Lee, ed., Water (Boston: Little, 1999), 3.", "Lee, 5."])
    assert (titles(later, 3), certainties(later, 3)) == (["Water"], ["certain"])


def test_loc_cit_keeps_the_page() -> None:
    found = apparatus_of([POE, LEE, "Poe, loc. cit.", "Loc. cit."], [])
    assert (titles(found, 3), only(found, 3).page, only(found, 3).page_inherited) == (["Rivers: A History"], "12", True)
    assert only(found, 4).page == "12"
    listed = apparatus_of(["Poe, loc. cit."], ["Poe, Ann. Rivers. Boston: Little, 1999."])
    assert only(listed, 1).page is None


def test_idem_is_the_same_author() -> None:
    found = apparatus_of([POE, "Idem, Lakes (Boston: Little, 2004), 7.", "Idem, Rivers, 3.", "Idem, “Lakes,” 5."])
    assert work_of(found, only(found, 2)).byline == "Poe, Ann"
    assert [titles(found, n) for n in (3, 4)] == [["Rivers: A History"], ["Lakes"]]


def test_notes_named_by_number() -> None:
    found = apparatus_of(
        [
            f"{POE[:-1]}; {LEE}",
            "Poe, supra note 1, at 45.",
            "Lee (n 1) 46",
            "Poe, supra note 9, at 1.",
            "Smith, above n. 1, 3.",
            "Supra note 1, at 2.",
            "Poe, supra note 1.",
        ]
    )
    assert (titles(found, 2), only(found, 2).page, only(found, 2).chain) == (["Rivers: A History"], "45", (1,))
    assert (titles(found, 3), only(found, 3).page) == (["Lakes"], "46")
    assert only(found, 3).form is ReferenceForm.SHORT
    assert titles(found, 4) == titles(found, 5) == []
    assert "Note 9" in note(found, 4).reason
    assert (titles(found, 6), certainties(found, 6)) == (["Rivers: A History", "Lakes"], ["probable", "probable"])
    assert (only(found, 7).page, only(found, 7).certainty) == (None, Certainty.CERTAIN)


def test_law_notes() -> None:
    found = apparatus_of(
        [
            "Brown v. Board of Education, 347 U.S. 483, 490 (1954).",
            "Id. at 495.",
            "Jane Doe, “Rights,” 12 Harv. L. Rev. 345, 350 (1999).",
            "Doe, supra note 3, at 351.",
            "42 U.S.C. § 1983.",
            "Id.",
        ]
    )
    assert [titles(found, n) for n in range(1, 7)] == [
        ["Brown v. Board of Education"],
        ["Brown v. Board of Education"],
        ["Rights"],
        ["Rights"],
        [],
        ["Rights"],
    ]
    assert certainties(found, 6) == ["probable"]


def test_history_notes() -> None:
    found = apparatus_of(
        [
            "E. P. Thompson, ‘Time and Work’, Past & Present, 38 (1967), pp. 56–97, at p. 60.",
            "Peter Novick, That Noble Dream (Cambridge, 1988), ch. 3; see also Thompson, ‘Time’, p. 61.",
            "TNA, FO 371/12345, Smith to Jones, 3 May 1938.",
            "Novick, Noble Dream, pp. 5, 9.",
            "For the other view see Novick, Noble Dream, p. 7; but cf. Thompson, p. 8.",
        ]
    )
    assert titles(found, 2) == ["That Noble Dream", "Time and Work"]
    assert [c.page for c in note(found, 2).citations] == ["ch. 3", "61"]
    assert titles(found, 3) == []
    assert titles(found, 4) == ["That Noble Dream"]
    assert titles(found, 5) == ["That Noble Dream", "Time and Work"]


def test_lost_numbers_are_found_by_their_neighbours() -> None:
    contents = contents_of(
        [(1, POE), (None, f"{LEE[:-1]} lbid., 4"), (4, "Ibid., 5."), (None, "left over")], body="A.¹ B.² C.³ D.⁴"
    )
    found = read_apparatus(contents)
    assert [n.number for n in found.notes] == [1, 2, 3, 4]
    assert [titles(found, n) for n in (2, 3, 4)] == [["Lakes"]] * 3
    assert [certainties(found, n) for n in (2, 3, 4)] == [["probable"]] * 3
    assert all(n.marker is not None for n in found.notes)


def test_loose_text_without_a_missing_number_is_left_alone() -> None:
    found = read_apparatus(contents_of([(1, POE), (None, "101d., 3."), (2, "Ibid., 3.")]))
    assert [n.number for n in found.notes] == [1, 2]
    more = read_apparatus(contents_of([(1, POE), (None, "Ibid., 3. Ibid., 4. Ibid., 5."), (3, "Ibid., 3.")]))
    assert [n.number for n in more.notes] == [1, 2, 3]
    too_many = read_apparatus(contents_of([(1, POE), (None, "Ibid., 3."), (None, "Ibid., 4."), (3, "Ibid., 3.")]))
    assert [n.number for n in too_many.notes] == [1, 3]


def test_notes_out_of_order_are_told_by_number() -> None:
    contents = contents_of([(1, POE), (4, LEE), (2, "Ibid., 4."), (3, "Ibid., 5.")])
    found = read_apparatus(contents)
    assert [titles(found, n) for n in (1, 2, 3, 4)] == [["Rivers: A History"]] * 3 + [["Lakes"]]


def test_a_lost_note_with_a_marker_is_told() -> None:
    found = read_apparatus(contents_of([(1, POE), (3, "Ibid.")], body="One.¹ Two.² Three.³"))
    lost = note(found, 2)
    assert (lost.marker is not None, len(lost.span), lost.citations) == (True, 0, ())
    assert lost.reason == "The text of this note is lost; only its marker is there."
    assert "Note 2 before it is lost." in note(found, 3).reason


def test_a_number_that_stands_twice_is_doubtful() -> None:
    found = read_apparatus(contents_of([(1, POE), (2, LEE), (3, "Ibid."), (3, POE_LAKES)]))
    assert [n.number for n in found.notes] == [1, 2, 3, 3]
    assert found.notes[3].citations[0].certainty is Certainty.PROBABLE
    assert found.notes[3].marker is None


def test_lost_markers_do_not_shift_chapters() -> None:
    notes = [(1, POE), (2, "Ibid."), (3, LEE), (1, LEE), (2, POE), (3, "Ibid.")]
    found = printed_notes(contents_of(notes, body="A.¹ B.² C.¹ D.² E.³"))
    assert [(n.series, n.number, n.marker is not None) for n in found] == [
        (0, 1, True), (0, 2, True), (0, 3, False), (1, 1, True), (1, 2, True), (1, 3, True),
    ]  # fmt: skip


def test_a_document_without_notes_has_none() -> None:
    found = apparatus_of([], ["Poe, Ann. Rivers. Boston: Little, 1999.", "x" * 5000])
    assert found.notes == ()
    assert len(found.bibliography) == 1


def test_bibliographies_alone_have_works_in_common() -> None:
    one = apparatus_of([], ["Poe, Ann. Rivers. Boston: Little, 1999."])
    other = apparatus_of(["Ann Poe, Rivers (London: Penguin, 2000), 4.", LEE])
    [shared] = compare_sources(one, other).shared
    assert shared.relation is SourceRelation.WORK
    assert (shared.left[0].number, shared.right[0].number) == (None, 1)
    assert [source.work.title for source in compare_sources(one, other).only_right] == ["Lakes"]


def test_chapters_of_one_volume_are_shared_as_a_volume() -> None:
    one = apparatus_of(["Ann Poe, “Ties,” in Water, ed. Kim Lee (Boston: Little, 1999), 12."])
    same = apparatus_of(["Poe, Ann. “Ties.” In Water, edited by K. Lee. Boston: Little, 1999, 13."])
    other = apparatus_of(["Max Ray, “Knots,” in Water, ed. Kim Lee (Boston: Little, 1999), 90."])
    whole = apparatus_of(["Kim Lee, ed., Water (Boston: Little, 1999), 90."])
    assert [s.relation for s in compare_sources(one, same).shared] == [SourceRelation.WORK]
    assert [s.relation for s in compare_sources(one, other).shared] == [SourceRelation.VOLUME]
    assert [s.relation for s in compare_sources(one, whole).shared] == [SourceRelation.VOLUME]
    assert [s.relation for s in compare_sources(whole, one).shared] == [SourceRelation.VOLUME]
    [volume] = compare_sources(one, other).shared
    assert (volume.work.title, volume.work.byline) == ("Water", "Lee, Kim (ed.)")


PIECES = st.sampled_from(
    [POE, LEE, "Ibid.", "Poe, 4", "; ", "“", "”", "\"", "(", ")", "in ", "ed. ", "supra note 3", "op. cit.", "Idem, ",
     "http://a.b/c", "1999", ", ", ". ", "vs.", "v. ", "[1932] AC 1", "*", "\n", "½", "Ⅷ", "e\u0301", "😀", "accessed ",
     "May 3, 2001", "—", "____. ", "pp. 3–4", "lbid., ", "  "]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=9).map("".join))


@given(
    st.lists(st.tuples(st.one_of(st.none(), st.integers(1, 12)), TEXTS.filter(lambda t: bool(t.strip()))), max_size=7),
    st.lists(TEXTS, max_size=3),
    st.text(alphabet="Ab. ¹²³⁴", max_size=30),
)
def test_any_text_is_read_without_a_crash(
    notes: list[tuple[int | None, str]], bibliography: list[str], body: str
) -> None:
    contents = contents_of(notes, bibliography, body=body)
    found = read_apparatus(contents)
    assert read_apparatus(contents) == found
    for each in found.notes:
        assert each.span.contains(each.words)
        assert each.span.end <= len(contents.text)
        assert each.reason or all(c.certainty is Certainty.CERTAIN for c in each.citations)
        assert each.citations or each.reason
        for citation in each.citations:
            assert each.words.contains(citation.span)
            assert (citation.certainty is Certainty.PROBABLE) is bool(citation.reason)
    assert not compare_sources(found, found).only_left
