"""The coach's voice aloud: one thread makes sentences, one plays them, a hush cuts both."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from itertools import takewhile
from typing import Final

from voicecoach.audio.frame import Sound
from voicecoach.audio.gain import with_gain
from voicecoach.audio.silence import with_pause
from voicecoach.parts import Loudspeaker, Report, Synthesizer
from voicecoach.session.events import VoiceFinished, VoiceHushed, VoiceStarted
from voicecoach.voice.sentence_maker import SentenceMaker
from voicecoach.voice.sentences import Sentence, sentences_in, sentences_of
from voicecoach.voice.sound_cache import SoundCache

PREPARING_PAUSE_SECONDS: Final = 0.3
"""Between lines that are made ahead: what is to be said now finds a warm engine and a free core."""

HUSH_SECONDS: Final = 0.2
"""A loudspeaker that has not obeyed by then never will."""

CLOSING_SECONDS: Final = 2.0


@dataclass(eq=False, slots=True)
class _Speech:
    """What one ``say`` asked for, and how far it has come."""

    sentences: tuple[Sentence, ...]
    report: Report
    made: list[Sound | None] = field(default_factory=list)
    """In order; None where nothing can sound."""

    is_hushed: bool = False
    is_silent: bool = False
    """There is no device for it: its lines are only reported."""


class SpokenVoice:
    """Keeps Voice with an engine and a loudspeaker; both are let go by ``close``.

    ``on_trouble`` gets one sentence when the engine fails, and one when the device does, once each
    and from a thread of the voice; what cannot sound is reported as if it had been said.
    A device is tried again by the next ``say``, an engine is not.
    """

    def __init__(
        self,
        synthesizer: Synthesizer,
        loudspeaker: Loudspeaker,
        rate_wpm: int,
        on_trouble: Callable[[str], None],
        *,
        cache: SoundCache | None = None,
    ) -> None:
        self._sentence_maker = SentenceMaker(
            synthesizer, cache or SoundCache(None), rate_wpm, partial(self._tell, "engine")
        )
        self._loudspeaker = loudspeaker
        self._first_rate_wpm = rate_wpm
        self._gain_db = 0.0
        self._on_trouble = on_trouble
        self._speeches: deque[_Speech] = deque()
        self._to_prepare: deque[str] = deque()
        self._fixed: set[str] = set()
        self._troubles_told: set[str] = set()
        self._is_sounding = False
        self._is_closed = False
        # Reports are made while it is held: after a hush, nothing of what was hushed is reported.
        self._changed = threading.Condition(threading.RLock())
        self._maker = threading.Thread(target=self._make_all, name="voice maker", daemon=True)
        self._player = threading.Thread(target=self._play_all, name="voice player", daemon=True)
        self._maker.start()
        self._player.start()

    def say(self, lines: tuple[str, ...], report: Report) -> None:
        """Begin to speak and return; after what is being said, if anything is.

        Reports VoiceStarted for each line, then VoiceFinished once the last sample has sounded,
        or VoiceHushed.
        """
        sentences = sentences_of(lines)
        # What was made ahead need not wait for what is being made ahead just now.
        kept = (self._sentence_maker.kept(sentence.text) for sentence in sentences)
        made: list[Sound | None] = list(takewhile(bool, kept))
        with self._changed:
            self._speeches.append(_Speech(sentences, report, made))
            self._changed.notify_all()

    def play(self, sound: Sound, report: Report) -> bool:
        """Sound what was recorded, after what is being said; as with ``say``, but of no line."""
        sentence = Sentence(text="", begins_line=None, pause_seconds=0.0)
        with self._changed:
            self._speeches.append(_Speech((sentence,), report, [sound]))
            self._changed.notify_all()
        return True

    def prepare(self, lines: tuple[str, ...]) -> None:
        """Make fixed lines ahead, when there is nothing else to do, and keep them."""
        with self._changed:
            for line in lines:
                sentences = sentences_in(line)
                self._fixed.update(sentences)
                self._to_prepare.extend(sentences)
            self._changed.notify_all()

    def adjust(self, *, rate_ratio: float, gain_db: float) -> None:
        """Speak at that share of the first rate, and that much louder, from the next ``say`` on."""
        with self._changed:
            self._sentence_maker.rate_wpm = round(rate_ratio * self._first_rate_wpm)
            self._gain_db = gain_db

    def hush(self) -> None:
        """Be silent at once and drop what was still to be said; VoiceHushed if there was any."""
        with self._changed:
            if not self._speeches:
                return
            report = self._speeches[0].report
            for speech in self._speeches:
                speech.is_hushed = True
            self._speeches.clear()
            self._changed.notify_all()
            self._silence_loudspeaker()
            report(VoiceHushed(), None)

    def close(self) -> None:
        """Stop, and let engine and device go. Safe from any thread, and twice."""
        with self._changed:
            self._is_closed = True
            self._to_prepare.clear()
            self._changed.notify_all()
        self.hush()
        self._sentence_maker.close()
        for thread in (self._maker, self._player):
            if thread is not threading.current_thread():
                thread.join(CLOSING_SECONDS)
        self._loudspeaker.close()

    def _silence_loudspeaker(self) -> None:
        """Until nothing sounds: a sound may be on its way into the loudspeaker just now."""
        self._loudspeaker.hush()
        if threading.current_thread() is self._player:
            return
        deadline_seconds = time.monotonic() + HUSH_SECONDS
        while self._is_sounding and time.monotonic() < deadline_seconds:
            self._changed.wait(0.002)
            self._loudspeaker.hush()

    # The maker's thread.

    def _make_all(self) -> None:
        while (task := self._next_to_make()) is not None:
            text, speech = task
            is_fixed = text in self._fixed
            sound = self._sentence_maker.make(text, is_fixed=is_fixed) if text else None
            with self._changed:
                if speech is not None:
                    speech.made.append(sound)
                    self._changed.notify_all()

    def _next_to_make(self) -> tuple[str, _Speech | None] | None:
        """What is to be said comes before what is prepared; None when closed."""
        with self._changed:
            rest_until_seconds = time.monotonic() + PREPARING_PAUSE_SECONDS
            while not self._is_closed:
                for speech in self._speeches:
                    if len(speech.made) < len(speech.sentences):
                        return speech.sentences[len(speech.made)].text, speech
                rest_seconds = rest_until_seconds - time.monotonic()
                if self._to_prepare and rest_seconds <= 0:
                    return self._to_prepare.popleft(), None
                self._changed.wait(max(rest_seconds, 0.001) if self._to_prepare else None)
            return None

    # The player's thread.

    def _play_all(self) -> None:
        while (speech := self._next_to_play()) is not None:
            for index, sentence in enumerate(speech.sentences):
                if not self._wait_until_made(speech, index):
                    break
                self._play(speech, sentence, speech.made[index])
            with self._changed:
                if not speech.is_hushed and not self._is_closed:
                    self._speeches.popleft()
                    speech.report(VoiceFinished(), None)

    def _next_to_play(self) -> _Speech | None:
        with self._changed:
            self._changed.wait_for(lambda: self._speeches or self._is_closed)
            return None if self._is_closed else self._speeches[0]

    def _wait_until_made(self, speech: _Speech, index: int) -> bool:
        """The sentence can be played; or False: it is not to be."""
        with self._changed:
            self._changed.wait_for(
                lambda: len(speech.made) > index or speech.is_hushed or self._is_closed
            )
            return not (speech.is_hushed or self._is_closed)

    def _play(self, speech: _Speech, sentence: Sentence, sound: Sound | None) -> None:
        """Sound the sentence and report its line; without a sound, only report."""
        unreported = [] if sentence.begins_line is None else [sentence.begins_line]

        def report_started(at_seconds: float | None) -> None:
            with self._changed:
                if speech.is_hushed:
                    self._loudspeaker.hush()
                elif unreported:
                    speech.report(VoiceStarted(line=unreported.pop()), at_seconds)

        if sound is not None and sound.pcm and not speech.is_silent:
            with self._changed:
                if speech.is_hushed:
                    return
                self._is_sounding = True
            try:
                sound = with_gain(with_pause(sound, sentence.pause_seconds), self._gain_db)
                self._loudspeaker.play(sound, report_started)
            except Exception as trouble:
                speech.is_silent = True
                self._tell("device", str(trouble))
            finally:
                with self._changed:
                    self._is_sounding = False
                    self._changed.notify_all()
        report_started(None)

    def _tell(self, kind: str, problem: str) -> None:
        """Say what is wrong, once, and not because we are leaving anyway."""
        with self._changed:
            if self._is_closed or kind in self._troubles_told:
                return
            self._troubles_told.add(kind)
        self._on_trouble(problem)
