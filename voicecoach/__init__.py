"""voicecoach: practise the close of a job interview aloud, hands-free and offline."""

__version__ = "0.1.0"
