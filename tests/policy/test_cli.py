"""The commands as a person types them."""

import json
import shutil

import pytest
from click.testing import CliRunner

from disburse.cli.assess import assess
from disburse.cli.policy import policy
from disburse.policy.catalogue import SHIPPED

NODE = {
    "id": "n1", "item": "QD24-18.3", "on": "2025-06-30", "rating": "C", "district": "370211",
    "enterprise": "e1", "facts": {"construction_cost": "10000000.00", "newly_connected": True},
}  # fmt: skip

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


def test_policy_check_needs_no_texts():
    made = run(policy, "check")
    assert made.exit_code == 0
    assert "not held against texts" in made.output


def test_assess_heeds_official_readings(tmp_path):
    file = tmp_path / "decisions.json"
    record = {
        "question": "investment:QD24-18.3",
        "reading": "yes",
        "number": "某函1号",
        "holds_from": "2024-01-01",
    }
    file.write_text(json.dumps([record]), encoding="utf-8")
    assert json.loads(run(assess, "-", given=json.dumps(NODE)).stdout)["outcome"] == "needs_decision"
    made = json.loads(run(assess, "-", "--decisions", file, given=json.dumps(NODE)).stdout)
    assert (made["payable"], len(made["decisions"])) == ("2000000.00", 64)


@pytest.mark.parametrize(
    "changes",
    [{"question": "investment:QD24-5.1"}, {"reading": "perhaps"}, {"holds_from": "soon"}, {"number": None}],
)
def test_a_reading_that_is_none_is_told(tmp_path, changes):
    file = tmp_path / "decisions.json"
    record = {
        "question": "investment:QD24-18.3",
        "reading": "yes",
        "number": "某函1号",
        "holds_from": "2024-01-01",
    }
    given = {name: value for name, value in (record | changes).items() if value is not None}
    file.write_text(json.dumps([given]), encoding="utf-8")
    assert run(assess, "-", "--decisions", file, given=json.dumps(NODE)).exit_code == 2


def test_policy_compare_of_two_readings_prints_totals_and_writes_every_claim(tmp_path):
    table = tmp_path / "claims.csv"
    words = ("compare", "-", "--reading", "investment=yes|no", "--csv", table)
    made = run(policy, *words, given=json.dumps(NODE))
    assert made.exit_code == 0
    assert "370211\t1\t0\t1\t0\t2000000.00\t1600000.00\t0.00\t400000.00" in made.stdout
    lines = table.read_text(encoding="utf-8-sig").splitlines()
    assert lines[1] == "n1,e1,370211,QD24-18.3,2000000.00,1600000.00,loses"


def test_policy_compare_gives_totals_as_json_against_what_is_undecided():
    words = ("compare", "-", "--json", "--reading", "investment:QD24-18.3=no")
    total = json.loads(run(policy, *words, given=json.dumps(NODE)).stdout)["total"]["total"]
    assert (total["open"], total["b"]["payable"]) == (1, "1600000.00")
    assert (total["a"]["open_low"], total["a"]["open_high"]) == ("1600000.00", "2000000.00")


def test_policy_compare_under_other_ratings(tmp_path):
    file = tmp_path / "ratings.json"
    file.write_text('{"c1": "A"}', encoding="utf-8")
    made = run(policy, "compare", "-", "--json", "--ratings-b", file, given=json.dumps(CASE))
    assert json.loads(made.stdout)["total"]["total"]["gained"] == "400000.00"


def test_policy_compare_with_another_catalogue(tmp_path):
    copy = shutil.copytree(SHIPPED, tmp_path / "catalogue")
    page = copy / "QD24" / "2023-draft" / "1-growth.toml"
    page.write_text(page.read_text(encoding="utf-8").replace("200万元 #2", "300万元 #2"), encoding="utf-8")
    made = run(policy, "compare", "-", "--json", "--catalogue-b", copy, given=json.dumps(CASE))
    assert json.loads(made.stdout)["total"]["total"]["gained"] == "800000.00"


def test_policy_compare_tells_a_bad_line_and_runs_the_rest():
    made = run(policy, "compare", "-", given="x\n" + json.dumps(CASE))
    assert made.exit_code == 1
    assert "line 1" in made.stderr
    assert "QD24-2.1\t1" in made.stdout


@pytest.mark.parametrize("reading", ["x=1", "investment=maybe", "investment=yes|no|yes", "investment", ""])
def test_a_reading_that_cannot_be_compared_is_told(reading):
    made = run(policy, "compare", "-", "--reading", reading, given=json.dumps(CASE))
    assert made.exit_code == (2 if reading else 0)


@pytest.mark.parametrize("text", ["", "[]", '{"c1": "E"}', '{"c1": []}', "{"])
def test_ratings_that_are_none_are_told(tmp_path, text):
    file = tmp_path / "ratings.json"
    file.write_text(text, encoding="utf-8")
    assert run(policy, "compare", "-", "--ratings-b", file, given=json.dumps(CASE)).exit_code == 2


def test_policy_match_lists_what_a_firm_may_claim():
    firm = json.dumps({"on": "2025-03-01", "rating": "A", "facts": {"recognised_on": "2025-02-01"}})
    lines = [line.split("\t") for line in run(policy, "match", "-", given=firm).stdout.splitlines()]
    assert lines[0][:3] == ["QD24-4.1", "payable", "5000000.00"]
    assert not any(line[1] == "not_eligible" for line in lines)
    assert len(run(policy, "match", "-", "--all", given=firm).stdout.splitlines()) == 93
    made = [json.loads(line) for line in run(policy, "match", "-", "--json", given=firm).stdout.splitlines()]
    assert [len(line["missing"]) for line in made] == sorted(len(line["missing"]) for line in made)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"facts": {"x": 1}}', '{"facts": {}, "item": "QD24-1"}'])
def test_facts_that_cannot_be_read_are_told(text):
    made = run(policy, "match", "-", given=text)
    assert made.exit_code == 1
    assert "/" in made.output


def test_policy_diff_lays_two_editions_side_by_side(tmp_path):
    copy = shutil.copytree(SHIPPED, tmp_path / "catalogue")
    page = copy / "QD24" / "2023-draft" / "2-traditional.toml"
    page.write_text(page.read_text(encoding="utf-8").replace("600万元", "700万元", 1), encoding="utf-8")
    made = run(policy, "diff", "QD24/2023-draft", "QD24/2023-draft", "--catalogue-b", copy)
    assert "~\tQD24-5.1\t5\tcap\t600万元 → 700万元" in made.stdout
    assert run(policy, "diff", "QD24/2023-draft", "QD24/none").exit_code == 2


def test_policy_allot_shares_out_in_order_of_submission():
    claims = "\n".join(
        json.dumps(NODE | {"id": f"n{n}", "enterprise": f"e{n}", "rating": "A"}) for n in (1, 2)
    )
    made = run(policy, "allot", "-", "--budget", "2500000.00", given=claims)
    lines = [line.split("\t")[:3] for line in made.stdout.splitlines()]
    assert lines[:2] == [["n1", "allotted", "2000000.00"], ["n2", "out", "0.00"]]
    assert "500000.00" in made.stdout.splitlines()[-1]


@pytest.mark.parametrize("words", [("--budget", "1"), ("--budget", "-1.00"), ("--used", "QD24-4.2"), ()])
def test_a_round_that_cannot_be_shared_out_is_told(words):
    given = json.dumps({key: value for key, value in NODE.items() if key != "enterprise"})
    assert run(policy, "allot", "-", *words, given=given).exit_code == 2


def test_policy_allot_heeds_places_used_before():
    claim = CASE | {"item": "QD24-4.2", "enterprise": "e1", "rating": "A"}
    claim["facts"] = {"recognised_on": "2025-06-30", "selected_rank": 1}
    made = run(policy, "allot", "-", "--used", "QD24-4.2:2025=10", given=json.dumps(claim))
    assert "c1\tout\t0.00" in made.stdout
