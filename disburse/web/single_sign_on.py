"""Single sign-on by OpenID Connect: code flow with PKCE, state and nonce; who is not registered stays out."""

from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Blueprint, Flask, abort, current_app
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response as Answer

from disburse.access import keys
from disburse.access.refusals import SingleSignOnFailed
from disburse.access.signing_in import sign_in_by_subject
from disburse.web import reader, signing_in

pages = Blueprint("single_sign_on", __name__)
ISSUER = "issuer"
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""How an id token may be signed: with a public key, never with a shared secret or not at all."""
SIGNED_BY = "id_token_signing_alg_values_supported"
PATIENCE_SECONDS = 10
"""How long we wait for the issuer."""


def init_app(app: Flask) -> None:
    """Know the issuer, if there is one. What is remembered between the two steps is in a signed cookie."""
    settings = app.extensions["disburse"]
    https = settings.public_url.startswith("https:")
    app.config |= {
        "SECRET_KEY": keys.key("single sign-on", settings),
        "SESSION_COOKIE_NAME": "__Host-disburse-sso" if https else "disburse-sso",
        "SESSION_COOKIE_SECURE": https,
        "SESSION_COOKIE_SAMESITE": "Lax",
    }
    oauth = OAuth(app)
    if settings.oidc_issuer:
        oauth.register(
            ISSUER,
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret,
            server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
            client_kwargs={
                "scope": "openid",
                "code_challenge_method": "S256",
                "default_timeout": PATIENCE_SECONDS,
            },
        )


@pages.get("/sign-in/sso")
def leave() -> Answer:
    """Send the browser to the issuer. Raises SingleSignOnFailed."""
    try:
        answer: Answer = _issuer().authorize_redirect(f"{reader.config().public_url}/sign-in/sso/back")
    except (OAuthError, RequestException, RuntimeError, ValueError) as no:
        raise SingleSignOnFailed(why=type(no).__name__) from no
    _require_own_metadata()
    return answer


@pages.get("/sign-in/sso/back")
def come_back() -> Answer:
    """Take the browser back with its code. Raises SingleSignOnFailed or UnknownSubject."""
    settings = reader.config()
    expected = {
        "iss": {"essential": True, "value": settings.oidc_issuer},
        "aud": {"essential": True, "value": settings.oidc_client_id},
        "sub": {"essential": True},
    }
    _require_own_metadata()
    try:
        who = _issuer().authorize_access_token(claims_options=expected)["userinfo"]
    except (OAuthError, JoseError, RequestException, KeyError, RuntimeError, ValueError) as no:
        raise SingleSignOnFailed(why=getattr(no, "error", "") or type(no).__name__) from no
    return signing_in.welcome(sign_in_by_subject(f"{who['iss']}|{who['sub']}", reader.visitor()))


def _require_own_metadata() -> None:
    """What is read at the issuer's address must be the issuer's own (OpenID Connect Discovery, 4.3).

    Of its algorithms we take ours alone. Raises SingleSignOnFailed.
    """
    try:
        metadata = _issuer().load_server_metadata()
    except (RequestException, ValueError) as no:
        raise SingleSignOnFailed(why=type(no).__name__) from no
    if metadata.get("issuer") != reader.config().oidc_issuer:
        raise SingleSignOnFailed(why="issuer_mismatch")
    taken = [name for name in metadata.get(SIGNED_BY, ALGORITHMS) if name in ALGORITHMS]
    if not taken:
        raise SingleSignOnFailed(why="signing_algorithm")
    metadata[SIGNED_BY] = taken  # Authlib looks here which it may believe


def _issuer() -> Any:
    found = current_app.extensions["authlib.integrations.flask_client"].create_client(ISSUER)
    return found or abort(404)
