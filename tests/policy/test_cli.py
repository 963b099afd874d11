"""The commands as a person types them."""

import json
import shutil

import pytest
from click.testing import CliRunner

from disburse.cli.assess import assess
from disburse.cli.policy import policy
from disburse.policy.catalogue import SHIPPED

CASE = {
    "id": "c1", "item": "QD24-2.1", "on": "2025-06-30", "rating": "C",
    "facts": {"recognised_on": "2025-06-30", "newly_recognised": True},
}  # fmt: skip


def run(command, *words, given=None):
    return CliRunner().invoke(command, [str(word) for word in words], input=given)


def test_assess_reads_a_file(tmp_path):
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps(CASE) + "\n", encoding="utf-8")
    made = run(assess, file)
    assert made.exit_code == 0
    assert json.loads(made.stdout)["payable"] == "1600000.00"


def test_assess_reads_standard_input_and_tells_a_bad_line_by_its_exit_status():
    made = run(assess, "-", given=json.dumps(CASE) + "\nx\n" + json.dumps(CASE) + "\n")
    assert made.exit_code == 1
    assert ["error" in json.loads(line) for line in made.stdout.splitlines()] == [False, True, False]


def test_assess_of_nothing_says_nothing():
    made = run(assess, "-", given="")
    assert (made.exit_code, made.stdout) == (0, "")


def test_assess_pays_under_an_adoption_record(tmp_path):
    file = tmp_path / "adoptions.json"
    record = {"document": "QD24", "number": "某发〔2024〕1号", "published": "2023-12-20"}
    file.write_text(
        json.dumps([record | {"effective_from": "2024-01-01", "effective_to": None}]), encoding="utf-8"
    )
    asked = json.dumps(CASE | {"mode": "pay"})
    assert json.loads(run(assess, "-", given=asked).stdout)["outcome"] == "not_eligible"
    assert json.loads(run(assess, "-", "--adoptions", file, given=asked).stdout)["outcome"] == "payable"


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"document": "QD24"}]', "[null]"])
def test_a_bad_adoption_record_is_told(tmp_path, text):
    file = tmp_path / "adoptions.json"
    file.write_text(text, encoding="utf-8")
    made = run(assess, "-", "--adoptions", file, given=json.dumps(CASE))
    assert made.exit_code == (0 if text == "{}" else 2)


def test_policy_check_agrees_with_the_texts(shared):
    made = run(policy, "check", "--texts", shared)
    assert made.exit_code == 0
    assert "141 items" in made.output


def test_policy_check_prints_what_disagrees(shared, tmp_path):
    copy = shutil.copytree(SHIPPED, tmp_path / "catalogue")
    page = copy / "QD24" / "2023-draft" / "2-traditional.toml"
    page.write_text(page.read_text(encoding="utf-8").replace("600万元", "700万元"), encoding="utf-8")
    made = run(policy, "check", "--texts", shared, "--catalogue", copy)
    assert made.exit_code == 1
    assert "QD24-5.1.cap" in made.output


def test_policy_check_prints_the_faults_of_a_catalogue(shared, tmp_path):
    copy = shutil.copytree(SHIPPED, tmp_path / "catalogue")
    (copy / "facts.toml").write_text("", encoding="utf-8")
    made = run(policy, "check", "--texts", shared, "--catalogue", copy)
    assert made.exit_code == 1
    assert "QD24-1" in made.output


def test_policy_list_is_narrowed_by_document_kind_and_money():
    lines = run(policy, "list").stdout.splitlines()
    assert len(lines) == 141
    assert len(run(policy, "list", "--money").stdout.splitlines()) == 93
    narrowed = run(policy, "list", "--document", "QC26", "--kind", "elsewhere").stdout
    assert [line.split("\t")[0] for line in narrowed.splitlines()] == ["QC26-9.1", "QC26-9.2"]


def test_policy_show_gives_an_item_with_its_words():
    made = run(policy, "show", "QD24-5.1")
    assert "600万元" in made.stdout
    assert run(policy, "show", "QD24-99").exit_code == 2
