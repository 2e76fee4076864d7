"""Names, titles, locators, full citations and entries, in the manners of several fields."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from reader.apparatus.bibliography import read_entry
from reader.apparatus.citations import read_full
from reader.apparatus.locators import locator_at_end, locator_at_start
from reader.apparatus.names import is_editorial, looks_like_name, names_of, nearly, same_people, same_person
from reader.apparatus.references import Form, garbled_ibids, is_ibid, read_references
from reader.apparatus.works import WorkList, merged, same_volume, same_work, titles_agree, volume_of
from reader.domain.note import Name, Work, WorkKind
from reader.domain.text import TextSpan


def test_names_are_read_in_either_order() -> None:
    lo = Name("Lo", "Bobo")
    assert names_of("Bobo Lo") == names_of("Lo, Bobo.") == (lo,)
    assert names_of("Bolt, Paul J., and Sharyl N. Cross") == names_of("Paul J. Bolt and Sharyl N. Cross")
    assert [n.direct for n in names_of("Gleason, Gregory and Jiadong, Zhang.")] == ["Gregory Gleason", "Zhang Jiadong"]
    assert names_of("H.L.A. Hart") == (Name("Hart", "H.L.A."),)
    assert names_of("A. J. P. Taylor") == (Name("Taylor", "A. J. P."),)
    assert names_of("Keohane and Nye") == (Name("Keohane"), Name("Nye"))
    assert names_of("Smith et al.") == (Name("Smith"),)
    assert names_of("Ludwig van der Rohe") == (Name("van der Rohe", "Ludwig"),)
    assert names_of("van der Rohe, Ludwig") == (Name("van der Rohe", "Ludwig"),)
    assert names_of("Rozman, Gilbert Rozman,") == (Name("Rozman", "Gilbert"),)
    assert names_of(" ., ") == ()
    assert names_of("Ann Poe, –, Kim Lee") == names_of("Ann Poe, Kim Lee")


def test_suffixes_belong_to_the_family_name() -> None:
    [name] = names_of("Cunningham II, Paul E.")
    assert (name, name.inverted) == (names_of("Paul E. Cunningham II")[0], "Cunningham II, Paul E.")
    assert name.direct == "Paul E. Cunningham II"


@pytest.mark.parametrize(
    "name",
    [
        "Ministry of Foreign Affairs",
        "The Great Hural (Parliament) of Mongolia",
        "U.S. President",
        "РИА Новости",
        "People's Daily",
        "Centre for Policy on Ageing",
    ],
)
def test_institutions_are_no_persons(name: str) -> None:
    [found] = names_of(name)
    assert found.institution
    assert found.inverted == name


def test_editors_are_marked() -> None:
    assert is_editorial("Eric Hobsbawm and Terence Ranger (eds)")
    assert names_of("Eric Hobsbawm and Terence Ranger (eds)") == names_of("Eric Hobsbawm and Terence Ranger, eds.")
    assert not is_editorial("Bobo Lo")
    assert looks_like_name("Bobo Lo")
    assert not looks_like_name("Axis of Convenience")


def test_spellings_of_one_person_are_one() -> None:
    assert same_person(Name("Yuan", "Jing-Dong"), Name("Juan", "Jing Dong"))
    assert same_person(Name("Ziegler", "Charles E."), Name("Zeigler", "Charles"))
    assert same_person(Name("Ying", "Fu"), Name("Fu", "Ying"))
    assert same_person(Name("Grama1", "Yulia"), Name("Gramal", "Yulia"))
    assert same_person(Name("Bellacqua", "James"), Name("Bellacqua", "J. A."))
    assert same_person(Name("The Brookings Institution", institution=True), Name("Brookings Institution"))
    assert not same_person(Name("Walt", "Stephen M."), Name("Waltz", "Kenneth N."))
    assert not same_person(Name("Walt"), Name("Waltz"))
    assert not same_person(Name("Lo", "Bobo"), Name("Lee", "Bobo"))
    assert not same_person(Name("U.S. Army", institution=True), Name("U.S. Navy", institution=True))


def test_lists_of_authors_agree_by_the_first_and_one_other() -> None:
    one, two, three = Name("Bolt", "Paul"), Name("Cross", "Sharyl"), Name("Changhe", "Su")
    assert same_people([one, two], [one])
    assert same_people([one, two], [one, three, two])
    assert not same_people([one, two], [one, three])
    assert not same_people([two], [one])
    assert not same_people([], [one])


def test_words_nearly_alike() -> None:
    assert nearly("yuan", "juan")
    assert nearly("ziegler", "zeigler")
    assert nearly("affairs", "afffairs")
    assert nearly("same", "same")
    assert not nearly("lo", "la")
    assert not nearly("russia", "prussian")
    assert not nearly("march", "merry")


@pytest.mark.parametrize(
    ("text", "locator"),
    [
        (", pg. 18.", "18"),
        (", pgs. 70–73", "70-73"),
        (" pg.74.", "74"),
        (", pgs 161, 167.", "161, 167"),
        (", para. 92.", "para. 92"),
        (", chapter 13, accessed", "chapter 13"),
        (": 544 - 559.", "544 - 559".replace(" ", "")),
        (", A14.", "A14"),
        (" at 45.", "45"),
        (", pp. 56–97, at p. 60.", "60"),
        (", xii-xiv", "xii-xiv"),
        (", emphasis added", None),
        ("", None),
    ],
)
def test_locators_are_read(text: str, locator: str | None) -> None:
    assert (locator_at_start(text) or "").replace(" - ", "-") == (locator or "")


def test_locators_at_the_end() -> None:
    assert locator_at_end("Turner, 7.") == ("Turner", "7")
    assert locator_at_end("Lo, Axis of Convenience, pp. 3-4") == ("Lo, Axis of Convenience", "3-4")
    assert locator_at_end("Bhadrakumar.") == ("Bhadrakumar", None)


def work(text: str, emphasised: str = "") -> Work:
    at = text.find(emphasised)
    found = read_full(text, [TextSpan(at, at + len(emphasised))] if emphasised else [])
    assert found is not None
    return found.work


def told(text: str, emphasised: str = "") -> dict[str, object]:
    """What a citation tells, names as they are spoken."""
    found = work(text, emphasised)
    fields = {name: value for name, value in asdict(found).items() if value and name not in {"authors", "editors"}}
    people = {"authors": [n.direct for n in found.authors], "editors": [n.direct for n in found.editors]}
    return fields | {name: value for name, value in people.items() if value}


def test_books() -> None:
    book = {
        "title": "Axis of Convenience: Moscow, Beijing, and the New Geopolitics",
        "kind": WorkKind.BOOK,
        "authors": ["Bobo Lo"],
        "place": "London, UK",
        "publisher": "Chatham House",
        "year": 2008,
    }
    written = f"Bobo Lo, {book['title']}. (London, UK: Chatham House, 2008), pg. 18."
    assert told(written) == told(written, "Axis of Convenience") == book
    assert told("A. J. P. Taylor, The Origins of the Second World War (London, 1961), p. 45.") == {
        "title": "The Origins of the Second World War",
        "kind": WorkKind.BOOK,
        "authors": ["A. J. P. Taylor"],
        "place": "London",
        "year": 1961,
    }
    assert told("Eric Hobsbawm and Terence Ranger (eds), The Invention of Tradition (Cambridge: CUP, 1983), 4.")[
        "editors"
    ] == ["Eric Hobsbawm", "Terence Ranger"]
    edited = told(
        "Max Weber, Economy and Society, ed. by Guenther Roth (Berkeley: University of California Press, 1978)"
    )
    assert (edited["authors"], edited["editors"]) == (["Max Weber"], ["Guenther Roth"])


def test_several_authors_are_told_from_a_title_with_commas() -> None:
    four = "Andrew Scobell, Arthur S. Ding, Phillip C. Saunders, and Scott W. Harold, Planning (Boston: Little, 2015)"
    assert len(work(four).authors) == 4
    assert (
        work("Bobo Lo, Moscow, Beijing, and Delhi (London: Chatham House, 2008)").title == "Moscow, Beijing, and Delhi"
    )
    assert work("Lee Marsh, Jr., On Rivers (London: Penguin, 1950)").title == "On Rivers"
    assert (
        work("Lee Marsh and Ann Poole, Rivers, Ann Arbor, and Lake Erie (Boston: Little, 1950)").authors[1].given
        == "Ann"
    )
    assert work("Health, Education, and Welfare Report (Washington: GPO, 1970)").authors[0].direct == "Health"


def test_italics_inside_a_title_do_not_begin_it() -> None:
    assert work("Ann Poe, On the Iliad Again (Boston: Little, 1999)", "Iliad").title == "On the Iliad Again"


def test_reports_are_published_by_institutes() -> None:
    assert work("Ann Poe, Bases (Alexandria, VA: Institute for Defense Analyses, 2003), 3.").kind is WorkKind.REPORT
    assert work("Ann Poe, Bases (Washington, DC: National Institute Press, 2003), 3.").kind is WorkKind.BOOK
    assert told("Russian President, National Security Strategy (Moscow, Russia, December 2015), para. 92.") == {
        "title": "National Security Strategy",
        "kind": WorkKind.BOOK,
        "authors": ["Russian President"],
        "place": "Moscow, Russia",
        "year": 2015,
    }


def test_chapters() -> None:
    printed = (
        "Kevin Ryan, “The View from Moscow,” in The Future of China-Russia Relations, ed. James A. Bellacqua "
        "(Lexington: The University Press of Kentucky, 2010), 187."
    )
    assert told(printed) == {
        "title": "The View from Moscow",
        "kind": WorkKind.CHAPTER,
        "authors": ["Kevin Ryan"],
        "editors": ["James A. Bellacqua"],
        "container": "The Future of China-Russia Relations",
        "place": "Lexington",
        "publisher": "The University Press of Kentucky",
        "year": 2010,
    }
    loose = (
        'Juan, Jing Dong. "The View." In The Future, edited by James Bellacqua, pgs. 214-229. Lexington, KY: The '
        "University Press of Kentucky, 2010,pgs. 214-216."
    )
    found = read_full(loose)
    assert found is not None
    assert (found.page, found.work.pages, found.work.year) == ("214-216", "214-229", 2010)
    assert work("Ann Poe, “Rivers,” in Old Waters, 12-30, 1999.").container == "Old Waters"
    assert work("Ann Poe, “Rivers, May 1, 2001,” in Old Waters").container == "Old Waters"
    assert work("Ann Poe, “Rivers,” in Old Waters, ed. Lee Marsh, 1999").editors == (Name("Marsh", "Lee"),)


def test_articles() -> None:
    assert told(
        'Jessica L. Beyer and Stephanie C. Hofmann, "Varieties of Neutrality," Cooperation and Conflict 46, no. 3 '
        "(2011): 287."
    ) == {
        "title": "Varieties of Neutrality",
        "kind": WorkKind.ARTICLE,
        "authors": ["Jessica L. Beyer", "Stephanie C. Hofmann"],
        "container": "Cooperation and Conflict",
        "volume": "46",
        "issue": "3",
        "year": 2011,
    }
    past = "E. P. Thompson, ‘Time and Work’, Past & Present, 38 (1967), pp. 56–97, at p. 60."
    found = read_full(past)
    assert found is not None
    assert (found.page, found.work.container, found.work.volume) == ("60", "Past & Present", "38")
    assert work("Ann Poe, “Rivers,” Water 12(3): 40, 1999.").issue == "3"
    law = read_full("Jane Doe, “Rights,” 12 Harv. L. Rev. 345, 350 (1999).")
    assert law is not None
    assert (law.page, law.work.container, law.work.volume) == ("350", "Harv. L. Rev.", "12")
    first = read_full("Jane Doe, “Rights,” 12 Harv. L. Rev. 345 (1999).")
    assert first is not None
    assert first.page == "345"


def test_news_and_pages() -> None:
    found = read_full(
        "M. K. Bhadrakumar, “Russia Regains Lost Ground,” Asia Times, September 15, 2005, 26, accessed December 12, "
        "2017, http://www.atimes.com/GI15Ag01.html."
    )
    assert found is not None
    assert (found.page, found.work.kind, found.work.container) == ("26", WorkKind.NEWS, "Asia Times")
    assert (found.work.date, found.work.accessed) == ("September 15, 2005", "December 12, 2017")
    assert found.work.url == "http://www.atimes.com/GI15Ag01.html"
    archive = read_full('Institute, "Strategic Review 2016," 119, accessed March 30, 2018, <http://nids.jp/x>.')
    assert archive is not None
    assert (archive.page, archive.work.kind, archive.work.year) == ("119", WorkKind.WEB, 2016)
    document = told(
        "The Great Hural of Mongolia, Basics of Policy, last modified July 15, 2016, accessed January 19, 2018, "
        "<http://mod.mn/i?d=133>."
    )
    assert (document["title"], document["year"], document["kind"]) == ("Basics of Policy", 2016, WorkKind.WEB)
    undated = told("The Great Hural of Mongolia, Basics of Policy, www.mod.mn/i")
    assert "year" not in undated
    assert told("Ann Poe, River Notes, May 3, 2011, www.poe.org/r")["year"] == 2011
    assert read_full("www.mod.mn/i") is None
    dated = told("Ministry of Works, “A Meeting with the Mayor, June 18, 2010.”")
    assert (dated["kind"], dated["year"]) == (WorkKind.WEB, 2010)


def test_theses_and_papers() -> None:
    printed = "Paul E. Cunningham II, “The Bear” (master’s thesis, Joint Forces Staff College, Norfolk, VA, 2017), 22."
    found = told(printed)
    assert (found["kind"], found["genre"]) == (WorkKind.THESIS, "master’s thesis")
    assert (found["publisher"], found["year"]) == ("Joint Forces Staff College, Norfolk, VA", 2017)
    assert told("Ann Poe, “Rivers” (paper, War College, Carlisle, PA, 2015), 4.")["kind"] is WorkKind.REPORT
    assert told("Ann Poe. “Rivers.” Strategy Research Project, War College, 2015.")["kind"] is WorkKind.REPORT
    assert told("Ann Poe, “Rivers,” Research Policy 12 (2001): 4.")["kind"] is WorkKind.ARTICLE
    assert told("Ann Poe, “Rivers,” Journal of Water Research in Asia, May 2001.")["kind"] is WorkKind.NEWS


def test_cases() -> None:
    case = read_full("Brown v. Board of Education, 347 U.S. 483, 490 (1954).")
    assert case is not None
    assert (case.page, case.work.title, case.work.year) == ("490", "Brown v. Board of Education", 1954)
    assert (case.work.kind, case.work.container) == (WorkKind.CASE, "347 U.S. 483")
    assert work("Donoghue v Stevenson [1932] AC 562 (HL).").year == 1932
    assert work("R v Smith 12 Cr 3.").year is None
    assert work("Marbury v. Madison, 5 U.S. (1 Cranch) 137, 177 (1803).").kind is WorkKind.CASE


@pytest.mark.parametrize(
    "text", ["", "Turner, 7.", "Emphasis added.", "He said “no,” in anger.", "(2001)", f"A, {'b' * 900} (2001)"]
)
def test_what_is_no_full_citation(text: str) -> None:
    assert read_full(text) is None


def test_titles_keep_their_own_marks() -> None:
    assert work("Ann Poe, “What Now?” Water 3 (2001): 4.").title == "What Now?"
    translated = 'РИА Новости, "Китай считает," ["China Considers"], January 19, 2016, <https://ria.ru/1.html>.'
    assert work(translated).kind is WorkKind.NEWS


@pytest.mark.parametrize(
    ("entry", "byline", "title", "year"),
    [
        ("Keohane, Robert O., and Joseph S. Nye. Power, and Interdependence. Boston: Little, Brown, 1977.",
         "Keohane, Robert O., and Joseph S. Nye", "Power, and Interdependence", 1977),
        ("Levin, Michael J. The Next Clash: China vs. America. Westport, CT: Praeger, 2008.",
         "Levin, Michael J.", "The Next Clash: China vs. America", 2008),
        ("Smith, John A. History. London: Penguin, 1990.", "Smith, John A.", "History", 1990),
        ("Milne, A. A. Pooh. London: Methuen, 1926.", "Milne, A. A.", "Pooh", 1926),
        ("U.S. Department of Defense. Quadrennial Review. Washington, DC: GPO, February 2006.",
         "U.S. Department of Defense", "Quadrennial Review", 2006),
        ("Russian President. National Security Strategy. Moscow, Russia, December 2015.",
         "Russian President", "National Security Strategy", 2015),
        ("Lo, B. (2008). Axis of Convenience. London: Chatham House.", "Lo, B.", "Axis of Convenience", 2008),
        ("Hobsbawm, Eric, ed. Traditions. Cambridge: CUP, 1983.", "Hobsbawm, Eric (ed.)", "Traditions", 1983),
        ("Hural of Mongolia. Policy. Last modified July 15, 2016. Accessed May 1, 2018. <http://mod.mn/i>.",
         "Hural of Mongolia", "Policy", 2016),
        ("Untitled pamphlet", "", "Untitled pamphlet", None),
        ("Nye, Joseph S. and Ann Poe. Rivers. Boston: Little, 1999.", "Nye, Joseph S., and Ann Poe", "Rivers", 1999),
    ],
)  # fmt: skip
def test_entries(entry: str, byline: str, title: str, year: int | None) -> None:
    found = read_entry(entry)
    assert found is not None
    assert (found.byline, found.title, found.year) == (byline, title, year)


def test_entries_in_other_manners() -> None:
    repeated = read_entry("_____. National Security. Boston: Little, 1999.", [], (Name("Poe", "Ann"),))
    assert repeated is not None
    assert (repeated.byline, repeated.title) == ("Poe, Ann", "National Security")
    italic = read_entry("Du, Ruoxi, Central Asian Energy: A Point. Leavenworth: FMSO, 2011.", [TextSpan(11, 41)])
    assert italic is not None
    assert (italic.byline, italic.title) == ("Du, Ruoxi", "Central Asian Energy: A Point")
    article = read_entry('Krasner, Stephen D. "Causes." International Regimes 36, no. 2 (1982): 185-205.')
    assert article is not None
    assert article.pages == "185-205"
    assert read_entry("x" * 4000) is None
    assert read_entry("Lo, B. (2008). .") is None
    assert read_entry("www.mod.mn/index") is None
    undone = read_entry("The Italian. Boston: Little, 1999.", [TextSpan(0, 11)])
    assert undone is not None
    assert undone.year == 1999


def test_one_work_has_many_imprints_and_spellings() -> None:
    london = Work("Axis of Convenience: Moscow", WorkKind.BOOK, (Name("Lo", "Bobo"),), year=2008)
    boston = Work("The Axis of Convenience", WorkKind.BOOK, (Name("Lo", "Bobo"),), year=2009, place="Boston")
    assert same_work(london, boston)
    both = merged(boston, london)
    assert (both.title, both.place, both.year) == ("Axis of Convenience: Moscow", "Boston", 2009)
    damaged = Work("Axis", WorkKind.BOOK, (Name("L0", "Bobo"),))
    assert merged(damaged, london).authors == london.authors
    assert merged(london, damaged).authors == london.authors
    yuan = Work("Defense Ties: The View", WorkKind.CHAPTER, (Name("Yuan", "Jing-Dong"),), container="One")
    juan = Work("Defense Ties: The View", WorkKind.CHAPTER, (Name("Juan", "Jing Dong"),), container="One")
    assert same_work(yuan, juan)
    russian = Work("Russian and China in Central Asia", WorkKind.CHAPTER, (Name("Zeigler", "Charles"),))
    russia = Work("Russia and China in Central Asia", WorkKind.CHAPTER, (Name("Ziegler", "Charles"),))
    assert same_work(russian, russia)


def test_works_that_differ_stay_apart() -> None:
    smith = (Name("Smith", "Ann"),)
    france = Work("A History of France", WorkKind.BOOK, smith)
    assert not same_work(france, Work("A History of Greece", WorkKind.BOOK, smith))
    assert not same_work(france, Work("A History of France", WorkKind.BOOK, (Name("Jones", "Ann"),)))
    assert not same_work(france, Work("A History of France", WorkKind.BOOK))
    assert not same_work(Work("Defence in 2008", WorkKind.BOOK, smith), Work("Defence in 2010", WorkKind.BOOK, smith))
    assert not same_work(Work("", WorkKind.BOOK, smith), Work("–", WorkKind.BOOK, smith))
    office = (Name("U.S. President", institution=True),)
    one = Work("National Security Strategy", WorkKind.REPORT, office, year=2010)
    assert not same_work(one, Work("National Security Strategy", WorkKind.REPORT, office, year=2017))
    assert same_work(one, Work("National Security Strategy", WorkKind.REPORT, office))
    assert same_work(Work("On Rivers", WorkKind.WEB, year=1), Work("On Rivers", WorkKind.WEB, year=1))
    preface = Work("Introduction", WorkKind.CHAPTER, smith, container="One Book", year=1)
    assert not same_work(preface, Work("Introduction", WorkKind.CHAPTER, smith, container="Another", year=1))
    assert not same_work(preface, Work("Introduction", WorkKind.BOOK, smith))
    assert same_work(preface, preface)


def test_a_title_can_lack_its_end_within_a_year() -> None:
    office = (Name("Information Office", institution=True),)
    full = Work("China’s National Defence in 2008", WorkKind.REPORT, office, year=2009)
    assert same_work(full, Work("China's National Defence", WorkKind.REPORT, office, year=2009))
    assert not same_work(full, Work("China's National Defence", WorkKind.REPORT, office, year=2010))


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("Sino-Russian Ties", "Sino Russian Ties", True),
        ("ChinaRussia Relations", "China-Russia Relations", True),
        ("The Superpower Symbiosis", "Superpower Symbiossis", True),
        ("A Partnership of Equals", "A Partnership of Rivals", False),
        ("Rivers", "Waters", False),
        ("Power and Interdependence in World Politics", "Power Interdependence World Politics", False),
        ("The Sino-Russian Strategic Partnership", "Sino-Russian Strategic Partnership Now Again Too", False),
        ("Long Rivers of the Northern Plains", "Long Rivers of Northern Plains", True),
    ],
)
def test_titles(one: str, other: str, agree: bool) -> None:
    assert titles_agree(one, other) is titles_agree(other, one) is agree


def test_chapters_share_their_volume() -> None:
    bellacqua = (Name("Bellacqua", "James A."),)
    ryan = Work("Moscow", WorkKind.CHAPTER, (), bellacqua, "The Future of ChinaRussia Relations", year=2010)
    downs = Work("Energy", WorkKind.CHAPTER, (), (Name("Bellacqua", "James"),), "The Future of China-Russia Relations")
    assert same_volume(ryan, downs)
    assert same_volume(volume_of(ryan), downs)
    assert not same_volume(ryan, Work("Energy", WorkKind.CHAPTER, (), bellacqua, "Another Book"))
    assert not same_volume(ryan, Work("Energy", WorkKind.CHAPTER, (), (Name("Poe", "Ann"),), ryan.container))
    assert not same_volume(ryan, Work("Energy", WorkKind.CHAPTER, (), (), ryan.container, year=1999))
    assert not same_volume(ryan, Work("Energy", WorkKind.CHAPTER))
    assert not same_volume(Work("News", WorkKind.NEWS), ryan)


def test_a_list_of_works_holds_each_once() -> None:
    works = WorkList()
    one = works.add(Work("On Rivers", WorkKind.BOOK, (Name("Poe", "Ann"),)))
    assert works.add(Work("On Rivers: A Study", WorkKind.BOOK, (Name("Poe", "Ann"),))) == one
    assert works.add(Work("On Rivers: A Study", WorkKind.BOOK, (Name("Poe", "Ann"),))) == one
    assert works.add(Work("On Rivers", WorkKind.BOOK, (Name("Lee", "Ann"),))) != one
    assert works.works[one].title == "On Rivers: A Study"
    assert works.find(Work("On Lakes", WorkKind.BOOK)) is None


@pytest.mark.parametrize(
    ("words", "forms"),
    [
        ("Ibid.", [Form.IBID]),
        ("Id. at 45.", [Form.IBID]),
        ("Loc. cit.", [Form.IBID]),
        ("lbid., pgs. 270-278", [Form.IBID]),
        ("101d., pg. 159.", [Form.IBID]),
        ("Ibid., 26; Lo, Axis, 3.", [Form.IBID, Form.SHORT]),
        ("See Wishnick, 41; cf. Lo, Axis, 3.", [Form.SHORT, Form.SHORT]),
        ("This is disputed. See also Turner, 9.", [Form.WORDS, Form.SHORT]),
        ("Emphasis added.", [Form.WORDS]),
        ("42 U.S.C. § 1983.", [Form.WORDS]),
        ("A. Poe, Rivers (Boston, 1999), 3, and K. Lee, Lakes (London, 2001), 4.", [Form.FULL, Form.FULL]),
        ("A. Poe, Rivers (Boston, 1999), 3. K. Lee, Lakes (London, 2001), 4.", [Form.FULL, Form.FULL]),
        ("A. Poe, Europe 1914 and Beyond (Boston, 1999), 3.", [Form.FULL]),
        ("Smith, supra note 12, at 45.", [Form.NOTE]),
        ("Smith (n 12) 45", [Form.NOTE]),
        ("Smith, op. cit., p. 40.", [Form.SHORT]),
        ("Poe, letter to Lee, quoted in Turner, 9.", [Form.SHORT, Form.SHORT]),
        ("Poe, Rivers (a; b), 3", [Form.SHORT]),
        ("Poe, ‘Rivers; and Lakes’, 3", [Form.SHORT]),
        ("; ;", [Form.SHORT]),
        ("", []),
        ("x " * 2000, [Form.WORDS]),
        ("The Author Whose Name Is Longer Than Any Author Name Ever Was In All The World Of Books, 3", [Form.WORDS]),
    ],
)  # fmt: skip
def test_notes_are_parted_into_references(words: str, forms: list[Form]) -> None:
    if words == "; ;":
        assert all(reference.form is Form.WORDS for reference in read_references(words))
        return
    assert [reference.form for reference in read_references(words)] == forms


def test_short_forms_name_author_title_and_page() -> None:
    def short(words: str, *emphasis: TextSpan) -> tuple[str, str, str | None]:
        [found] = read_references(words, emphasis)
        return found.author, found.title, found.page

    assert short("Lo, Axis of Convenience, 91.") == ("Lo", "Axis of Convenience", "91")
    assert short("Thompson, ‘Time’, 61.") == ("Thompson", "Time", "61")
    assert short("Smith, op. cit., p. 40.") == ("Smith", "", "40")
    assert short("Axis of Convenience, 91.", TextSpan(0, 19)) == ("", "Axis of Convenience", "91")
    assert short("Turner, 9. He is right.") == ("Turner", "", "9")
    assert short("Turner 9. He is right about that.")[2] is None
    assert short("Bhadrakumar.") == ("Bhadrakumar", "", None)
    assert short("O’Brien’s “Rivers,” 4")[1] == "Rivers"


def test_ibids_are_told_also_when_garbled() -> None:
    assert is_ibid("Ibidem, 3")
    assert not is_ibid("Ibsen, Peer Gynt")
    assert garbled_ibids("Poe, pg. 270 lbid., pgs. 270-278") == [13]
    assert garbled_ibids("Ibid., 3") == []
    [more] = read_references("Ibid., my emphasis.")
    assert more.says_more
