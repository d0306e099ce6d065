from voicecoach.coaching.context import Context, contexts_before


def before(text: str) -> frozenset[Context]:
    """The context of the words in <angle brackets>."""
    words = text.replace("<", "< ").replace(">", " >").split()
    start = words.index("<")
    return contexts_before([word for word in words if word not in "<>"], start)


def test_what_one_will_not_ask_is_negated():
    """I won't ask whether I got the job."""
    assert Context.NEGATED in before("i will not ask whether <i got the job>")
    assert Context.NEGATED in before("i will not ask <did i get the job>")


def test_a_negation_ends_with_its_clause():
    """I'm not worried; did I get it?"""
    assert Context.NEGATED not in before("i am not worried <did i get the job>")
    assert Context.NEGATED not in before("it is not far but <i want this job>")


def test_some_negations_deny_nothing():
    """I can't wait to join."""
    assert Context.NEGATED not in before("i can not wait to <join your team>")


def test_other_people_are_reported():
    """My nephew asked them."""
    assert Context.REPORTED in before("my nephew asked them flat out <am i hired>")


def test_ones_own_asking_is_not_reported():
    """Can I ask, did I get it?"""
    assert Context.REPORTED not in before("can i ask <did i get the job>")


def test_another_subject_takes_the_move_away():
    """My cousin would love to work here."""
    assert Context.OTHER_PERSON in before("my cousin <would love to work here>")
