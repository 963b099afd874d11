"""``disburse paper`` and ``disburse fonts``."""

import pytest
from pypdf import PdfReader

from disburse.cli import disburse
from disburse.config import Config
from disburse.queries import printing
from reports import fonts
from tests.make import a_claim, a_unit


@pytest.fixture
def run(app):
    """Run a command; it must end with ``status``. Gives what it said."""

    def command(*words: object, status: int = 0) -> str:
        done = app.test_cli_runner().invoke(disburse, [str(word) for word in words])
        assert done.exit_code == status, done.output
        return done.output

    return command


@pytest.fixture
def config(sqlite_config):
    """A file is a file: one database is enough."""
    return sqlite_config


def test_a_notice_is_written_among_the_papers_of_the_office(run, time, tmp_path):
    claim = a_claim("paid")
    said = run("paper", "notice", claim.id)
    path = tmp_path / "papers" / f"{claim.id}-notice.pdf"
    assert str(path) in said
    assert PdfReader(path).metadata.title.startswith("拨付通知书")


def test_out_is_a_file_or_a_folder(run, time, tmp_path):
    claim = a_claim("rated")
    run("paper", "calculation", claim.id, "--out", tmp_path)
    run("paper", "calculation", claim.id, "--out", tmp_path / "new" / "sheet.pdf")
    assert (tmp_path / f"{claim.id}-calculation.pdf").exists()
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["sheet.pdf"]


def test_a_file_that_is_there_is_replaced_only_by_force(run, time, tmp_path):
    claim, path = a_claim("rated"), tmp_path / "sheet.pdf"
    path.write_text("mine")
    assert "已存在" in run("paper", "calculation", claim.id, "--out", path, status=1)
    assert path.read_text() == "mine"
    run("paper", "calculation", claim.id, "--out", path, "--force")
    assert path.read_bytes().startswith(b"%PDF")


def test_a_refusal_is_a_sentence_and_leaves_no_file(run, time, tmp_path):
    claim = a_claim("submitted")
    before = sorted(tmp_path.iterdir())
    assert "尚未到账" in run("paper", "notice", claim.id, "--out", tmp_path / "x.pdf", status=1)
    assert "没有 QD-2099-000001" in run("paper", "notice", "QD-2099-000001", status=1)
    assert sorted(tmp_path.iterdir()) == before


def test_a_place_that_can_not_be_written_is_a_sentence(run, time, tmp_path):
    claim, file = a_claim("rated"), tmp_path / "file"
    file.write_text("not a folder")
    said = run("paper", "calculation", claim.id, "--out", file / "sheet.pdf", status=1)
    assert "不能写入" in said


def test_fonts_are_cut_once_for_each_face_and_then_used(run, time, config, monkeypatch):
    monkeypatch.setattr(fonts, "_common_characters", lambda: frozenset(range(0x20, 0x7F)))
    assert printing.faces(config).prepared is None
    assert "3 种" in run("fonts", "prepare")
    assert len(list(printing.font_folder(config).iterdir())) == 3
    assert printing.faces(config).prepared == printing.font_folder(config)
    run("paper", "calculation", a_claim("rated").id)


def test_an_office_names_its_own_fonts():
    own = printing.faces(Config(font_song="Own Song", font_hei="Own Hei:700"))
    assert own.song == fonts.Face("Own Song", 400)
    assert own.hei == fonts.Face("Own Hei", 700)
    assert own.kai == fonts.Faces().kai


def test_a_list_is_named_by_its_number(run, time, tmp_path):
    a_unit()
    claim = a_claim("public_notice")
    assert claim.id in PdfReader(_made(run, "opinion", claim.id, tmp_path)).pages[0].extract_text()
    for kind, number in (("letter", "TJ-370211-20250301-20250331"), ("publication", "GS-20250303")):
        assert number in PdfReader(_made(run, kind, number, tmp_path)).metadata.title
    assert "没有 TJ-x" in run("paper", "summary", "TJ-x", status=1)


def _made(run, kind, number, folder):
    run("paper", kind, number, "--out", folder)
    return folder / f"{number}-{kind}.pdf"
