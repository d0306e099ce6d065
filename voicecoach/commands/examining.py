"""voicecoach doctor."""

import argparse
from dataclasses import asdict

from voicecoach.commands.exit_codes import ExitCode
from voicecoach.commands.printing import print_json, print_line
from voicecoach.composition.own_command import as_started


def doctor(given: argparse.Namespace) -> int:
    """Is everything ready? else what to do."""
    from voicecoach.doctor import examine

    findings = examine(given.model)
    if given.json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            mark = "ready" if finding.is_ready else "NOT READY"
            print_line(as_started(f"{mark}  {finding.what}: {finding.text}"))
    return ExitCode.DONE if all(finding.is_ready for finding in findings) else ExitCode.TOLD_ERROR
