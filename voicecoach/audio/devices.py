"""Which sound devices there are. Loads PortAudio, once, when first asked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from voicecoach.audio.alsa import hush_alsa
from voicecoach.errors import NoLoudspeaker, NoMicrophone, PortAudioMissing, UnknownDevice


class Direction(StrEnum):
    """Which way sound goes through a device."""

    INPUT = "input"
    OUTPUT = "output"


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A microphone or a loudspeaker, as PortAudio lists it."""

    index: int
    """Good until devices are plugged or unplugged: look it up late."""

    name: str
    host: str
    """The system's sound interface: ALSA, Core Audio, Windows WASAPI, …"""

    rate_hz: float
    """What it runs at by itself; forcing another rate gives broken sound on some."""

    channel_count: int


def portaudio() -> Any:
    """The sounddevice module. Raises PortAudioMissing where the system library is not installed."""
    hush_alsa()
    try:
        import sounddevice
    except OSError as missing:
        raise PortAudioMissing from missing
    return sounddevice


def list_devices(direction: Direction) -> tuple[Device, ...]:
    """All that can be heard with, or spoken through. Raises PortAudioMissing."""
    sounddevice = portaudio()
    hosts = sounddevice.query_hostapis()
    return tuple(
        _device_from(listed, hosts, direction)
        for listed in sounddevice.query_devices()
        if listed[f"max_{direction}_channels"] > 0
    )


def find_device(wanted: str | None, direction: Direction) -> Device:
    """The system's own choice, or the one with that number, that name, or that in its name.

    Raises UnknownDevice, NoMicrophone, NoLoudspeaker, PortAudioMissing.
    """
    devices = list_devices(direction)
    if not devices:
        raise _none_there(direction)
    if wanted is None:
        return _usual(devices, direction)
    return _named(devices, wanted)


def _usual(devices: tuple[Device, ...], direction: Direction) -> Device:
    """What the system says is the usual one, else the first."""
    pair = portaudio().default.device
    usual = pair[0 if direction is Direction.INPUT else 1]
    return next((device for device in devices if device.index == usual), devices[0])


def _named(devices: tuple[Device, ...], wanted: str) -> Device:
    """By number, then by whole name, then by part of the name; upper and lower case are one."""
    sought = wanted.strip().casefold()
    for fits in (
        lambda device: sought == str(device.index),
        lambda device: sought == device.name.casefold(),
        lambda device: bool(sought) and sought in device.name.casefold(),
    ):
        for device in devices:
            if fits(device):
                return device
    raise UnknownDevice(wanted, tuple(f"{device.index} {device.name}" for device in devices))


def _none_there(direction: Direction) -> NoMicrophone | NoLoudspeaker:
    if direction is Direction.INPUT:
        return NoMicrophone("the system lists none")
    return NoLoudspeaker("the system lists none")


def _device_from(listed: Any, hosts: Any, direction: Direction) -> Device:
    return Device(
        index=int(listed["index"]),
        name=str(listed["name"]),
        host=str(hosts[listed["hostapi"]]["name"]),
        rate_hz=float(listed["default_samplerate"]),
        channel_count=int(listed[f"max_{direction}_channels"]),
    )
