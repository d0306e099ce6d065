"""Everything that can go wrong in a way the learner can mend.

    VoicecoachError
    ├── ModelError
    │   ├── ModelMissing        no acoustic model where we looked
    │   ├── ModelBroken         a folder that is not a model, or half of one
    │   ├── ModelFetchFailed    the download stopped, or its checksum is wrong
    │   └── SecondEarMissing    a second ear was asked for, and something of it is not here
    ├── AudioError
    │   ├── PortAudioMissing    the system library for sound devices is not there
    │   ├── NoMicrophone        no input device, or it cannot be opened
    │   ├── NoLoudspeaker       no output device, or it cannot be opened
    │   ├── SoundFileUnwritable the file that the voice goes into cannot be written
    │   ├── UnknownDevice       a device name that matches nothing
    │   ├── MicrophoneLost      it was there and stopped giving sound
    │   ├── AudioUnreadable     a file that is not sound we can read
    │   └── AudioEmpty          a recording with no sound in it
    ├── VoiceError
    │   └── VoiceUnavailable    no speech synthesis can be had
    ├── PackError
    │   ├── PackMissing         no pack of that name
    │   └── PackInvalid         a pack file that does not hold together
    ├── StoreError              nothing can be saved or read
    ├── OutputUnwritable        what was printed has nowhere to go
    └── SettingsInvalid         a setting that cannot be used

Each message is one or two sentences: what happened, then what to do next.
Adapters raise; ``cli`` catches once (exit code 1). Not hearing anything is an event, not an error.
"""

from pathlib import Path


class VoicecoachError(Exception):
    """The root: never raised itself."""


class ModelError(VoicecoachError):
    """Something about an acoustic model."""


class ModelMissing(ModelError):
    """There is no acoustic model where we looked."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no acoustic model at {folder}. "
            "Run 'voicecoach models list' to see the ones that can be used."
        )
        self.folder = folder


class ModelBroken(ModelError):
    """The folder is not an acoustic model, or only a part of one."""

    def __init__(self, folder: Path, problem: str, *, mend: str = "") -> None:
        mend = mend or "Run 'voicecoach models list' and choose another with --model."
        super().__init__(f"{folder} is not a working acoustic model: {problem}. {mend}")
        self.folder = folder
        self.problem = problem


class ModelFetchFailed(ModelError):
    """A model could not be fetched whole."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(
            f"{name} could not be fetched: {problem}. The model in use is untouched; "
            f"try 'voicecoach models fetch {name}' again."
        )


class SecondEarMissing(ModelError):
    """A second ear was asked for, and it, or a model for it, is not installed."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"There is no second ear: {problem}. Install the extra second-ear and name a folder "
            "with a Whisper model in CTranslate2 format: 'voicecoach models use FOLDER'."
        )


class AudioError(VoicecoachError):
    """Something about sound, devices or recordings."""


class PortAudioMissing(AudioError):
    """The system library behind every sound device is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "Sound devices need the PortAudio library, which is not installed. "
            "On Debian or Ubuntu: sudo apt-get install libportaudio2. "
            "Without it, --audio FILE and --typed work, and the coach prints."
        )


class NoMicrophone(AudioError):
    """No microphone can be opened."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"No microphone can be used: {problem}. Plug one in or allow access to it, "
            "or rehearse with --audio FILE or --typed."
        )


class NoLoudspeaker(AudioError):
    """No loudspeaker can be opened."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"No loudspeaker can be used: {problem}. Use --quiet to read instead of hear, "
            "or --out FILE.wav to keep the voice in a file."
        )


class SoundFileUnwritable(AudioError):
    """The file that the voice goes into cannot be written."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(
            f"The voice cannot be written to {path}: {problem}. "
            "Choose another place with --out FILE.wav."
        )


class UnknownDevice(AudioError):
    """A device was asked for that is not there."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        there = "; ".join(known) or "none"
        super().__init__(f"There is no sound device {name!r}. There is: {there}.")


class MicrophoneLost(AudioError):
    """The microphone was there and stopped giving sound."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            f"The microphone stopped: {problem}. Check the plug and the system's input settings, "
            "then start again. What you practised is saved."
        )


class AudioUnreadable(AudioError):
    """A file is not sound that we can read."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path} cannot be read as a recording: {problem}.")


class AudioEmpty(AudioError):
    """A recording holds no sound at all."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is an empty recording. Record a closing and try again.")


class VoiceError(VoicecoachError):
    """Something about the coach's own voice."""


class VoiceUnavailable(VoiceError):
    """No speech synthesis can be had on this machine."""

    def __init__(self, problem: str, *, mend: str = "") -> None:
        mend = mend or "On Debian or Ubuntu: sudo apt-get install espeak-ng."
        super().__init__(f"The coach cannot speak here: {problem}. It prints instead. {mend}")


class PackError(VoicecoachError):
    """Something about a pack of closings."""


class PackMissing(PackError):
    """There is no pack of that name."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no pack {name!r}. There is: {', '.join(known)}.")


class PackInvalid(PackError):
    """A pack file does not hold together."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"The pack {path} cannot be used: {problem}.")


class StoreError(VoicecoachError):
    """Attempts cannot be saved or read."""

    def __init__(self, folder: Path, problem: str, *, mend: str = "") -> None:
        mend = mend or "Set VOICECOACH_HOME to a folder that you can write to."
        super().__init__(f"Nothing can be saved in {folder}: {problem}. {mend}")
        self.folder = folder


class OutputUnwritable(VoicecoachError):
    """What a command printed could not be written."""

    def __init__(self, problem: str) -> None:
        super().__init__(f"The output cannot be written: {problem}. Send it somewhere else.")


class SettingsInvalid(VoicecoachError):
    """A setting cannot be used."""
