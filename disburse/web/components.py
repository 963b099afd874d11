"""The components of GOV.UK Frontend, for every template under their own names: ``govukButton({...})``.

Their templates expect that what is not given is simply empty; ours that it is an error. So they are read
by an environment of their own, and only the macros are passed on.
"""

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
    loader = PrefixLoader({PACKAGE: PackageLoader(PACKAGE)})
    theirs = Environment(loader=loader, autoescape=True, undefined=ChainableUndefined)
    for folder, name in NAMES.items():
        component = theirs.get_template(f"{PACKAGE}/components/{folder}/macro.html").module
        app.jinja_env.globals[name] = getattr(component, name)
