"""How people sign in: django-allauth's settings. Taken into forum/settings.py whole; nothing here reads the environment."""

LOGIN_URL, LOGIN_REDIRECT_URL, ACCOUNT_LOGOUT_REDIRECT_URL = "account_login", "home", "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Codes for everything, in digits: every keyboard has them. A slow line and a slow mailbox need more than three minutes.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
CODE_MINUTES = 15
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = CODE_MINUTES * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
# One address each; who changes it, or the password, is told at the address they had.
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "accounts.entrance_forms.Login",
    "signup": "accounts.entrance_forms.Signup",
    "add_email": "accounts.entrance_forms.NewAddress",
    "change_email": "accounts.entrance_forms.OtherAddress",
    "change_password": "accounts.entrance_forms.ChangePassword",
    "set_password": "accounts.entrance_forms.SetPassword",
    "reset_password": "accounts.entrance_forms.ResetPassword",
    "reset_password_from_key": "accounts.entrance_forms.NewPassword",
    "reauthenticate": "accounts.entrance_forms.Reauthenticate",
    "request_login_code": "accounts.entrance_forms.RequestCode",
    "confirm_login_code": "accounts.entrance_forms.SignInCode",
    "confirm_email_verification_code": "accounts.entrance_forms.AddressCode",
    "confirm_password_reset_code": "accounts.entrance_forms.PasswordCode",
}
USERSESSIONS_TRACK_ACTIVITY = False
# Who may try how often stands in accounts/budgets.py: per browser and network, so that nobody spends another's tries. Of
# allauth's own limits those stay that count whoever has just proved who they are.
ACCOUNT_RATE_LIMITS = dict.fromkeys((
    "login", "login_failed", "signup", "request_login_code", "reset_password", "reset_password_from_key", "confirm_email",
    "reauthenticate",
))  # fmt: skip
MFA_RATE_LIMITS = {"webauthn_login": None}

# Second factors, and passkeys instead of all else. An app's clock may be half a minute off.
MFA_ADAPTER = "accounts.second_factors.SecondFactors"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = True
# The first factor asks for a mailed code (accounts/reauthentication.py), which says more than a confirmed address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Solidaction"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.entrance_forms.SecondFactorCode",
    "reauthenticate": "accounts.entrance_forms.SecondFactorAgain",
    "activate_totp": "accounts.entrance_forms.FirstAppCode",
    "add_webauthn": "accounts.entrance_forms.NewPasskey",
    "login_webauthn": "accounts.entrance_forms.PasskeyEntrance",
    "authenticate_webauthn": "accounts.entrance_forms.PasskeyBehindPassword",
    "reauthenticate_webauthn": "accounts.entrance_forms.PasskeyAgain",
    "signup_webauthn": "accounts.entrance_forms.FirstPasskey",
    "edit_webauthn": "accounts.entrance_forms.PasskeyName",
}

# Institutions' own servers, where some are set up: they vouch for addresses at their own domains and for nothing else, and
# nobody gets into an account that was there before by having its address.
SOCIALACCOUNT_ADAPTER = "accounts.institutions.Institutions"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_FORMS = {"signup": "accounts.institutions.Signup", "disconnect": "accounts.institutions.Disconnect"}
