"""The catalogue and cases at the command line: read them, or tell all their faults."""

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

import click

from disburse.policy.case import Case
from disburse.policy.catalogue import Catalogue, CatalogueFault, load
from disburse.policy.contract import refusal
from disburse.policy.line import MalformedLine, read_all
from disburse.policy.model import Finding

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def load_or_tell(path: Path) -> Catalogue:
    """The catalogue of a folder; its faults end the command with exit status 1."""
    try:
        return load(path)
    except CatalogueFault as fault:
        tell(fault.findings)
        raise SystemExit(1) from None


def tell(findings: Iterable[Finding]) -> None:
    """Each fault with where, what and how to mend it."""
    for finding in findings:
        click.echo(f"{finding.where}: {finding.zh} / {finding.en}")
        click.echo(f"    {finding.mend_zh} / {finding.mend_en}")


def read_cases(catalogue: Catalogue, file: BinaryIO) -> tuple[list[Case], bool]:
    """The cases that can be read, and whether all could; what is wrong goes to standard error."""
    cases, sound = [], True
    for number, case in read_all(catalogue, file):
        if isinstance(case, MalformedLine):
            click.echo(refusal(number, case)["error"], err=True)
            sound = False
        else:
            cases.append(case)
    return cases, sound
