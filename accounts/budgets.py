"""How often one may sign in, guess, and have mail sent to others. docs/operations.md says what a hall of many people needs."""

from django.conf import settings

from dialogue.limits.budgets import DAY, HOUR, MINUTE, Counted, Kept, Who, budget
from dialogue.limits.doors import forms, read_only, reads

TABLE, VERB = Kept.TABLE, Counted.VERB

# The doors of sign-in: high, for a whole hall comes from one address.
SIGN_IN = budget("sign-in pages", Who.NETWORK, settings.SIGN_INS_PER_NETWORK, 5 * MINUTE, TABLE)
# Nobody guesses a passkey, and a challenge belongs to one browser: strangers cannot spend it.
PASSKEY = budget("passkeys", Who.BROWSER, 20, MINUTE)
# What a passkey is asked for is kept in a session of its own for whoever has none.
CHALLENGE = budget("passkey challenges", Who.NETWORK, settings.SIGN_INS_PER_NETWORK, 5 * MINUTE, TABLE)

# Wrong ones only: what was right is given back. From browsers the account does not know...
WRONG = budget("wrong codes and passwords", Who.NETWORK, settings.SIGN_INS_PER_NETWORK // 10, 5 * MINUTE, TABLE, VERB)
PASSWORD = budget("wrong passwords", Who.MAILBOX_FROM_NETWORK, 5, 5 * MINUTE, TABLE, VERB)
PASSWORD_ANYWHERE = budget("wrong passwords from anywhere", Who.MAILBOX, 50, HOUR, TABLE, VERB)
CODE = budget("wrong codes", Who.MAILBOX_FROM_NETWORK, 9, HOUR, TABLE, VERB)
# 24,000 a day at most, of a hundred million: one account in four thousand days.
CODE_ANYWHERE = budget("wrong codes from anywhere", Who.MAILBOX, 1000, HOUR, TABLE, VERB)
# ... and from one that it knows.
PASSWORD_KNOWN = budget("wrong passwords, known browser", Who.KNOWN, 5, 5 * MINUTE, TABLE, VERB)
CODE_KNOWN = budget("wrong codes, known browser", Who.KNOWN, 20, HOUR, TABLE, VERB)

# Behind the first factor: only who has the password or the mailbox gets to try, or who has a session already. Six digits, of
# which three numbers are right at any moment (the window of 30 s, the one before and the one after): all strangers together
# have 100 tries a day (200 on the first), 3 chances in 10,000: it takes them nine years on average. A known browser has 240,
# 7 in 10,000, and only for who has copied its cookie. Recovery codes have eight digits and ten are right: nothing beside that.
FACTOR = budget("second factor", Who.MAILBOX_FROM_NETWORK, 10, DAY, TABLE, VERB)
FACTOR_ANYWHERE = budget("second factor from anywhere", Who.MAILBOX, 100, DAY, TABLE, VERB)
FACTOR_KNOWN = budget("second factor, known browser", Who.KNOWN, 10, HOUR, TABLE, VERB)

# Mail that anybody can have sent to anybody: all kinds together, but for sign-in codes, which nothing else that strangers ask
# for keeps from whoever waits for one. One every half hour is let through for ever, so that whoever
# floods a mailbox with requests keeps its owner out for no longer than that.
MAIL = budget("mail to a mailbox", Who.MAILBOX, 48, DAY, TABLE, VERB)
MAIL_AT_ONCE = budget("mail to a mailbox at once", Who.MAILBOX, 6, 30 * MINUTE, TABLE, VERB)
CODE_MAIL = budget("sign-in codes to a mailbox", Who.MAILBOX, 48, DAY, TABLE, VERB)
CODE_MAIL_AT_ONCE = budget("sign-in codes to a mailbox at once", Who.MAILBOX, 6, 30 * MINUTE, TABLE, VERB)
MAIL_FROM = budget("mail from a network", Who.NETWORK, settings.SIGN_INS_PER_NETWORK, HOUR, TABLE, VERB)
MAIL_KNOWN = budget("mail, known browser", Who.KNOWN, 10, 30 * MINUTE, TABLE, VERB)
MAIL_BY_PERSON = budget("mail to others by a person", Who.PERSON, 20, DAY, TABLE, VERB)

# Everything else that is sent to an own page, or to the pages of bodies. For each session: whoever has stolen one must not keep
# its owner from proving who they are, and from ending it.
OWN = budget("own pages", Who.SESSION, 60, MINUTE)
# Each asking is read by officers.
ASKING = budget("asking for bodies and mandates", Who.PERSON, 30, HOUR)
# A name that was refused, which two officers are to look at.
NAME_LOOKS = budget("names to look at", Who.PERSON, 3, DAY, TABLE, VERB)
NAME_LOOKS_FROM = budget("names to look at from a network", Who.NETWORK, 60, DAY, TABLE, VERB)
EVIDENCE = budget("evidence", Who.PERSON, 30, HOUR)
DESK = budget("accreditation desk", Who.PERSON, 240, MINUTE)
# A thousand lines each.
OWN_TABLES = budget("tables of one's own or of the desk", Who.PERSON, 10, MINUTE)

MAILED = (MAIL, MAIL_AT_ONCE, MAIL_FROM, MAIL_KNOWN)
SIGN_IN_MAILED = (CODE_MAIL, CODE_MAIL_AT_ONCE, MAIL_FROM, MAIL_KNOWN)
CODES = (WRONG, CODE, CODE_ANYWHERE, CODE_KNOWN)
LOOKS = (NAME_LOOKS, NAME_LOOKS_FROM)
FACTORS = (WRONG, FACTOR, FACTOR_ANYWHERE, FACTOR_KNOWN)

forms("account_login", SIGN_IN, WRONG, PASSWORD, PASSWORD_ANYWHERE, PASSWORD_KNOWN)
forms("account_signup account_signup_by_passkey account_reset_password", SIGN_IN, *MAILED)
forms("account_request_login_code", SIGN_IN, *SIGN_IN_MAILED)
forms("account_email_verification_sent", SIGN_IN, *CODES, *MAILED, *LOOKS)
forms("account_confirm_login_code", SIGN_IN, *CODES, *SIGN_IN_MAILED)
forms("account_confirm_password_reset_code", SIGN_IN, *CODES)
forms("account_complete_password_reset", SIGN_IN)
forms("mfa_authenticate account_reset_password_factor", SIGN_IN, *FACTORS)
forms("mfa_login_webauthn mfa_signup_webauthn", PASSKEY)
forms("mfa_reauthenticate", OWN, *FACTORS)
# Nobody guesses a passkey, nor a code whose secret stands on the same page; where an app is set up already, that one's.
forms("mfa_reauthenticate_webauthn", OWN)
forms("mfa_activate_totp", OWN, *FACTORS)
forms("account_reauthenticate account_change_password", OWN, PASSWORD_KNOWN)
forms("reauthenticate-by-code", OWN, *CODES, *MAILED, MAIL_BY_PERSON)
forms("account_email", OWN, MAIL, MAIL_AT_ONCE, MAIL_FROM, MAIL_BY_PERSON)
forms(
    "account_logout account_set_password usersessions_list mfa_deactivate_totp mfa_generate_recovery_codes mfa_add_webauthn "
    "mfa_remove_webauthn mfa_edit_webauthn data leave stay agree end-session data-use enter-demonstration stop-mail "
    "stop-address-change",
    OWN,
)
forms("profile", OWN, *LOOKS)
forms(
    "mandate-resign mandate-stewardship my-mandates cancel-invitation invitation answer-invitation steward mandate-decision",
    OWN,
)
forms("mandate-renew speak-for register-body speak-for-body invitations", ASKING)
forms("organisation-evidence mandate-evidence", EVIDENCE, MAIL, MAIL_AT_ONCE, MAIL_FROM, MAIL_BY_PERSON)
forms(
    "desk desk-application desk-decision desk-note desk-describe desk-check desk-document desk-pages desk-change", DESK
)
forms("appointments appointment-decision recoveries recovery-decision name-requests name-decision", DESK)
forms("desk-bulk", OWN_TABLES, MAIL, MAIL_AT_ONCE)
if settings.INSTITUTIONS:
    # Their addresses are there only where somebody signs in so.
    forms("openid_connect_login", SIGN_IN)
    forms("socialaccount_signup", SIGN_IN, *MAILED)
    forms("socialaccount_connections", OWN)
    # The last is the library's way from its former addresses.
    read_only(
        "openid_connect_callback socialaccount_login_cancelled socialaccount_login_error django.views.generic.base.view"
    )
reads("mfa_login_webauthn", CHALLENGE)
reads("data-download data-json data-html desk-trail-csv", OWN_TABLES)
read_only(
    "account_inactive account_password_reset_completed mfa_index mfa_view_recovery_codes mfa_download_recovery_codes "
    "mfa_list_webauthn data-download data-json data-html terms privacy privacy-data mandate mandate-card mandate-json "
    "desk-bulk-sample desk-trail desk-trail-csv"
)
