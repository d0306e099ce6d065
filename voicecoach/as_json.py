"""Findings, transcripts and deliveries as the JSON that the command line promises."""

from collections.abc import Sequence
from typing import Any

from voicecoach.assessment import Assessment, Delivery, Feedback, Finding, Reply
from voicecoach.transcript import Word

Json = dict[str, Any]


def json_from_assessment(assessment: Assessment, feedback: Feedback, *, has_turns: bool) -> Json:
    """One closing: moves, pitfalls, weak ending, feedback and model closer; a reply's traits."""
    found: Json = {
        "moves": [json_from_finding(found, has_turns=has_turns) for found in assessment.moves],
        "pitfalls": [
            json_from_finding(found, has_turns=has_turns) for found in assessment.pitfalls
        ],
        "weak_ending": assessment.weak_ending is not None,
        "feedback": list(feedback.sentences),
        "model_closer": feedback.model_closer,
    }
    if assessment.reply is not None:
        found["reply"] = _json_from_reply(assessment.reply)
    return found


def _json_from_reply(reply: Reply) -> Json:
    """What the interviewer answered, and what was made of it."""
    return {
        "reaction": reply.reaction.text,
        "mood": reply.reaction.mood,
        "traits": [json_from_finding(found, has_turns=True) for found in reply.findings],
        "came_back": reply.came_back,
    }


def json_from_finding(finding: Finding, *, has_turns: bool) -> Json:
    """One label with its evidence; with its turn where the closing has turns."""
    found: Json = {
        "label": finding.label,
        "probability_ratio": round(finding.probability_ratio, 3),
        "quote": finding.quote,
        "start_word": finding.start_word,
        "end_word": finding.end_word,
        "pattern": finding.pattern,
        "similarity_ratio": round(finding.similarity_ratio, 3),
    }
    if has_turns:
        found["turn"] = finding.turn
    return found


def json_from_words(words: Sequence[Word]) -> list[Json]:
    """Words with times and confidence."""
    return [
        {
            "text": word.text,
            "start_seconds": round(word.start_seconds, 3),
            "end_seconds": round(word.end_seconds, 3),
            "confidence_ratio": round(word.confidence_ratio, 3),
        }
        for word in words
    ]


def json_from_delivery(delivery: Delivery) -> Json:
    """How it was said; rates are null when there is too little to judge."""
    speaking, articulation = delivery.speaking_rate_wpm, delivery.articulation_rate_wpm
    return {
        "speaking_rate_wpm": None if speaking is None else round(speaking, 1),
        "articulation_rate_wpm": None if articulation is None else round(articulation, 1),
        "length_seconds": round(delivery.length_seconds, 3),
        "word_count": delivery.word_count,
        "fillers_heard": delivery.fillers_heard,
        "pauses": [
            {
                "start_seconds": round(pause.start_seconds, 3),
                "end_seconds": round(pause.end_seconds, 3),
            }
            for pause in delivery.pauses
        ],
        "words_after_last_question": delivery.words_after_last_question,
    }
