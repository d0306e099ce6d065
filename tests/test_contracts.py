"""What the command line prints as JSON, held to the letter: programs rely on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from voicecoach.cli import main
from voicecoach.packs.loader import load_pack

pytestmark = pytest.mark.usefixtures("home")

ROOT = Path(__file__).parents[1]
CLOSING = ROOT / "examples" / "closing.wav"
STARTER = ROOT / "models" / "starter-en"

ARTICLE = (
    "Thank you for your time.  Based on my background and the skills and experience we discussed,\n"
    "how well do I fit the profile of the candidate for which you're looking? "
    "What are the next steps in the process?\tI am very excited about this opportunity."
)
PITFALLS = "So, did I get the job? What time on Friday will you call me?"
SHRUG = "How well do I fit the profile you are looking for? So, yeah, I guess that's it."

CLOSING_KEYS = ["moves", "pitfalls", "weak_ending", "feedback", "model_closer"]
FINDING_KEYS = [
    "label",
    "probability_ratio",
    "quote",
    "start_word",
    "end_word",
    "pattern",
    "similarity_ratio",
]

Json = dict[str, Any]
Printed = Callable[..., Any]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    """What a command prints as JSON; it must succeed and print nothing else."""

    def parsed(*arguments: str | Path) -> Any:
        code = main([*map(str, arguments)])
        out, complained = capsys.readouterr()
        assert 0 == code, complained
        return json.loads(out)

    return parsed


@pytest.fixture
def lines_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Callable[..., list[Json]]:
    """The answers to a file of closings."""

    def answered(*lines: Any, encoding: str = "utf-8") -> list[Json]:
        path = tmp_path / "closings.jsonl"
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_bytes("\n".join(texts).encode(encoding))
        assert 0 == main(["assess", "--jsonl", str(path), "--json"])
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return answered


def assert_findings_hold(found: Json, turns: list[str], *, has_turns: bool = False) -> None:
    """Each finding names its words, its pattern and how sure it is; each label stands once."""
    pack = load_pack()
    for kind, entries in (("moves", pack.moves), ("pitfalls", pack.pitfalls)):
        known = {entry.id: entry for entry in entries}
        labels = [finding["label"] for finding in found[kind]]
        assert len(set(labels)) == len(labels)
        for finding in found[kind]:
            assert FINDING_KEYS + ["turn"] * has_turns == list(finding)
            words = turns[finding.get("turn", 0)].split()
            start, end = finding["start_word"], finding["end_word"]
            assert 0 <= start < end <= len(words)
            assert " ".join(words[start:end]) == finding["quote"]
            assert finding["pattern"] in known[finding["label"]].patterns
            assert 0 <= finding["probability_ratio"] <= 1
            assert 0 <= finding["similarity_ratio"] <= 1


def labels_in(found: Json, kind: str) -> set[str]:
    """Just the labels."""
    return {finding["label"] for finding in found[kind]}


# ---------------------------------------------------------------- one closing


@pytest.mark.parametrize("text", [ARTICLE, PITFALLS, SHRUG, "Nice weather.", "", " \n\t "])
def test_a_closing_as_text_has_the_promised_fields(printed, text) -> None:
    """No more, no less, in their order, and every value of its kind."""
    found = printed("assess", text, "--json")

    assert CLOSING_KEYS == list(found)
    assert_findings_hold(found, [text])
    assert isinstance(found["weak_ending"], bool)
    assert all(isinstance(sentence, str) and sentence for sentence in found["feedback"])
    assert 1 <= len(found["feedback"]) <= 3
    assert isinstance(found["model_closer"], str)
    assert found["model_closer"]


def test_the_findings_are_the_ones_that_are_there(printed) -> None:
    """The article's closing, the two pitfalls it warns of, and a shrug at the end."""
    article, pitfalls, shrug = (
        printed("assess", text, "--json") for text in (ARTICLE, PITFALLS, SHRUG)
    )

    assert {"thanks", "fit_question", "next_steps", "interest"} <= labels_in(article, "moves")
    assert [] == article["pitfalls"]
    assert {"asks_outright", "presses_time"} == labels_in(pitfalls, "pitfalls")
    assert [False, False, True] == [f["weak_ending"] for f in (article, pitfalls, shrug)]


def test_the_same_text_gives_the_same_answer(printed) -> None:
    """Nothing is left to chance."""
    assert printed("assess", ARTICLE, "--json") == printed("assess", ARTICLE, "--json")


WORDS = st.sampled_from(
    "did I get the job? what are next steps — thank you! how well do fit profile not when will "
    "call me on Friday at 3pm 😀 Grüße «quoted» “quoted” \u2028 \u00a0 \x07 … um".split(" ")
)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(texts=st.lists(st.lists(WORDS, max_size=30).map(" ".join), max_size=3))
def test_evidence_is_always_a_slice_of_the_words(lines_for, texts) -> None:
    """Whatever is said, in however many turns."""
    (found,) = lines_for({"turns": texts})

    assert_findings_hold(found, texts, has_turns=True)


# ---------------------------------------------------------------- many closings


def test_a_line_is_answered_by_a_line_in_order_with_its_id(lines_for) -> None:
    """Ids may be any JSON; other keys are passed over; blank lines are no closings."""
    ids = [7, "b", None, 1.5, True, ["x", {"y": 1}], {"deep": [None]}, "ü😀", ""]
    given_lines = [{"extra": [1], "id": each, "text": PITFALLS, "moves": 3} for each in ids]
    answers = lines_for("", given_lines[0], "   ", *given_lines[1:], "")

    assert ids == [answer["id"] for answer in answers]
    assert all(["id", *CLOSING_KEYS] == list(answer) for answer in answers)


def test_a_line_without_an_id_is_answered_without_one(lines_for) -> None:
    """Nothing is made up."""
    (answer,) = lines_for({"text": PITFALLS})

    assert CLOSING_KEYS == list(answer)


def test_turns_are_one_closing_and_findings_say_which(lines_for) -> None:
    """The moves count over all of them."""
    turns = ["Thank you.", "How well do I fit the profile?", "", "What are the next steps?"]
    (answer,) = lines_for({"id": 1, "turns": turns})
    where = {finding["label"]: finding["turn"] for finding in answer["moves"]}

    assert_findings_hold(answer, turns, has_turns=True)
    assert (0, 1, 3) == (where["thanks"], where["fit_question"], where["next_steps"])


def test_turns_may_be_none_at_all(lines_for) -> None:
    """Nobody said anything; and turns that are null are no turns."""
    empty, null = lines_for({"turns": []}, {"turns": None, "text": "Thank you."})

    assert [] == empty["moves"] + empty["pitfalls"]
    assert FINDING_KEYS == list(null["moves"][0])


def test_odd_texts_are_answered(lines_for) -> None:
    """Empty, of two thousand words, from right to left, half a character."""
    long = " ".join(["what are the next steps in the process"] * 250)
    texts = ["", long, "شكرا لك على وقتك", "谢谢你的时间", r"\x00", "\ud83d thank you"]
    answers = lines_for(*({"text": text} for text in texts))

    assert len(texts) == len(answers)
    for text, answer in zip(texts, answers, strict=True):
        assert_findings_hold(answer, [text])
    assert {"next_steps"} == labels_in(answers[1], "moves")


def test_a_file_that_begins_with_a_byte_order_mark_is_read(lines_for) -> None:
    """Editors on Windows write one."""
    (answer,) = lines_for({"id": 1, "text": PITFALLS}, encoding="utf-8-sig")

    assert 1 == answer["id"]


def test_a_thousand_lines_are_answered(lines_for) -> None:
    """In one go; the time limit of the tests is the only clock."""
    texts = (ARTICLE, PITFALLS, SHRUG, "Nice weather.", "")
    answers = lines_for(*({"id": n, "text": texts[n % 5]} for n in range(1_000)))

    assert list(range(1_000)) == [answer["id"] for answer in answers]


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "[]",
        "5",
        '"text"',
        "{}",
        '{"text": 5}',
        '{"text": null}',
        '{"turns": "one turn"}',
        '{"turns": ["one", 2]}',
        '{"turns": {"a": 1}}',
        '{"id": NaN, "text": "no number is no JSON"}',
        "[" * 100_000,
    ],
    ids=lambda line: line[:20],
)
def test_a_line_that_is_no_closing_is_told(tmp_path, capsys, line) -> None:
    """What came before it was answered; it is named, and nothing is guessed."""
    path = tmp_path / "closings.jsonl"
    path.write_text('{"id": 1, "text": "thank you"}\n\n' + line + "\n")
    code = main(["assess", "--jsonl", str(path)])
    out, complained = capsys.readouterr()

    assert 1 == code
    assert 1 == len(out.splitlines())
    assert complained.startswith(f"Line 3 of {path} is not a closing")
    assert 1 == len(complained.splitlines())


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"], ids=["missing", "not text"])
def test_a_file_of_closings_that_cannot_be_read_is_told(tmp_path, capsys, content) -> None:
    """By its name, in one line."""
    path = tmp_path / "closings.jsonl"
    if content:
        path.write_bytes(content)
    code = main(["assess", "--jsonl", str(path)])

    complained = capsys.readouterr().err
    assert 1 == code
    assert complained.startswith(f"{path} cannot be read")
    assert 1 == len(complained.splitlines())


# ---------------------------------------------------------------- recordings


def test_a_recording_has_words_and_delivery_too(printed) -> None:
    """The fields of a text, then what only sound can tell."""
    found = printed("assess", "--audio", CLOSING, "--json")
    delivery = found["delivery"]

    assert [*CLOSING_KEYS, "text", "words", "delivery", "model"] == list(found)
    assert_findings_hold(found, [found["text"]])
    assert {"fit_question", "interest"} <= labels_in(found, "moves")
    assert [
        "speaking_rate_wpm",
        "articulation_rate_wpm",
        "length_seconds",
        "word_count",
        "fillers_heard",
        "pauses",
        "words_after_last_question",
    ] == list(delivery)
    assert 60 < delivery["speaking_rate_wpm"] <= delivery["articulation_rate_wpm"] < 300
    assert all(["start_seconds", "end_seconds"] == list(pause) for pause in delivery["pauses"])
    assert all(pause["start_seconds"] < pause["end_seconds"] for pause in delivery["pauses"])


def test_a_transcript_has_words_with_times(printed) -> None:
    """In order, inside the recording; the text is the words."""
    found = printed("transcribe", CLOSING, "--json")
    words = found["words"]

    assert ["text", "words", "model", "audio_seconds", "compute_seconds"] == list(found)
    assert " ".join(word["text"] for word in words) == found["text"]
    assert all(
        ["text", "start_seconds", "end_seconds", "confidence_ratio"] == list(word) for word in words
    )
    times = [t for word in words for t in (word["start_seconds"], word["end_seconds"])]
    assert sorted(times) == times
    assert 0 <= times[0] < times[-1] <= found["audio_seconds"]
    assert all(0 <= word["confidence_ratio"] <= 1 for word in words)
    assert 0 < found["compute_seconds"]


def test_a_recording_without_a_word_has_no_delivery(printed, tmp_path) -> None:
    """Silence is a closing without words, not an error."""
    import numpy as np
    import soundfile

    path = tmp_path / "silence.wav"
    soundfile.write(path, np.zeros(16_000, np.int16), 16_000)
    found = printed("assess", "--audio", path, "--json")

    assert ("", [], None) == (found["text"], found["words"], found["delivery"])
    assert [] == found["moves"] + found["pitfalls"]


# ---------------------------------------------------------------- everything else that prints data


def test_models_are_listed_with_the_one_in_use_and_why(printed) -> None:
    """One is in use; those that are not here can be fetched."""
    listed = printed("models", "list", "--json")
    (used,) = [each for each in listed if each["is_in_use"]]

    assert all(
        ["name", "path", "size_bytes", "is_in_use", "why", "problem", "is_second_ear"] == list(each)
        for each in listed
    )
    assert used["why"]
    assert used["path"]
    assert {"vosk-model-small-en-us-0.15", "vosk-model-en-us-0.22-lgraph"} <= {
        each["name"] for each in listed
    }


def test_packs_are_listed_and_shown(printed) -> None:
    """With every label and its patterns."""
    (pack,) = printed("packs", "list", "--json")
    shown = printed("packs", "show", pack["name"], "--json")

    assert ["name", "title", "about"] == list(pack)
    assert 15 == len(shown["labels"])
    assert all(label["patterns"] for label in shown["labels"])


def test_the_history_is_the_attempts_newest_last(printed, capsys, home) -> None:
    """What was practised, as it was found; and nothing once it is erased."""
    assert [] == printed("history", "--json")
    assert 0 == main(["practice", "--quiet", "--plain", "--audio", str(CLOSING)])
    assert 0 == main(["practice", "--quiet", "--plain", "--audio", str(CLOSING)])
    capsys.readouterr()
    first, last = printed("history", "--json")
    (only,) = printed("history", "--last", "1", "--json")

    assert ["id", "started_at", "pack", "model", "turns", *CLOSING_KEYS] == list(first)
    assert first["started_at"] < last["started_at"]
    assert last == only
    assert_findings_hold(first, first["turns"], has_turns=True)
    assert 0 == main(["forget", "--id", str(first["id"])])
    capsys.readouterr()
    assert [last] == printed("history", "--json")
    assert 0 == main(["forget", "--all"])
    capsys.readouterr()
    assert [] == printed("history", "--json")


def test_my_facts_are_kept_and_fill_the_strong_version(printed) -> None:
    """Said once, used ever after, until they are cleared."""
    nothing = printed("me", "--json")
    told = printed(
        "me",
        "--company",
        "Meridian",
        "--role",
        "the ward sister post",
        "--strength",
        "calm",
        "--json",
    )
    again = printed("me", "--interviewer", "Ms Osei", "--json")
    cleared = printed("me", "--clear", "--json")

    assert ["role", "company", "interviewer", "strengths", "call_time"] == list(nothing)
    assert ("Meridian", "the ward sister post", ["calm"]) == (
        told["company"],
        told["role"],
        told["strengths"],
    )
    assert told | {"interviewer": "Ms Osei"} == again
    assert nothing == cleared
