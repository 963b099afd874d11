"""The export lists every attachment by its hash; its name is there by digest, and apart where asked for."""

import csv
import json
import subprocess
import sys

from disburse.cli import disburse
from tests.attachments.conftest import evidence
from tests.attachments.samples import pdf
from tests.make import a_claim


def test_an_auditor_has_the_hash_of_every_file_in_the_manifest(time, app, tmp_path):
    row = evidence(a_claim("draft"), pdf("for the auditor"), name="张三的合同.pdf")
    folder = tmp_path / "trail"
    done = app.test_cli_runner().invoke(disburse, ["trail", "export", str(folder), "--without-personal-data"])
    assert done.exit_code == 0, done.output
    with (folder / "attachments.csv").open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    assert [(one["record"], one["about"], one["sha256"], one["name_digest"]) for one in listed] == [
        (row.id, row.claim_id, row.sha256, row.name_digest)
    ]
    assert json.loads((folder / "manifest.json").read_bytes())["files"]["attachments.csv"]["rows"] == 1
    assert not any("张三" in path.read_text("utf-8", "replace") for path in folder.iterdir())
    alone = subprocess.run(
        [sys.executable, "-I", folder / "proof.py", folder], capture_output=True, check=False
    )
    assert alone.returncode == 0, alone.stdout


def test_the_whole_trail_is_verified_with_its_files(time, app):
    evidence(a_claim("draft"))
    done = app.test_cli_runner().invoke(disburse, ["trail", "verify"])
    assert done.exit_code == 0, done.output
