"""The export: what is in the folder, and that no change of it goes unseen."""

import csv
import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pytest
from python_calamine import load_workbook

from reports import proof, trail


@pytest.fixture
def folder(tmp_path, journal):
    """The small journal, exported in every format."""
    target = tmp_path / "export"
    trail.export(target, journal.events, journal.heads, journal.disclosures, about={"office": "演示"})
    return target


def codes(folder, expected=""):
    return [(finding.record, finding.code) for finding in proof.verify_folder(folder, expected)]


def reseal(folder, **parts):
    """Do what a thorough forger does: make the manifest agree with the files as they now are."""
    manifest = json.loads((folder / "manifest.json").read_bytes()) | parts
    for name in manifest["files"]:
        size, sha256 = proof.measure(folder / name)
        manifest["files"][name] |= {"bytes": size, "sha256": sha256}
    del manifest["digest"]
    manifest["digest"] = proof.digest(proof.canonical(manifest))
    (folder / "manifest.json").write_bytes(proof.canonical(manifest))
    return manifest["digest"]


def test_an_export_is_whole(folder):
    assert codes(folder) == []
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.txt",
        "attachments.csv",
        "dictionary.csv",
        "disclosures.jsonl",
        "events.csv",
        "events.jsonl",
        "events.txt",
        "events.xlsx",
        "heads.csv",
        "manifest.json",
        "proof.py",
    ]


def test_each_line_is_the_hashed_bytes(folder, journal):
    assert (folder / "events.jsonl").read_bytes() == b"".join(event + b"\n" for event in journal.events)


def test_every_format_tells_the_same(folder, journal):
    with (folder / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == trail.COLUMNS
    assert rows[1][header.index("reason")] == "'=1+1"
    assert [row[header.index("hash")] for row in rows] == [proof.digest(event) for event in journal.events]
    plain = [[cell.removeprefix("'") for cell in row] for row in rows]
    lines = (folder / "events.txt").read_bytes().decode().split("\r\n")[1:-1]
    assert [line.split("|") for line in lines] == plain
    sheet = load_workbook(folder / "events.xlsx").get_sheet_by_index(0).to_python()
    assert [[str(int(c)) if isinstance(c, float) else c for c in row] for row in sheet[1:]] == plain


def test_the_dictionary_explains_every_column(folder, journal):
    with (folder / "dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(all(row.values()) for row in rows)
    listed = [(row["file"], row["name"]) for row in rows]
    assert listed == [("events", name) for name in trail.COLUMNS] + [
        *(("heads", name) for name in proof.Head._fields),
        *(("disclosures", name) for name in proof.Disclosure._fields),
        *(("attachments", name) for name in trail.ATTACHED),
    ]
    body = proof.parse(journal.events[0]).keys() - {"v", "by"}
    assert body <= set(trail.COLUMNS)


def test_the_manifest_counts_and_sums(tmp_path, journal):
    seen = []
    manifest = trail.export(
        tmp_path / "x", journal.events, journal.heads, formats=("csv",), progress=seen.append
    )
    assert manifest.events[0] == {"kind": "claim", "action": "pay", "count": 3, "amount": "27.00"}
    assert [(file.name, file.rows) for file in manifest.files][:4] == [
        ("events.jsonl", 9),
        ("events.csv", 9),
        ("attachments.csv", 0),
        ("heads.csv", 3),
    ]
    assert seen == [9]
    assert codes(tmp_path / "x", manifest.digest) == []
    assert codes(tmp_path / "x", "0" * 64) == [("manifest.json", "manifest")]


def test_the_exported_verifier_runs_alone(folder):
    def run(*arguments):
        line = [sys.executable, "-I", "-S", str(folder / "proof.py"), *arguments]
        return subprocess.run(
            line, capture_output=True, encoding="utf-8", check=False, env={"PYTHONUTF8": "1"}
        )

    whole = run(str(folder))
    assert (whole.returncode, whole.stderr) == (0, "")
    assert "事件 / events: 9; 问题 / findings: 0" in whole.stdout
    (folder / "heads.csv").unlink()
    assert run(str(folder)).returncode == 1
    assert run().returncode == 1


def test_the_exported_verifier_is_the_code_that_writes(folder):
    ours = (Path(trail.__file__).parent / "canonical.py").read_text(encoding="utf-8")
    start = ours.index("import hashlib")
    assert ours[start:] in (folder / "proof.py").read_text(encoding="utf-8")


def test_the_verifier_imports_only_the_standard_library(folder):
    lines = (folder / "proof.py").read_text(encoding="utf-8").splitlines()
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names


def test_the_printed_result_names_the_place(folder, capsys):
    path = folder / "events.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"9.00"', b'"8.00"', 1))
    assert proof.main([str(folder)]) == 1
    said = capsys.readouterr().out
    assert "events.jsonl 0 [file] 文件与清单所载的大小或散列值不符 / " in said
    assert "QD-1 2 [state]" in said


@pytest.mark.parametrize("name", ["manifest.json", "heads.csv", "disclosures.jsonl"])
def test_no_byte_of_a_small_file_changes_unseen(folder, name):
    whole = (folder / name).read_bytes()
    for at, byte in enumerate(whole):
        (folder / name).write_bytes(whole[:at] + bytes([byte ^ (1 << at % 8)]) + whole[at + 1 :])
        assert next(proof.verify_folder(folder), None), at


def test_no_byte_of_any_file_changes_unseen(folder):
    for path in folder.iterdir():
        whole = path.read_bytes()
        for at in range(0, len(whole), max(1, len(whole) // 50)):
            path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            assert next(proof.verify_folder(folder), None), (path.name, at)
        path.write_bytes(whole)
    assert codes(folder) == []


@pytest.mark.parametrize(
    "name", ["events.jsonl", "events.csv", "events.xlsx", "heads.csv", "manifest.json", "proof.py"]
)
def test_a_file_cut_short_or_missing_is_never_whole(folder, name):
    path = folder / name
    for kept in (path.stat().st_size - 1, path.stat().st_size // 2, 0):
        path.write_bytes(path.read_bytes()[:kept])
        assert codes(folder)
    path.unlink()
    assert codes(folder)


def test_extra_files_folders_and_links_are_seen(folder):
    (folder / "more.csv").touch()
    (folder / "sub").mkdir()
    (folder / "README.txt").rename(folder.parent / "README.txt")
    (folder / "README.txt").symlink_to(folder.parent / "README.txt")
    assert codes(folder) == [
        ("README.txt", "missing"),
        ("README.txt", "extra"),
        ("more.csv", "extra"),
        ("sub", "extra"),
    ]


def test_a_folder_that_is_no_export_is_not_whole(tmp_path):
    assert codes(tmp_path) == codes(tmp_path / "nothing") == [("manifest.json", "manifest")]


@pytest.mark.parametrize(
    "text", [b"[]", b"{}", b'{"digest":1,"events":[],"files":[]}', b'{"files":{"a":1}}', b"\xff"]
)
def test_a_strange_manifest_is_a_finding_and_no_crash(folder, text):
    (folder / "manifest.json").write_bytes(text)
    assert codes(folder) == [("manifest.json", "manifest")]


def test_a_forger_who_reseals_the_manifest_still_breaks_the_chain(folder):
    path = folder / "events.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"9.00"', b'"8.00"', 1))
    reseal(folder)
    assert ("QD-1", "state") in codes(folder)


def test_a_forger_who_drops_a_claim_from_events_and_heads_changes_the_sums(folder):
    lines = (folder / "events.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "events.jsonl").write_bytes(b"".join(lines[:6]))
    heads = (folder / "heads.csv").read_bytes().splitlines(keepends=True)
    (folder / "heads.csv").write_bytes(b"".join(heads[:3]))
    reseal(folder)
    assert codes(folder) == [("events.jsonl", "sums")]


def test_a_forger_who_rewrites_everything_needs_the_digest_that_was_handed_over(folder):
    digest = json.loads((folder / "manifest.json").read_bytes())["digest"]
    forged = reseal(folder, about={"office": "another"})
    assert codes(folder, forged) == []
    assert codes(folder, digest) == [("manifest.json", "manifest")]


@pytest.mark.parametrize(
    "line", [b"1", b"{}", b"not json", b'{"field":1,"record":"QD-1","salt":1,"value":{}}']
)
def test_a_strange_disclosure_is_a_finding_and_no_crash(folder, line):
    (folder / "disclosures.jsonl").write_bytes(line + b"\n")
    reseal(folder)
    assert [code for _, code in codes(folder)] == ["disclosure"]


@pytest.mark.parametrize(
    "row", [b"a,b\r\n", b"a,b,x,c,d\r\n", b"\xff,,1,,\r\n", b"QD-0,claim," + b"9" * 9999 + b",,\r\n"]
)
def test_a_strange_head_is_a_finding_and_no_crash(folder, row):
    path = folder / "heads.csv"
    path.write_bytes(path.read_bytes() + row)
    reseal(folder)
    assert [code for _, code in codes(folder)] == ["gone"]


def test_an_existing_folder_is_refused_and_left_alone(folder, journal):
    with pytest.raises(FileExistsError):
        trail.export(folder, journal.events, journal.heads)
    assert codes(folder) == []


def test_a_failed_export_leaves_nothing(tmp_path, journal):
    for events in (journal.events[::-1], [b"{}"], [journal.events[0]] * 2):
        with pytest.raises(ValueError):
            trail.export(tmp_path / "x", events, journal.heads)
        assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="parquet"):
        trail.export(tmp_path / "x", journal.events, journal.heads, formats=("parquet",))
    assert list(tmp_path.iterdir()) == []


def many(count, event):
    body = proof.parse(event)
    return (proof.canonical({**body, "record": f"QD-{n:09}"}) for n in range(count))


def test_memory_does_not_grow_with_the_events(tmp_path, journal):
    def peak_bytes(count):
        tracemalloc.start()
        heads = (proof.Head(f"QD-{n:09}", "claim", 1, "0" * 64, "0" * 64) for n in range(count))
        trail.export(tmp_path / str(count), many(count, journal.events[0]), heads)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    peak_bytes(10)
    small, large = peak_bytes(1_000), peak_bytes(10_000)
    assert large < small + 100_000
