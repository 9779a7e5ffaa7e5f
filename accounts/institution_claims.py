"""What an institution's server says of itself and of who signs in, looked at before anything is made of it."""

from functools import wraps

from allauth.socialaccount.app_settings import UID_MAX_LENGTH
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter

from accounts.mailboxes import LONGEST, mailbox

ADDRESSES = ("issuer", "authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")


class Unfit(OAuth2Error):
    """In our own words, fit for the log."""


def readable(fetch):
    """What cannot be read in an answer did not fit."""

    @wraps(fetch)
    def read(*args, **kwargs):
        try:
            return fetch(*args, **kwargs)
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise Unfit(f"its answer cannot be read ({type(error).__name__})") from error

    return read


def claims(said: object) -> dict:
    """Who somebody is there (OpenID Connect Core 5.1). Of the rest, a name, a picture, a birthday, nothing is kept; that the
    e-mail address is one, the form asks that is filled in with it."""
    if not isinstance(said, dict):
        raise Unfit("what it says of a person is no object")
    sub, email = said.get("sub"), said.get("email") or ""
    if not isinstance(sub, str) or not (0 < len(sub) <= UID_MAX_LENGTH and sub.isascii() and sub.isprintable()):
        raise Unfit("its `sub` is missing, or nothing that can be kept")
    if not isinstance(email, str) or len(email) > LONGEST or not (email := mailbox(email)).isprintable():
        raise Unfit("its `email` is no address")
    # Some servers send the word "false", which is true.
    return {"sub": sub, "email": email, "email_verified": said.get("email_verified") is True}


class Institution(OpenIDConnectOAuth2Adapter):
    @property
    @readable
    def openid_config(self) -> dict:
        config = super().openid_config
        if not all(isinstance(config.get(each), str) for each in ADDRESSES):
            raise Unfit("its configuration lacks an address")
        return config

    get_access_token_data = readable(OpenIDConnectOAuth2Adapter.get_access_token_data)
    parse_token = readable(OpenIDConnectOAuth2Adapter.parse_token)

    @readable
    def complete_login(self, request, app, token, **kwargs):
        login = super().complete_login(request, app, token, **kwargs)
        subjects = {each["sub"] for each in login.account.extra_data.values()}
        if len(subjects) > 1:
            # Core 5.3.2: else what is said may be of somebody else.
            raise Unfit("its two answers are about different people")
        return login

    def _fetch_user_info(self, access_token: str) -> dict:
        return claims(super()._fetch_user_info(access_token))

    def _decode_id_token(self, app, id_token: str) -> dict:
        return claims(super()._decode_id_token(app, id_token))
