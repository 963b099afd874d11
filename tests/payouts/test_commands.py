"""The commands: a batch out, receipts in, the work list, what is owed back."""

import pytest
from click.testing import CliRunner
from flask.cli import ScriptInfo

from disburse import audit, cli
from disburse.actors import Actor
from disburse.acts import act
from disburse.app import create_app
from disburse.config import Config
from disburse.db import db
from tests.acts.world import Trial
from tests.make import FINANCE, a_claim, a_recovery, again
from tests.payouts.asked import of_payouts
from tests.payouts.bank import PAYS, payments, receipt, released, states, table
from workflows.roles import ROLES


@pytest.fixture
def app(sqlite_config):
    """A service that knows the account that pays."""
    paying = {"payer_name": PAYS.name, "payer_account": PAYS.account, "payer_bank": PAYS.bank_code}
    app = create_app(Config(**{**vars(sqlite_config), **paying}))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def say(app, time):
    """Run a command; gives its exit status and all it said."""

    def run(*words):
        told = CliRunner().invoke(cli.disburse, list(map(str, words)), obj=ScriptInfo(create_app=lambda: app))
        return told.exit_code, told.output

    return run


def test_a_batch_goes_out_in_every_format_and_encoding(say, tmp_path):
    batch = released()
    for words in (["csv"], ["csv", "--encoding", "gb18030"], ["xlsx"], ["pain001"]):
        code, told = say("payouts", "export", batch.id, "--format", *words)
        assert code == 0
        assert audit.disclosed(again(batch).file_sha256) in told
        assert "2 笔 / payments, 人民币肆佰万元整" in told
    assert {path.name for path in (tmp_path / "payouts").iterdir()} == {
        f"{batch.id}{suffix}" for suffix in (".csv", ".xlsx", ".xml")
    }
    code, told = say("payouts", "export", "B-2025-00009")
    assert (code, "没有 B-2025-00009" in told) == (1, True)


def test_receipts_come_in_wait_and_are_resumed(say, tmp_path):
    batch = released(3)
    one, two, three = payments(batch)
    path = table(tmp_path / "r.csv", receipt(one), receipt(two, "退汇"), receipt(three, 端到端编号=""))
    code, told = say("import", "receipts", path, "--dry-run")
    assert (code, "第 4 行" in told, "没有保存" in told) == (0, True, True)
    assert states(batch) == ["instructed"] * 3
    code, told = say("import", "receipts", path, "--by", "p-7")
    assert (code, "3 行 / lines，办理 1 / applied，待办 2 / waiting" in told) == (0, True)
    code, told = say("worklist", "receipts")
    assert "H-2025-00001 第 3 行" in told
    assert "payouts resume" in told
    assert f"可能是 / may be: {two.id}、{three.id}" in told
    code, told = say("payouts", "resume", "--role", "finance_clerk")
    assert (code, states(batch)) == (0, ["paid", "returned", "instructed"])
    act("dismiss_line", {"number": "H-2025-00001", "row": 4, "note": "银行已更正"}, FINANCE)
    assert say("worklist", "receipts") == (0, "")
    code, told = say("import", "receipts", path)
    assert "已于 2025-03-10 18:00 由 p-7 导入" in told


def test_a_faulty_file_gives_its_workbook_and_exit_status_1(say, tmp_path):
    batch = released(1)
    [one] = payments(batch)
    errors = tmp_path / "errors.xlsx"
    code, told = say(
        "import", "receipts", table(tmp_path / "a.csv", receipt(one, 金额="?")), "--errors", errors
    )
    assert (code, "第 2 行 B 列" in told, errors.exists()) == (1, True, True)
    errors.unlink()
    wrong = table(tmp_path / "b.csv", receipt(one, 金额="1.00"))
    code, told = say("import", "receipts", wrong, "--dry-run", "--errors", errors)
    assert (code, "金额与拨付不符" in told, errors.exists()) == (0, True, True)
    code, told = say("import", "receipts", tmp_path / "none.csv", "--errors", errors)
    assert (code, "无法读取" in told) == (1, True)


def test_what_is_owed_back_is_told_by_age(say):
    recovery = a_recovery(a_claim("paid"), "100.00")
    code, told = say("payouts", "recoveries")
    assert code == 0
    assert recovery.id in told
    assert "0–30 天 / days: 1 笔，100.00 元 / yuan" in told


def test_each_act_on_payouts_is_one_roles_alone(app, time, monkeypatch):
    asked, trial = of_payouts(), Trial(monkeypatch)
    for name, (role, body) in asked.items():
        for other in ROLES.values():
            code, written = trial.of(name, body, Actor(f"new-{other.name}", other.name, other.office))
            if other.name == role:
                assert (code, written != []) == ("", True), name
            else:
                assert code in {"NotYours", "NotFound"}, (name, other.name)
                assert written == []
