from voicecoach.coaching.normalize import tokens_from
from voicecoach.coaching.pattern_index import PatternIndex

LISTS = {"job": ["role", "post", "line of work"]}


def found(template: str, text: str) -> list[tuple[int, int]]:
    """Where one pattern is found."""
    tokens = tokens_from(text.split())
    return [(match.start, match.end) for match in PatternIndex([template], LISTS).matches(tokens)]


def test_a_pattern_is_found_where_it_stands():
    """Start and end count tokens."""
    assert [(2, 5)] == found("what happens next", "so then what happens next please")


def test_softeners_inside_do_not_matter():
    """Really, just, honestly: they may stand anywhere inside."""
    assert [(0, 5)] == found("i want this", "i really just want this")


def test_one_strange_word_is_forgiven_in_a_long_pattern():
    """At a price, and only once."""
    assert [(0, 6)] == found("what are the next steps", "what are the possible next steps")
    assert [] == found("what are the next steps", "what are the blue possible next steps")


def test_a_negation_is_never_forgiven():
    """I do not want is not I do want."""
    assert [] == found("i do want this job", "i do not want this job")


def test_slots_take_entries_of_several_words():
    """An entry of a list may be a phrase."""
    assert [(0, 6)] == found("i like this {job}", "i like this line of work")


def test_gaps_end():
    """A short gap takes four words and no more."""
    assert [(0, 6)] == found("when * start", "when a b c d start")
    assert [] == found("when * start", "when a b c d e start")


def test_words_that_sound_alike_are_heard():
    """Recognisers write roll for role."""
    tokens = tokens_from("i want this roll".split())
    match = PatternIndex(["i want this {job}"], LISTS).matches(tokens)[0]

    assert (0, 4) == (match.start, match.end)


def test_a_gap_does_not_cross_a_negation():
    """Behind "not" another clause has begun."""
    assert [] == found("promise * call", "i promise i will not call")


def test_a_hundred_variants_share_one_way():
    """A pattern with many choices stays small and is found once."""
    wide = " ".join("(a|b|c|d|e|f|g|h)" for _ in range(12))

    assert [(0, 12)] == found(wide, "a b c d e f g h a b c d")


def test_edges_stand_for_begin_and_end():
    """A bare no is a whole turn; a no inside one is not."""
    assert [(0, 2)] == found("^ no thanks $", "no thanks")
    assert [] == found("^ no thanks $", "no thanks i have one")
    assert [] == found("^ no * $", "but no")
