"""What is set, where from, and what is wrong: every setting and every check, each with how to mend it."""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from disburse import schema
from disburse.attachments import scanner, store
from disburse.attachments.refusals import StoreAway
from disburse.config import SECRET, Config
from disburse.migrations import guards
from disburse.models import AUDITED
from disburse.policy.catalogue import CatalogueFault, load
from disburse.queries import attachments
from reports.facts import PaperRefused
from reports.fonts import Faces, characters

LEAST_FREE_BYTES = 1 << 30
SECRET_WORD = re.compile("pass|secret|key|token", re.IGNORECASE)
"""What a name in the query of a URL has, if its value is nobody's business."""


@dataclass(frozen=True)
class Setting:
    """A setting as the service sees it; secrets are hidden."""

    name: str
    value: str
    source: str


@dataclass(frozen=True)
class Check:
    """Something looked at. ``mend`` is empty when all is well."""

    what: str
    found: str
    mend: str = ""


def settings(config: Config) -> Iterator[Setting]:
    """Every setting, its value, and whether the environment or the default gave it."""
    for field in fields(Config):
        name = f"DISBURSE_{field.name.upper()}"
        value = str(getattr(config, field.name))
        if field.name.endswith("_url") and value and "://" in value and field.name != "public_url":
            value = _shown(value)
        if field.name in SECRET and value:
            value = "***"
        source = "环境变量 / environment" if name in os.environ else "默认 / default"
        yield Setting(name, value or "—", source)


def _shown(text: str) -> str:
    """A URL without its secrets, which may stand in its query as well."""
    url = make_url(text)
    hidden = {name: "***" if SECRET_WORD.search(name) else value for name, value in url.query.items()}
    return url.set(query=hidden).render_as_string(hide_password=True)


def checks(config: Config) -> Iterator[Check]:
    """Database, guards, role, store, scanner, catalogue, fonts and disk."""
    engine = create_engine(config.database)
    try:
        yield from _database(engine)
        yield from _store(engine, config)
    except SQLAlchemyError as no:
        first = str(no.__cause__ or no).splitlines()[0]
        yield Check(
            "数据库 / database", first, "核对 DISBURSE_DATABASE_URL，或运行 disburse database upgrade"
        )
    finally:
        engine.dispose()
    yield _scanner(config)
    yield _catalogue()
    yield from _fonts()
    yield _disk(Path(config.home))


def _database(engine: Engine) -> Iterator[Check]:
    has, needs = schema.current(engine), schema.newest()
    mend = "" if has == needs else "以所有者运行 disburse database upgrade / run it as the owner"
    yield Check("数据库版本 / revision", f"{has or 'none'}，应为 {needs}", mend)
    if has == needs:
        yield _guards(engine)
        yield from _role(engine)


def _guards(engine: Engine) -> Check:
    """Every trigger of the audited tables and of the journal must be there, and none switched off."""
    dialect = engine.dialect.name
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
    }[dialect]
    with engine.connect() as connection:
        there = set(connection.execute(text(query)).scalars())
    rows = guards.sqlite_rows if dialect == "sqlite" else guards.postgres_rows
    names = guards.triggers(dialect, [model.kind for model in AUDITED]) | rows("recognition_row", "list_id")
    needed = {f"guard_{name}" for name in names}
    missing = ", ".join(sorted(needed - there))
    mend = "守卫被移除：从备份恢复，并查明是谁 / a guard was removed: restore, and find out who did it"
    return Check("守卫 / guards", missing or f"{len(needed)} 个齐全 / all there", mend if missing else "")


def _role(engine: Engine) -> Iterator[Check]:
    """On PostgreSQL the service must not own the tables: an owner can take the guards away."""
    if engine.dialect.name != "postgresql":
        return
    with engine.connect() as connection:
        me = connection.execute(text("SELECT current_user")).scalar_one()
        owns = connection.execute(
            text(
                "SELECT pg_has_role(current_user, relowner, 'MEMBER') "
                "FROM pg_class WHERE oid = 'event'::regclass"
            )
        ).scalar_one()
    mend = f"改用 {guards.APP_ROLE} 的成员连接 / connect as a member of {guards.APP_ROLE}" if owns else ""
    yield Check("数据库角色 / role", str(me), mend)


def _store(engine: Engine, config: Config) -> Iterator[Check]:
    """Bytes of every attachment must be there; ``disburse trail verify`` holds them against their hashes."""
    if schema.current(engine) != schema.newest():
        return
    kept = store.of(config)
    try:
        with Session(engine) as session:
            lost, nobodys = attachments.missing(kept, session), attachments.unknown(kept, session)
    except StoreAway as no:
        yield Check("附件存储 / store", no.en, "核对 DISBURSE_STORE_URL / check DISBURSE_STORE_URL")
        return
    mend = "从备份恢复 / restore from the backup" if lost else ""
    yield Check("附件存储 / store", f"缺失 {len(lost)} / {len(lost)} missing: {', '.join(lost[:3])}", mend)
    names = ", ".join(nobodys[:3])
    mend = "满一天后由 tidy 任务清除 / forgotten by the daily tidy job after a day" if nobodys else ""
    yield Check("无主内容 / unknown", f"{len(nobodys)}: {names}", mend)


def _scanner(config: Config) -> Check:
    what = "查毒 / scanner"
    if not config.scanner:
        allowed = "未查毒附件可下载 / none; files are given out unscanned"
        refused = "未查毒附件不可下载 / none; no file is given out"
        return Check(what, f"未配置，{allowed if config.gives_out_unscanned else refused}")
    if scanner.answers(config.scanner):
        return Check(what, config.scanner)
    return Check(what, "没有应答 / no answer", "核对 DISBURSE_SCANNER / check DISBURSE_SCANNER")


def _catalogue() -> Check:
    try:
        catalogue = load()
    except CatalogueFault as fault:
        return Check("政策目录 / catalogue", str(fault), "按所列更正目录 / mend the pages as listed")
    return Check("政策目录 / catalogue", f"{len(catalogue.items)} items, {catalogue.digest[:16]}…")


def _fonts() -> Iterator[Check]:
    faces = Faces()
    for name in ("fangsong", "song", "hei", "kai"):
        face = getattr(faces, name)
        try:
            count = len(characters(face))
        except PaperRefused as no:
            yield Check(f"字体 / font {name}", str(no), "安装 fonts-noto-cjk / install fonts-noto-cjk")
        else:
            yield Check(f"字体 / font {name}", f"{face.family}: {count:,}")


def _disk(home: Path) -> Check:
    place = next(p for p in (home, *home.resolve().parents) if p.exists())
    free = shutil.disk_usage(place).free
    mend = "" if free > LEAST_FREE_BYTES else "清理磁盘 / free some space"
    return Check("磁盘 / disk", f"{free >> 20:,} MiB free", mend)
