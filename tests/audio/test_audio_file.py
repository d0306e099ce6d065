"""Scenes of recordings as people have them."""

import sys
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from voicecoach.audio.audio_file import AudioFile, Pace
from voicecoach.audio.frame import FRAME_BYTES, FRAME_SECONDS
from voicecoach.errors import AudioEmpty, AudioUnreadable

TONE_HZ = 440.0
TONE_PEAK = 0.5


def tone(rate_hz: int, seconds: float = 1.25, channels: int = 1) -> np.ndarray:
    """A steady tone, shape (samples, channels)."""
    times = np.arange(int(rate_hz * seconds)) / rate_hz
    mono = TONE_PEAK * np.sin(2 * np.pi * TONE_HZ * times)
    return np.tile(mono[:, None], (1, channels))


def samples_of(recording: AudioFile) -> np.ndarray:
    """All its frames as floats; checks on the way that they follow on from each other."""
    frames = list(recording.frames())
    for number, frame in enumerate(frames):
        assert FRAME_BYTES == len(frame.pcm)
        assert number * FRAME_SECONDS == pytest.approx(frame.start_seconds)
    return np.frombuffer(b"".join(frame.pcm for frame in frames), "<i2") / 32768


def loudness(samples: np.ndarray) -> float:
    """Root mean square."""
    return float(np.sqrt(np.mean(samples**2)))


def write_m4a(path: Path, samples: np.ndarray, rate_hz: int) -> None:
    """As a phone would."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=rate_hz, layout="mono")
        frame = av.AudioFrame.from_ndarray(samples.astype(np.float32).T, "fltp", "mono")
        frame.sample_rate = rate_hz
        for packet in (*stream.encode(frame), *stream.encode(None)):
            container.mux(packet)


KINDS = [
    ("wav", "PCM_16", 16_000, 1),
    ("wav", "PCM_16", 44_100, 2),
    ("wav", "ULAW", 8_000, 1),
    ("wav", "ALAW", 8_000, 1),
    ("wav", "PCM_U8", 11_025, 1),
    ("wav", "PCM_24", 48_000, 1),
    ("wav", "FLOAT", 96_000, 2),
    ("wav", "DOUBLE", 22_050, 6),
    ("flac", "PCM_24", 48_000, 2),
    ("mp3", "MPEG_LAYER_III", 44_100, 2),
    ("ogg", "VORBIS", 44_100, 1),
    ("ogg", "OPUS", 48_000, 1),
    ("aiff", "PCM_16", 32_000, 1),
]


@pytest.mark.parametrize(("kind", "subtype", "rate_hz", "channels"), KINDS)
def test_what_people_have_is_read(tmp_path, kind, subtype, rate_hz, channels):
    """Any format, any rate, any number of channels comes out as 16 kHz, equally loud and long."""
    path = tmp_path / f"closing.{kind}"
    soundfile.write(path, tone(rate_hz, channels=channels), rate_hz, subtype=subtype)
    recording = AudioFile(path)

    samples = samples_of(recording)

    body = samples[1_600:16_000]
    assert not recording.is_live
    assert recording.problem is None
    assert recording.seconds_total == pytest.approx(1.25, abs=0.05)
    assert 1.3 == pytest.approx(len(samples) / 16_000, abs=0.2)  # mp3 pads both ends
    assert TONE_PEAK / np.sqrt(2) == pytest.approx(loudness(body), rel=0.05)
    assert TONE_HZ == pytest.approx(np.abs(np.fft.rfft(body)).argmax() * 16_000 / len(body), abs=2)


def test_sixteen_kilohertz_comes_out_bit_for_bit(tmp_path):
    """Nothing is done to samples that are right already; only the last frame is padded."""
    path = tmp_path / "closing.wav"
    given = np.random.default_rng(1).integers(-32_768, 32_768, 4_000, np.int16)
    soundfile.write(path, given, 16_000)

    pcm = b"".join(frame.pcm for frame in AudioFile(path).frames())

    assert given.tobytes() + bytes(2 * 800) == pcm


def test_a_phone_recording_is_read(tmp_path):
    """An m4a from a phone is read when the extra is installed."""
    path = tmp_path / "Neue Aufnahme 7.m4a"
    write_m4a(path, tone(44_100), 44_100)
    recording = AudioFile(path)

    samples = samples_of(recording)

    assert recording.seconds_total == pytest.approx(1.25, abs=0.1)
    assert TONE_PEAK / np.sqrt(2) == pytest.approx(loudness(samples[3_200:16_000]), rel=0.05)


def test_a_phone_recording_without_the_extra_names_it(tmp_path, monkeypatch):
    """Without PyAV the error says what to install."""
    path = tmp_path / "closing.m4a"
    write_m4a(path, tone(44_100), 44_100)
    monkeypatch.setitem(sys.modules, "av", None)

    with pytest.raises(AudioUnreadable, match=r"pip install 'voicecoach\[m4a\]'"):
        AudioFile(path)


def test_a_film_without_sound_is_told(tmp_path):
    """A container that holds pictures only is no recording."""
    path = tmp_path / "silent.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("mpeg4", rate=10)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        picture = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), "rgb24")
        for packet in (*stream.encode(picture), *stream.encode(None)):
            container.mux(packet)

    with pytest.raises(AudioUnreadable, match="no sound in it"):
        AudioFile(path)


def test_a_dead_channel_does_not_halve_the_voice(tmp_path):
    """A stereo recording with one channel silent, or almost, is as loud as the other."""
    path = tmp_path / "closing.wav"
    both = tone(48_000, channels=2)
    both[:, 1] = np.random.default_rng(1).normal(0, 0.0002, len(both))
    soundfile.write(path, both, 48_000)

    samples = samples_of(AudioFile(path))

    assert TONE_PEAK / np.sqrt(2) == pytest.approx(loudness(samples[1_600:16_000]), rel=0.01)


def test_channels_wired_against_each_other_do_not_cancel(tmp_path):
    """A stereo recording whose channels are each other's negative is heard all the same."""
    path = tmp_path / "closing.wav"
    both = tone(16_000, channels=2) * np.array([1.0, -1.0])
    soundfile.write(path, both, 16_000)

    samples = samples_of(AudioFile(path))

    assert TONE_PEAK / np.sqrt(2) == pytest.approx(loudness(samples[1_600:16_000]), rel=0.01)


def test_two_equal_channels_are_their_mean(tmp_path):
    """Two microphones that hear the same, one of them softer, are averaged."""
    path = tmp_path / "closing.wav"
    soundfile.write(path, tone(16_000, channels=2) * np.array([1.0, 0.5]), 16_000)

    samples = samples_of(AudioFile(path))

    assert 0.75 * TONE_PEAK / np.sqrt(2) == pytest.approx(loudness(samples[:16_000]), rel=0.01)


def test_a_very_short_recording_is_one_padded_frame(tmp_path):
    """Less than a frame of sound is one frame, padded with zeros."""
    path = tmp_path / "click.wav"
    soundfile.write(path, tone(48_000, seconds=0.03), 48_000)

    frames = list(AudioFile(path).frames())

    assert 1 == len(frames)
    assert FRAME_BYTES == len(frames[0].pcm)


def test_floats_that_are_no_numbers_are_silence(tmp_path):
    """A float recording with broken samples is read; too loud ones are clipped."""
    path = tmp_path / "broken.wav"
    samples = np.full(3_200, 0.25, np.float32)
    samples[10], samples[11], samples[12] = np.nan, np.inf, 7.0
    soundfile.write(path, samples, 16_000, subtype="FLOAT")

    heard = samples_of(AudioFile(path))

    assert [0.0, 32_767 / 32_768, 32_767 / 32_768, 0.25] == list(heard[10:14])


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "ogg"])
@pytest.mark.parametrize("part", [0.5, 0.9])
def test_a_recording_cut_short_is_read_as_far_as_it_goes(tmp_path, kind, part):
    """A copy that was interrupted gives the sound that it holds."""
    whole, cut = tmp_path / f"whole.{kind}", tmp_path / f"cut.{kind}"
    hiss = np.random.default_rng(5).normal(0, 0.1, (44_100 * 5, 1))
    soundfile.write(whole, hiss, 44_100)
    cut.write_bytes(whole.read_bytes()[: int(whole.stat().st_size * part)])

    samples = samples_of(AudioFile(cut))

    assert 5 * part == pytest.approx(len(samples) / 16_000, abs=0.7)  # ogg in pages


def test_a_phone_recording_cut_short_is_told(tmp_path):
    """An m4a keeps its table of contents at its end: half of one is an error that says so."""
    whole, cut = tmp_path / "whole.m4a", tmp_path / "cut.m4a"
    write_m4a(whole, tone(44_100, seconds=5), 44_100)
    cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])

    with pytest.raises(AudioUnreadable, match=r"cut\.m4a cannot be read as a recording"):
        AudioFile(cut)


def test_a_recording_with_a_broken_middle_says_what_happened(tmp_path):
    """A flac with rubbish in it is read up to there, and the recording keeps the reason."""
    path = tmp_path / "closing.flac"
    soundfile.write(path, np.random.default_rng(5).normal(0, 0.1, (44_100 * 5, 1)), 44_100)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) // 2))
    recording = AudioFile(path)

    samples = samples_of(recording)

    assert 2.5 == pytest.approx(len(samples) / 16_000, abs=0.2)
    assert f"{path} breaks off after 2.4 s; what comes before is used." == recording.problem


@pytest.mark.parametrize("kind", ["wav", "flac", "mp3", "ogg"])
def test_a_recording_without_a_sample_is_empty(tmp_path, kind):
    """A recording that was stopped before it began is told to be empty."""
    path = tmp_path / f"nothing.{kind}"
    soundfile.write(path, np.zeros((0, 1)), 44_100)

    with pytest.raises((AudioEmpty, AudioUnreadable), match=str(path)):
        AudioFile(path)


def test_a_file_without_a_byte_is_empty(tmp_path):
    """A file of no length is an empty recording."""
    path = tmp_path / "nothing.wav"
    path.touch()

    with pytest.raises(AudioEmpty, match="empty recording"):
        AudioFile(path)


def text_file(folder: Path) -> Path:
    """A letter."""
    path = folder / "closing.wav"
    path.write_text("Dear interviewer,\nwhat are the next steps? Grüße\n" * 50, encoding="utf-8")
    return path


def noise_file(folder: Path) -> Path:
    """Bytes that mean nothing."""
    path = folder / "closing.m4a"
    path.write_bytes(np.random.default_rng(3).bytes(20_000))
    return path


def raw_file(folder: Path) -> Path:
    """Samples without a header."""
    path = folder / "closing.raw"
    path.write_bytes(np.random.default_rng(3).bytes(20_000))
    return path


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (text_file, "it is text, not sound"),
        (noise_file, "no format that we know"),
        (raw_file, "cannot be read as a recording"),
        (lambda folder: folder, "it is a folder"),
        (lambda folder: folder / "gone.wav", "there is no such file"),
    ],
)
def test_what_is_no_recording_is_told(tmp_path, make, reason):
    """Text, noise, a folder, nothing at all: an error that names it and says what it is."""
    path = make(tmp_path)

    with pytest.raises(AudioUnreadable, match=reason) as told:
        AudioFile(path)

    assert str(path) in str(told.value)


def test_a_closed_recording_gives_no_more_frames(tmp_path):
    """Closing ends the frames, and closing twice does no harm."""
    path = tmp_path / "closing.wav"
    soundfile.write(path, tone(16_000, seconds=3), 16_000)
    recording = AudioFile(path)
    frames = recording.frames()
    next(frames)

    recording.close()
    recording.close()

    assert [] == list(frames)


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now_seconds = 100.0

    def __call__(self) -> float:
        """The time."""
        return self.now_seconds

    def sleep(self, seconds: float) -> None:
        """Time passes."""
        self.now_seconds += seconds


def test_in_real_time_frames_come_at_the_pace_of_sound(tmp_path):
    """Ten frames take a second, however long each of them took to be worked on."""
    path = tmp_path / "closing.wav"
    soundfile.write(path, tone(16_000, seconds=1), 16_000)
    clock = Clock()
    recording = AudioFile(path, is_realtime=True, clock=clock, sleep=clock.sleep)

    for _ in recording.frames():
        clock.now_seconds += 0.04

    assert 101.04 == pytest.approx(clock.now_seconds)


def test_a_recording_that_waited_does_not_hurry_afterwards():
    """While the coach spoke nobody asked for frames; they then come one by one, not in a heap."""
    clock = Clock()
    pace = Pace(clock, clock.sleep)
    pace.wait()
    clock.now_seconds += 20.0

    pace.wait()
    pace.wait()

    assert 120.3 == pytest.approx(clock.now_seconds)
