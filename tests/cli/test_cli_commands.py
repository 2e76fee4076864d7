from __future__ import annotations

import csv
import io
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, CommandLine, Process

LEFT, RIGHT = "lkhagvasuren-2018", "moore-2012"
QUOTE = "denies diplomatic recognition to the breakaway regions of Abkhazia and South Ossetia"


def test_a_fresh_library_holds_the_theses_and_the_topics(shared: CommandLine) -> None:
    documents = shared("documents", "--format", "json").json
    assert [document["slug"] for document in documents] == [LEFT, RIGHT]
    expected = {"id", "slug", "title", "author", "year", "kind", "pages", "passages", "characters", "fingerprint"}
    assert expected <= set(documents[0])
    assert (documents[0]["kind"], documents[0]["pages"], documents[0]["year"]) == ("text", None, 2018)
    topics = shared("topics", "--format", "json").json
    assert [topic["name"] for topic in topics[:3]] == ["Georgia", "SCO", "Energy"]
    assert {"slug", "name", "description", "terms", "colour"} <= set(topics[0])
    assert topics == shared("topics", "list", "--format", "json").json


def test_text_is_exact_and_offsets_count_in_it(shared: CommandLine) -> None:
    text = shared("text", RIGHT).out
    [document] = [d for d in shared("documents", "--format", "json").json if d["slug"] == RIGHT]
    assert len(text) == document["characters"]
    passages = shared("passages", RIGHT, "--format", "json").json
    assert len(passages) == document["passages"]
    assert [passage["ordinal"] for passage in passages] == list(range(len(passages)))
    for passage in passages:
        assert text[passage["start"] : passage["end"]] == passage["text"]
        assert {"paragraph", "section"} <= set(passage)
        assert "score" not in passage


def test_passages_are_scored_for_a_topic_best_first(shared: CommandLine) -> None:
    passages = shared("passages", RIGHT, "--topic", "GEORGIA", "--format", "json").json
    scores = [passage["score"] for passage in passages]
    assert scores == sorted(scores, reverse=True)
    assert 0 <= scores[-1] < 0.5 <= scores[0] <= 1
    assert "Georgia" in passages[0]["text"]


def test_align_puts_the_withheld_recognition_on_top(shared: CommandLine) -> None:
    aligned = shared("align", LEFT, RIGHT, "--topic", "Georgia", "--limit", "5", "--format", "json").json
    assert (aligned["left"]["slug"], aligned["right"]["slug"], aligned["topic"]) == (LEFT, RIGHT, "georgia")
    pairs = aligned["pairs"]
    assert [pair["rank"] for pair in pairs] == [1, 2, 3, 4, 5]
    assert {"ordinal", "start", "end", "section", "text"} <= set(pairs[0]["left"])
    assert {"terms", "dates", "sources"} <= set(pairs[0]["evidence"])
    assert all(isinstance(term, str) for pair in pairs for term in pair["evidence"]["terms"])
    assert all(pair["state"] == "computed" and "georgia" in pair["topics"] for pair in pairs)
    assert [pair["score"] for pair in pairs] == sorted((pair["score"] for pair in pairs), reverse=True)
    for side in ("left", "right"):
        assert "South Ossetia" in pairs[0][side]["text"]
        assert "Abkhazia" in pairs[0][side]["text"]


def test_align_with_a_state_lists_only_that(shared: CommandLine) -> None:
    assert shared("align", LEFT, RIGHT, "--state", "rejected", "--format", "json").json["pairs"] == []
    pairs = shared("align", LEFT, RIGHT, "--state", "computed", "--limit", "3", "--format", "json").json["pairs"]
    assert len(pairs) == 3


def test_annotating_listing_and_exporting(diptych: CommandLine, tmp_path: Path) -> None:
    made = diptych(
        "annotate", RIGHT, "--quote", QUOTE, "--note", "Compare ¶ 57.", "--tag", "#energy/pipelines", "--tag", "war",
        "--colour", "Green", "--format", "json",
    ).json  # fmt: skip
    assert (made["quote"], made["document"], made["note"]) == (QUOTE, RIGHT, "Compare ¶ 57.")
    assert (made["tags"], made["colour"], made["placement"]) == (["energy/pipelines", "war"], "green", "exact")
    assert "georgia" in made["topics"]
    assert diptych("text", RIGHT).out[made["start"] : made["end"]] == QUOTE
    assert diptych("annotations", "--format", "json").json == [made]
    assert diptych("annotations", "--tag", "energy", "--topic", "georgia", "--format", "json").json == [made]
    assert diptych("annotations", "--document", LEFT, "--format", "json").json == []

    output = tmp_path / "notes.md"
    done = diptych("export", "--output", output)
    assert (done.status, done.out) == (0, "")
    text = output.read_text(encoding="utf-8")
    assert f"> {QUOTE}\n\nRests on: Zeigler, Russian and China in Central Asia, p. 246." in text
    assert "\n\nCompare ¶ 57.\n\n— ¶ " in text
    assert "#energy/pipelines #war" in text
    assert f"(diptych://{RIGHT}/{made['id']})" in text
    assert diptych("export", "--tag", "war", "--document", RIGHT, "--output", "-").out.count("\n> ") == 1
    assert diptych("export", "--document", LEFT).out.count("\n> ") == 0
    assert "already" in diptych("export", "--output", output).failed()
    assert output.read_text(encoding="utf-8") == text
    assert diptych("export", "--format", "csv", "--output", output, "--overwrite").status == 0
    [row] = csv.DictReader(io.StringIO(output.read_bytes().decode(), newline=""))
    assert (row["quote"], row["id"]) == (QUOTE, made["id"])


def test_importing_removing_and_importing_again(diptych: CommandLine, write: Callable[[str, bytes], Path]) -> None:
    file = write("Essay on Gas.txt", "Gas is cheap – there.\r\n\r\nOil is not.\r\n".encode("utf-16"))
    [added] = diptych("import", file, "--format", "json").json
    assert (added["path"], added["slug"], added["status"]) == (str(file), "essay-on-gas", "added")
    assert "UTF-16" in added["message"]
    assert "Gas is cheap – there.\n\nOil is not." in diptych("text", file).out
    assert diptych("import", file, "--format", "json").json[0]["status"] == "present"
    assert diptych("remove", "essay-on-gas", "--format", "json").json["id"] == added["id"]
    assert len(diptych("documents", "--format", "json").json) == 2
    assert diptych("import", file, "--format", "json").json[0]["id"] == added["id"]
    assert len(diptych("documents", "--format", "json").json) == 3


def test_topics_are_added_replaced_and_removed(diptych: CommandLine) -> None:
    added = diptych(
        "topics", "add", "Water", "--terms", "river, dam", "--description", "Of water", "--format", "json"
    ).json
    assert [term["term"] for term in added["terms"]] == ["river", "dam"]
    assert "already" in diptych("topics", "add", "WATER", "--terms", "x").failed()
    assert diptych("topics", "add", "water", "--terms", "lake", "--replace").status == 0
    assert diptych("passages", RIGHT, "--topic", "Water", "--format", "json").status == 0
    assert diptych("topics", "remove", "water").status == 0
    assert "Georgia" in diptych("topics", "remove", "water").failed()


def test_search_finds_places(shared: CommandLine) -> None:
    hits = shared("search", "breakaway regio", "--document", RIGHT, "--format", "json").json
    assert hits
    text = shared("text", RIGHT).out
    for hit in hits:
        assert (hit["document"], set(hit)) == (RIGHT, {"document", "start", "end", "snippet"})
        assert "breakaway" in text[hit["start"] : hit["end"] + 100]
    assert shared("search", "zzzznothing", "--format", "json").json == []


def test_backup_and_check(diptych: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    assert diptych("backup", copy, "--format", "json").json == {"path": str(copy)}
    assert "copy.sqlite" in diptych("backup", copy).failed()
    assert diptych("backup", copy, "--overwrite").status == 0
    assert diptych.on(copy)("check", "--format", "json").json == {"ok": True, "problems": []}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["documents"], ["lkhagvasuren-2018", "Russ Moore"]),
        (["passages", RIGHT], ["¶ 1", "strategic"]),
        (["passages", RIGHT, "--topic", "energy"], ["¶", "oil"]),
        (["align", LEFT, RIGHT, "--limit", "2"], ["↔", "Lkhagvasuren 2018:"]),
        (["topics"], ["Georgia", "South Ossetia"]),
        (["search", "Ossetia"], ["moore-2012", "¶"]),
        (["check"], ["sound"]),
    ],
)
def test_text_is_for_people_and_keeps_to_the_width(shared: CommandLine, arguments: list[str], words: list[str]) -> None:
    done = shared(*arguments, COLUMNS="72")
    assert (done.status, done.err) == (0, "")
    assert all(word in done.out for word in words)
    if arguments != ["check"]:  # whose path must stay whole
        assert max(len(line) for line in done.out.splitlines()) <= 72


@pytest.mark.slow
def test_results_are_utf8_whatever_the_locale_says(process: Process) -> None:
    plain = process("passages", RIGHT)
    ascii_only = process(
        "passages", RIGHT, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert ascii_only == plain
    assert "¶" in plain.out


def test_a_reader_that_has_had_enough_is_no_error(process: Process) -> None:
    program = f"'{sys.executable}' main.py --library '{process.library}' text {LEFT}"
    command = f"{program} | head -c 10; echo; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == "0"


def test_ctrl_c_ends_quietly(process: Process, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    script = (
        "import sys\nfrom reader.services.library import LibraryService\n"
        f"LibraryService.documents = lambda self: open({str(pipe)!r}).read()\n"
        "from reader.app import main\nsys.exit(main())"
    )
    command = [sys.executable, "-c", script, "--library", str(process.library), "documents"]
    running = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    # Opening a pipe for writing without waiting fails until the process reads from it.
    for _ in range(600):
        try:
            writer = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            break
        except OSError:
            time.sleep(0.05)
    else:
        pytest.fail("the process never came to wait")
    running.send_signal(signal.SIGINT)
    _, err = running.communicate()
    os.close(writer)
    assert running.returncode == 130
    assert err.strip() == ""


@pytest.mark.slow
def test_progress_is_for_terminals_only(diptych: CommandLine, write: Callable[[str, bytes], Path]) -> None:
    file = write("long.txt", b"A sentence of a long book about pipelines. " * 60_000)
    assert diptych("import", file).err == ""
    diptych("remove", "long")
    main_end, other_end = pty.openpty()
    file = write("longer.txt", b"A sentence of a long book about pipelines and oil. " * 60_000)
    command = [sys.executable, "main.py", "--library", str(diptych.library), "import", str(file)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=other_end, stdout=subprocess.DEVNULL)
    os.close(other_end)
    drawn = b""
    while True:
        try:
            chunk = os.read(main_end, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not chunk:
            break
        drawn += chunk
    assert process.wait() == 0
    os.close(main_end)
    assert b" %" in drawn
    assert drawn.endswith(b"\r\x1b[K")


def test_a_process_ends_with_its_status_and_prints_results_only(process: Process) -> None:
    listed = process("documents", "--format", "json")
    assert (listed.status, listed.err, len(listed.json)) == (0, "", 2)
    unknown = process("text", "nosuch")
    assert "nosuch" in unknown.failed()
    wrong = process("align", LEFT)
    assert (unknown.out, wrong.out, wrong.status) == ("", "", 2)
    assert "Traceback" not in unknown.err + wrong.err


def test_the_version_and_help_need_no_library(shared: CommandLine, tmp_path: Path) -> None:
    done = shared.without_library("--version", DIPTYCH_LIBRARY=str(tmp_path / "none.sqlite"))
    assert done.out.startswith("diptych ")
    help_text = shared.without_library("--help", DIPTYCH_LIBRARY=str(tmp_path / "none.sqlite")).out
    for command in (
        "align",
        "annotate",
        "backup",
        "check",
        "documents",
        "export",
        "footnotes",
        "import",
        "import-annotations",
        "passages",
        "refresh",
        "search",
        "sources",
        "topics",
    ):
        assert command in help_text
    assert not (tmp_path / "none.sqlite").exists()


def test_the_environment_names_the_default_library(shared: CommandLine, prepared: Path, tmp_path: Path) -> None:
    own, listing = {"DIPTYCH_LIBRARY": str(prepared)}, ("documents", "--format", "json")
    assert len(shared.without_library(*listing, **own).json) == 2
    fresh = tmp_path / "deep" / "folder" / "new.sqlite"
    assert len(shared.without_library("--library", f"sqlite:///{fresh}", *listing, **own).json) == 2
    assert fresh.exists()
