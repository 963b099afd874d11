"""The doctor shows every setting without its secrets, and says what is wrong and how to mend it."""

from dataclasses import fields, replace

from sqlalchemy import create_engine, text

from disburse.config import Config
from disburse.doctor import checks, settings


def ills(config):
    return [check.what for check in checks(config) if check.mend]


def test_a_sound_service_is_well(app, config):
    assert ills(config) == []


def test_every_setting_is_shown_and_no_password(monkeypatch):
    monkeypatch.setenv("DISBURSE_DATABASE_URL", "postgresql+psycopg://web:hush@db/disburse")
    shown = list(settings(Config(database_url="postgresql+psycopg://web:hush@db/disburse")))
    assert len(shown) == len(fields(Config))
    assert not any("hush" in setting.value for setting in shown)
    assert "environment" in next(s.source for s in shown if s.name == "DISBURSE_DATABASE_URL")


def test_a_password_in_the_query_of_a_url_is_hidden_as_well():
    url = "postgresql+psycopg://web@/disburse?host=/run/pg&password=hush&sslpassword=hush"
    [shown] = [s.value for s in settings(Config(database_url=url)) if s.name == "DISBURSE_DATABASE_URL"]
    assert "hush" not in shown
    assert "host=" in shown


def test_a_removed_guard_is_missed(app, config):
    engine = create_engine(config.owner_database)
    postgres = engine.dialect.name == "postgresql"
    with engine.begin() as connection:
        for name in (
            ("claim_change", "claim_truncate")
            if postgres
            else ("claim_insert", "claim_update", "claim_delete")
        ):
            connection.execute(text(f"DROP TRIGGER guard_{name}{' ON claim' if postgres else ''}"))
    engine.dispose()
    assert ills(config) == ["守卫 / guards"]


def test_a_service_that_owns_its_tables_is_told(postgres_config):
    owner = replace(postgres_config, database_url=postgres_config.owner_database_url)
    assert ills(owner) == ["数据库角色 / role"]


def test_a_database_that_was_never_made_is_told(tmp_path):
    assert ills(Config(home=str(tmp_path))) == ["数据库版本 / revision"]
