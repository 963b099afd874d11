"""The people of the story: registered by one administrator, let in by another, with a password all know."""

from collections.abc import Iterable, Iterator

from disburse.access import passwords, register
from disburse.actors import Actor
from disburse.cli.demo import cast
from disburse.cli.demo.facts import YEAR
from disburse.cli.demo.fates import Fate
from disburse.cli.demo.setting import Firm
from disburse.cli.demo.telling import Case, Teller
from disburse.services.credentials import change_password

PASSWORD = f"Look-around-{YEAR}"
"""The password of everybody in the story; in production none of them is let in."""
AGENTS_WHO_SIGN_IN = 3
SOME = (
    "demo-agent-1", "demo-clerk-370202", "demo-head-370202", "demo-city-clerk", "demo-finance-clerk",
    "demo-bank-clerk", "demo-bank-checker", "demo-auditor",
)  # fmt: skip


class Doorkeeper:
    """Registers the people of the story and gives them their password, whose hash is made once."""

    def __init__(self, teller: Teller) -> None:
        self._teller = teller
        self._hash = passwords.hashed(PASSWORD)

    def found(self) -> None:
        """Found the three administrators."""
        for person in register.found():
            self.give_password(next(a for a in cast.ADMINISTRATORS.values() if a.id == person))

    def let_in(self, login: str, name: str, actor: Actor) -> None:
        """Register and grant one person, whose number must be the one that the cast has for the part."""
        here = {"login": login, "unit": actor.unit, "name": name}
        person = self._teller.do("register_person", cast.SYSTEM_ADMIN, here)
        if person.id != actor.id:
            raise RuntimeError(f"{login} is {person.id}, and the cast says {actor.id}")
        granted = {"number": person.id, "version": 1, "roles": [actor.role]}
        self._teller.do(
            "grant_roles", cast.SECURITY_ADMIN, {**granted, "document": f"演示授权〔{YEAR + 1}〕1号"}
        )

    def give_password(self, actor: Actor) -> None:
        """Have a person choose the password of the story."""
        change_password(actor.id, password_hash=self._hash, by=actor)


def let_officials_in(door: Doorkeeper, teller: Teller) -> None:
    """Register every unit and everybody who works there."""
    door.found()
    for code, (office, name) in cast.UNITS.items():
        teller.do("register_unit", cast.SYSTEM_ADMIN, {"code": code, "office": office, "name": name})
    for part in cast.OFFICIALS:
        actor = cast.player(part.login)
        door.let_in(part.login, "演示人员", actor)
        door.give_password(actor)


def let_agents_in(door: Doorkeeper, firms: Iterable[Firm]) -> None:
    """Register an agent for every enterprise; the first few sign in."""
    for n, firm in enumerate(firms):
        actor = cast.agent(firm.row.id)
        door.let_in(f"demo-agent-{n + 1}", "演示经办人", actor)
        if n < AGENTS_WHO_SIGN_IN:
            door.give_password(actor)


def let_holders_in(door: Doorkeeper, cases: Iterable[Case]) -> list[str]:
    """Let in the agents of approved awards that will wait for payment; gives their sign-in names."""
    waiting = (c.claim.enterprise_id for c in cases if c.state == "approved" and c.fate is Fate.APPROVED)
    names = []
    for enterprise in dict.fromkeys(waiting):
        number = int(enterprise.partition("-")[2])
        names.append(f"demo-agent-{number}")
        if number > AGENTS_WHO_SIGN_IN:
            door.give_password(cast.agent(enterprise))
    return names


def how_to_sign_in(holders: list[str]) -> Iterator[str]:
    """What a newcomer is told: ``holders`` are the agents of awards that wait for payment."""
    yield f"登录（仅限演示） / sign in, demo only: {', '.join(SOME)}"
    if holders:
        yield f"有待拨付奖补的企业 / agents of awards that wait for payment: {', '.join(holders[:3])}"
    yield f"密码 / password: {PASSWORD}    全部 / all: disburse people list"
