"""The OpenAPI document: put together once, when it is first asked for, from the doors themselves."""

from threading import Lock
from typing import Any

from flask import Flask
from flask_smorest import Api, Blueprint

from disburse.api import describe, fields
from disburse.config import Config

ABOUT = """惠企资金兑付与审计的接口，按办理人员分组。金额为元，写作带两位小数的文本；时间为北京时间。
改动须带 `If-Match`（记录的 ETag）和 `Idempotency-Key`；拒绝以 `application/problem+json`（RFC 9457）说明。
*The interface of disburse, one group for each audience. Sums are yuan, as text with two decimals; times are
Beijing time. A change carries `If-Match` (the record's ETag) and `Idempotency-Key`; every no is an
`application/problem+json` (RFC 9457) that says what to do.*"""


class Interface(Api):  # type: ignore[misc]  # flask-smorest has no types
    """Our API: its errors are answered by ``problems``, its document is made late."""

    DEFAULT_ERROR_RESPONSE_NAME = None

    def __init__(self, app: Flask) -> None:
        app.config |= {"API_TITLE": "disburse", "API_VERSION": "1", "OPENAPI_VERSION": "3.1.0"}
        self._blueprints: list[Blueprint] = []
        self._document: dict[str, Any] = {}
        self._lock = Lock()
        super().__init__(app)

    def _register_error_handlers(self) -> None:
        """None of the library's own: the sentence of a no is ours."""

    def add(self, blueprint: Blueprint) -> None:
        """Open the doors of an audience."""
        self._app.register_blueprint(blueprint)
        self._blueprints.append(blueprint)

    def document(self) -> dict[str, Any]:
        """The document."""
        with self._lock:
            self._document = self._document or self._made()
        return self._document

    def _made(self) -> dict[str, Any]:
        settings: Config = self._app.extensions["disburse"]
        fields.teach(self.ma_plugin)
        self.spec.options |= {
            "info": {"description": ABOUT},
            "servers": [{"url": settings.public_url}],
        }
        self._components()
        for blueprint in self._blueprints:
            blueprint.register_views_in_doc(self, self._app, self.spec, name=blueprint.name, parameters=None)
            self.spec.tag({"name": blueprint.name, "description": blueprint.description})
        made: dict[str, Any] = self.spec.to_dict()
        return made

    def _components(self) -> None:
        parts = self.spec.components
        parts.security_scheme("bearer", {"type": "http", "scheme": "bearer"})
        parts.schema("Problem", describe.problem())
        for name, piece in describe.problem_answers().items():
            parts.response(name, piece)
        for name, (said, piece) in describe.HEADERS.items():
            parts.header(name, {"description": said, "schema": piece})
        for name, piece in describe.PARAMETERS.items():
            parts.parameter(name, piece["in"], piece)
        for name, schema in describe.SCHEMAS.items():
            parts.schema(name, schema=schema)
