import pytest

from voicecoach.coaching.template import Gap, Slot, TemplateInvalid, parse, slots_in, wordings


def test_alternatives_and_options_give_all_wordings():
    """(a|b) and [c] mean what they say."""
    ways = {" ".join(words) for words in wordings(parse("how (close|near) am i [now]"), 99)}

    assert {"how close am i", "how near am i", "how close am i now", "how near am i now"} == ways


def test_slots_and_gaps_are_parts_of_their_own():
    """A list and a gap stand where they are written."""
    assert ("i", Slot("want"), Gap(4), "job") == parse("i {want} * job")
    assert frozenset({"want"}) == slots_in("i {want} * job")


def test_gaps_at_the_ends_are_dropped():
    """They would stretch the evidence over words that say nothing."""
    assert ("next", "step") == parse("** next steps *")


@pytest.mark.parametrize("slip", ["(a|b", "a)", "[a", "{", "", "*", "[a]", "(a|[b])"])
def test_a_slip_is_told(slip: str):
    """What cannot be read, or could be heard in silence, is refused."""
    with pytest.raises(TemplateInvalid):
        parse(slip)


def test_options_may_be_nested():
    """Brackets within brackets."""
    ways = {" ".join(words) for words in wordings(parse("(a|b [c (d|e)])"), 99)}

    assert {"a", "b", "b c d", "b c e"} == ways


def test_a_template_with_more_ways_than_memory_has_room_gives_its_first():
    """Four to the thirtieth ways: the first three are told at once."""
    wide = " ".join("(a|b|c|[d] e)" for _ in range(30))

    assert 3 == len(wordings(parse(f"({wide}) end"), 3))
