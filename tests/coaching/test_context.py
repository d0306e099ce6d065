import pytest

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


@pytest.mark.parametrize(
    "said",
    [
        "i am not going to sit here and say so <did i get it>",
        "i am not going to ask how many day off <i get>",
        "i would never say to the employer <choose me today>",
        "i am not going to press you about <how i measure up>",
        "i will not be saying <sorry for my accent>",
        "i am leaving <salary> well alone",
        "you need not <tell me anything today>",
        "if you do not <take me> i go",
    ],
)
def test_a_denial_reaches_to_the_end_of_its_clause(said):
    """However it goes on its way to what is denied."""
    assert Context.NEGATED in before(said)


def test_a_negation_ends_with_its_clause():
    """I'm not worried; did I get it?"""
    assert Context.NEGATED not in before("i am not worried <did i get the job>")
    assert Context.NEGATED not in before("it is not far but <i want this job>")


@pytest.mark.parametrize(
    "said",
    [
        "i will not ask about the pay <i am desperate for a job>",
        "i will not ask whether there is a bonus <i need to know today>",
        "i will not ask what is the salary <when do i start>",
        "i will not ask how much you pay <did i get the job>",
        "i will not ask if you are going to hire me <sorry i am useless>",
    ],
)
def test_only_the_first_clause_goes_unasked(said):
    """What comes behind it is the speaker's own again."""
    assert Context.NEGATED not in before(said)


@pytest.mark.parametrize(
    "said",
    [
        "that went quick did not it <sorry i was all over the shop>",
        "have i got it or have not i <i want to know now>",
        "can not you <hurry it along>",
        "if i do not hear by friday <i am taking the other job>",
        "if there is not <have i got the job>",
        "you must not let me down or we <lose the house>",
        "let us not <drag it out>",
        "you would be mad not to <snap me up>",
        "let us not dance about <give us the job>",
        "do not tell me soon <tell me tuesday at nine>",
        "i do not need any sugar on it <how do i measure up>",
        "i do not say it to every place <i want to learn here>",
        "you do not know how much my family is <depending on this>",
        "it is not at all far from spot on <how well am i matched>",
    ],
)
def test_a_negation_elsewhere_denies_nothing_here(said):
    """Tags, conditions, requests, and sentences that are over."""
    assert Context.NEGATED not in before(said)


def test_some_negations_deny_nothing():
    """I can't wait to join."""
    assert Context.NEGATED not in before("i can not wait to <join your team>")
    assert Context.NEGATED not in before(
        "i would hate to leave without saying <i am taken with it>"
    )


@pytest.mark.parametrize(
    "said",
    [
        "my nephew asked them flat out <am i hired>",
        "a pal of mine came straight out with <am i in or am i out>",
        "the last lad asked me so <when do i start>",
        "my cousin say i should ask you <when do i start>",
        "people keep telling me to <apologise for the gap>",
        "my uncle told me never to ask about <money>",
        "my adviser has this rule that you always ask about the <timeline>",
        "suppose someone came in here and said i am all you need <stop looking>",
    ],
)
def test_other_people_are_reported(said):
    """My nephew asked them."""
    assert Context.REPORTED in before(said)


@pytest.mark.parametrize(
    "said",
    [
        "can i ask <did i get the job>",
        "may i ask <what happen after the interviews>",
        "as my old boss used to say <i do want to work here>",
        "who else has a say <what is the path from here>",
        "my uncle told me always to ask about money so <how much is it>",
        "my wife said good luck this morning <did i get the job>",
        "they told me never to ask about the pay i need <this job>",
        "she will tell you netflix are sniffing about so <do not dither>",
        "he is asking and i would like <an answer this minute>",
    ],
)
def test_ones_own_asking_is_not_reported(said):
    """Can I ask, did I get it?"""
    assert Context.REPORTED not in before(said)


def test_what_one_asked_on_another_day_is_reported():
    """At my last interview I asked, and I used to say."""
    assert Context.REPORTED in before("i did ask outright once year ago <did i get it>")
    assert Context.REPORTED in before("at my last interview i asked the man <how i compared>")
    assert Context.REPORTED in before("i used to say <no all good>")


def test_what_one_used_to_do_is_past():
    """I used to beg."""
    assert Context.PAST in before("i used to <beg for work>")
    assert Context.PAST in before("five year ago <i would have bitten your hand off>")
    assert Context.PAST not in before("i am used to <working under pressure>")


@pytest.mark.parametrize(
    "said",
    [
        "my cousin <would love to work here>",
        "i hope my brother would <love to work here>",
        "people who would <take me tomorrow>",
        "if a trainee <make a mess of it>",
    ],
)
def test_another_subject_takes_the_move_away(said):
    """My cousin would love to work here."""
    assert Context.OTHER_PERSON in before(said)


@pytest.mark.parametrize(
    "said",
    [
        "my current boss is <fighting to keep me>",
        "who <pay for the petrol>",
        "i will pass on my tutor <number>",
        "he is the right kind of lad <thank you for having me>",
        "i know how to reach them <what have i not covered>",
    ],
)
def test_a_person_named_is_not_always_the_subject(said):
    """My boss is fighting to keep me; I'll pass on my tutor's number."""
    assert Context.OTHER_PERSON not in before(said)


def test_a_question_can_be_about_others():
    """Did the inspectors have any concerns about the kitchen?"""
    assert Context.ABOUT_OTHERS in before("did the inspector have <any concern about the kitchen>")
    assert Context.ABOUT_OTHERS in before("<what time exactly does the last ferry go>")
    assert Context.ABOUT_OTHERS in before("<how well did she suit what you wanted>")


def test_a_question_about_the_decision_is_ones_own():
    """Does the panel have any concerns about me?"""
    assert Context.ABOUT_OTHERS not in before("does the panel have <any concern>")
    assert Context.ABOUT_OTHERS not in before("could the three of you <settle it now>")
    assert Context.ABOUT_OTHERS not in before("does the career break <leave any doubt>")
    assert Context.ABOUT_OTHERS not in before("<what time exactly will she ring>")
    assert Context.ABOUT_OTHERS not in before("<did the inspector say anything about me>")
