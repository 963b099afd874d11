"""Synthetic enterprises. Each name begins with 演示 and each code has a division that does not exist."""

import random
from dataclasses import dataclass
from typing import Any

from stdnum.cn import uscc as uscc_number

DISTRICTS = {
    "370202": "市南区",
    "370203": "市北区",
    "370211": "黄岛区",
    "370212": "崂山区",
    "370213": "李沧区",
    "370214": "城阳区",
    "370215": "即墨区",
    "370281": "胶州市",
    "370283": "平度市",
    "370285": "莱西市",
}
"""The ten districts of GB/T 2260 that review claims."""

FIRST = "澄砺瀚岚沧栎泓翊珩钧昱霁朔嵘砚澜"
SECOND = "辰禾川序岳临舟远工屿衡野启渡舒越"
TRADES = (
    "精密机械",
    "轨道装备",
    "智能家电",
    "海洋仪器",
    "新材料",
    "生物医药",
    "集成电路",
    "工业软件",
    "纺织服饰",
    "橡胶科技",
    "汽车零部件",
    "数据服务",
)
FORMS = ("有限公司", "股份有限公司", "科技有限公司")
NO_SUCH_DIVISION = "370299"
CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@dataclass(frozen=True)
class Invented:
    """An enterprise of the story, before it is registered."""

    record: dict[str, Any]
    rating: str | None
    listed_by_name: bool


def invent(chance: random.Random, count: int) -> list[Invented]:
    """Make ``count`` enterprises spread over the ten districts, each with the rating it will be given."""
    names: set[str] = set()
    return [_one(chance, names, list(DISTRICTS)[n % len(DISTRICTS)]) for n in range(count)]


def _one(chance: random.Random, names: set[str], district: str) -> Invented:
    name = _name(chance)
    while name in names:
        name = _name(chance)
    names.add(name)
    record = {
        "uscc": _uscc(chance),
        "name": name,
        "nature": "enterprise",
        "district": district,
        "unit": district,
        "above_scale": True,
        "manufacturing": True,
        "account": {
            "name": name,
            "bank_code": _bank_code(chance),
            "bank_name": "演示银行青岛分行",
            "number": f"9{chance.randrange(10**17):017d}",
        },
        "contact": {"name": "演示联系人", "phone": f"199{chance.randrange(10**8):08d}"},
    }
    rating = chance.choices("ABCDT-", (30, 33, 18, 12, 3, 4))[0]
    return Invented(record, None if rating == "-" else rating, chance.random() * 5 < 1)


def _name(chance: random.Random) -> str:
    return f"演示{chance.choice(FIRST)}{chance.choice(SECOND)}{chance.choice(TRADES)}{chance.choice(FORMS)}"


def _uscc(chance: random.Random) -> str:
    organisation = "".join(chance.choice(CODE[:30]) for _ in range(8))
    front = f"91{NO_SUCH_DIVISION}{organisation}{_organisation_check(organisation)}"
    return front + uscc_number.calc_check_digit(front)


def _organisation_check(code: str) -> str:
    """Check character of an organisation code, GB 11714."""
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    total = sum(
        weight * letters.index(char) for weight, char in zip((3, 7, 9, 10, 5, 8, 4, 2), code, strict=True)
    )
    return "0123456789X0"[(11 - total % 11) % 11]


def _bank_code(chance: random.Random) -> str:
    """A 12-digit bank code with its check digit, ISO 7064 MOD 11,10; class 999 is no bank's."""
    front = f"999452{chance.randrange(10**5):05d}"
    product = 10
    for digit in front:
        product = (product + int(digit)) % 10 or 10
        product = product * 2 % 11
    return front + str((11 - product) % 10)
