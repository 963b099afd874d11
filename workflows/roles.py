"""The roles a person may hold; a step names exactly one of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """One function a person has in the procedure; ``office`` is the audience whose doors it uses."""

    name: str
    office: str
    zh: str
    en: str


ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("enterprise_agent", "enterprise", "企业经办人", "enterprise agent"),
        Role("district_clerk", "district", "区市经办人", "district clerk"),
        Role("district_head", "district", "区市负责人", "district head"),
        Role("city_clerk", "city", "市级经办人", "city clerk"),
        Role("city_approver", "city", "市级审批人", "city approver"),
        Role("finance_clerk", "finance", "财政经办人", "finance clerk"),
        Role("finance_payer", "finance", "财政拨付人", "finance payer"),
        Role("bank_clerk", "bank", "银行经办人", "bank clerk"),
        Role("bank_checker", "bank", "银行复核人", "bank checker"),
        Role("auditor", "auditor", "审计人员", "auditor"),
        Role("system_admin", "administrator", "系统管理员", "system administrator"),
        Role("security_admin", "administrator", "安全管理员", "security administrator"),
        Role("audit_admin", "administrator", "审计管理员", "audit administrator"),
        Role("clock", "clock", "系统时钟", "the system's clock"),
    )
}
"""All roles by name, in the order of the procedure. The auditor reads everything and takes no step; the three
administrators 三员 are never one person, and none takes a step on a claim. The clock's steps are taken by the
nightly job: no unit has its office, so nobody can be granted or lent its role."""
HELD = {name: role for name, role in ROLES.items() if role.office != "clock"}
"""The roles that people hold: all but the clock's."""
