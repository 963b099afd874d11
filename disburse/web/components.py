"""The components of GOV.UK Frontend, for every template under their own names: ``govukButton({...})``.

Their templates expect that what is not given is simply empty; ours that it is an error. So they are read
by an environment of their own, and only the macros are passed on.
"""

from functools import cache
from typing import Any

from flask import Flask
from jinja2 import ChainableUndefined, Environment, PackageLoader, PrefixLoader

PACKAGE = "govuk_frontend_jinja"
NAMES = {
    "back-link": "govukBackLink",
    "breadcrumbs": "govukBreadcrumbs",
    "button": "govukButton",
    "character-count": "govukCharacterCount",
    "checkboxes": "govukCheckboxes",
    "date-input": "govukDateInput",
    "details": "govukDetails",
    "error-message": "govukErrorMessage",
    "error-summary": "govukErrorSummary",
    "fieldset": "govukFieldset",
    "file-upload": "govukFileUpload",
    "hint": "govukHint",
    "input": "govukInput",
    "inset-text": "govukInsetText",
    "label": "govukLabel",
    "notification-banner": "govukNotificationBanner",
    "panel": "govukPanel",
    "password-input": "govukPasswordInput",
    "radios": "govukRadios",
    "select": "govukSelect",
    "summary-list": "govukSummaryList",
    "tabs": "govukTabs",
    "tag": "govukTag",
    "task-list": "govukTaskList",
    "textarea": "govukTextarea",
    "warning-text": "govukWarningText",
}
"""Folder of each component that script/vendor.scss has the style of, and its macro."""


def init_app(app: Flask) -> None:
    """Teach the templates the components."""
    app.jinja_env.globals |= _macros()


@cache
def _macros() -> dict[str, Any]:
    """Each macro by its name; compiled once, for however many applications."""
    loader = PrefixLoader({PACKAGE: PackageLoader(PACKAGE)})
    theirs = Environment(loader=loader, autoescape=True, undefined=ChainableUndefined)
    read = {name: f"{PACKAGE}/components/{folder}/macro.html" for folder, name in NAMES.items()}
    return {name: getattr(theirs.get_template(path).module, name) for name, path in read.items()}
