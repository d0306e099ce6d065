"""voicecoach doctor."""

import argparse
from dataclasses import asdict

from voicecoach.commands.exit_codes import ExitCode
from voicecoach.commands.printing import print_json, print_line


def doctor(given: argparse.Namespace) -> int:
    """Is everything ready? else what to do."""
    from voicecoach.doctor import examine

    findings = examine(given.model)
    if given.json:
        print_json([asdict(finding) for finding in findings])
    else:
        for finding in findings:
            print_line(
                f"{'ready' if finding.is_ready else 'NOT READY'}  {finding.what}: {finding.text}"
            )
    return ExitCode.DONE if all(finding.is_ready for finding in findings) else ExitCode.TOLD_ERROR
