"""Addresses, by name, where whoever sits here has to have shown lately who they are (accounts/reauthentication.py)."""

# What changes who owns an account, or shows everything about it.
GUARDED = frozenset([
    "account_email", "account_change_password", "account_set_password",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
    "socialaccount_connections", "leave", "data-download", "data-json", "data-html",
])  # fmt: skip
# Where powers are used, by looking too: they show what others must not know. All that is under the administration is one of them.
OF_THE_ENTRUSTED = frozenset([
    "desk", "desk-bulk", "desk-bulk-sample", "desk-trail", "desk-trail-csv", "desk-application", "desk-decision", "desk-note",
    "desk-describe", "desk-change", "desk-check", "desk-pages", "desk-document",
    "suspension", "suspensions", "suspension-decision", "appointments", "appointment-decision", "recoveries", "recovery-decision",
    "name-requests", "name-decision", "rewordings", "room-rewording", "theme-rewording", "rewording-decision",
    "memberships", "membership-decision",
    "hiding", "lock", "pin", "closure", "slowness", "mute",
])  # fmt: skip
ADMINISTRATION, OUT_OF_IT = "admin:", "admin:logout"
# And what whoever holds a mandate does with it, or as a steward with those of others.
OF_HOLDERS = frozenset([
    "mandate-resign", "mandate-stewardship", "mandate-decision", "steward", "invitations", "cancel-invitation",
])  # fmt: skip
# Where anybody takes on to speak for a body: from then on others know that they are here, and it takes no factor yet.
# What shows that they may goes the same way, and so does the mail it has sent to a mailbox that was named.
TAKING_ON = frozenset([
    "invitation", "answer-invitation", "register-body", "speak-for-body", "mandate-renew", "mandate-evidence", "organisation-evidence",
])  # fmt: skip
# The first factor makes people able to speak for a body and locks out who has none: the mailbox confirms it, not a password.
FIRST_FACTOR = frozenset(["mfa_activate_totp", "mfa_add_webauthn"])
