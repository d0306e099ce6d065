from typing import Any

from voicecoach.coaching.pack_check import check_pack
from voicecoach.packs.loader import pack_from


def problems(**changed: Any) -> list[str]:
    """What is wrong with a small pack, changed."""
    move = {
        "id": "goodbye",
        "name": "said goodbye",
        "patterns": ["(bye|goodbye)"],
        "hears": ["Goodbye, all."],
        "ignores": ["Hello, all."],
    }
    greeting = {"id": "hello", "name": "greeted", "patterns": ["hello"], "hears": ["Hello there."]}
    return check_pack(pack_from({"pack": {"id": "p"}, "move": [move | changed, greeting]}, {}))


def test_a_pack_that_keeps_its_promises_has_no_problems():
    """Nothing is printed."""
    assert [] == problems()


def test_a_missed_example_is_told():
    """With the label and the line."""
    assert ["goodbye: 'Farewell.' should be heard, and is not"] == problems(hears=["Farewell."])


def test_a_hit_ignore_is_told_with_its_pattern():
    """So that the author knows where to look."""
    assert ["goodbye: 'Bye bye.' should be ignored, but '(bye|goodbye)' hears it"] == problems(
        ignores=["Bye bye."]
    )


def test_a_collision_is_told():
    """A pattern that hears another label's example."""
    found = problems(patterns=["(bye|goodbye|hello)"], ignores=[])

    assert 1 == len(found)
    assert "also hears 'Hello there.' of hello" in found[0]


def test_a_label_without_proof_is_told():
    """Patterns want examples beside them."""
    assert "no hears" in problems(hears=[])[0]


def test_a_strong_line_that_is_not_heard_is_told():
    """And a core part that was forgotten: with one drill, every part has one."""
    parts = [("leave", "goodbye"), ("meet", "hello")]
    pack = {
        "pack": {"id": "p"},
        "core": [{"id": one, "title": one, "labels": [label]} for one, label in parts],
        "move": [
            {"id": label, "name": label, "patterns": [label], "hears": [f"{label} all"]}
            for _, label in parts
        ],
        "drill": [{"id": "leave", "prompt": "Only that.", "strong": "Farewell."}],
    }

    assert [
        "[[drill]] leave: 'Farewell.' is not heard as a clean move",
        "[[drill]] meet: there is none",
    ] == check_pack(pack_from(pack, {}))
