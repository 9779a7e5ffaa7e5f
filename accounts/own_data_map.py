"""The data map of the accounts, and of what signs people in."""

from django.utils.translation import gettext_lazy as _

from accounts.data_map import (
    A_YEAR,
    ACCOUNT,
    ACCOUNT_LIFE,
    CONSENT,
    CONTRACT,
    EVERYONE,
    FOR_GOOD,
    NOBODY,
    OFFICERS,
    OWNER,
    PROOF,
    PUBLIC,
    SAFETY,
    STAFF,
    Entry,
    impersonal,
    personal,
)
from accounts.jobs import ADDRESS_DAYS

KEYS = "accredited_by accredited_at confirmed_by confirmed_at refused_by refused_at suspended_by suspended_at "
KEYS += "revoked_by revoked_at claimed_by claimed_at asked_by asked_at"
MONTH = _("a month after the last visit")
DECIDED = Entry(_("who asked and who decided, so that no one person can"), PUBLIC, FOR_GOOD, OFFICERS)
SPOKEN_FOR = Entry(_("for whom you may speak"), PUBLIC, FOR_GOOD, EVERYONE)

personal(
    "accounts.User",
    {
        "email": Entry(_("to sign you in and write to you"), CONTRACT, ACCOUNT, STAFF),
        "name skeleton name_words": Entry(
            _("to say who speaks, to keep others from looking like you, and to find you"), CONTRACT, ACCOUNT, EVERYONE
        ),
        "handle": Entry(_("the address of your page; drawn by lot"), CONTRACT, FOR_GOOD, EVERYONE),
        "country": Entry(_("to show from where people speak"), CONSENT, ACCOUNT, EVERYONE),
        "languages interface_language": Entry(_("to show pages and suggest languages"), CONSENT, ACCOUNT, STAFF),
        "show_country show_posts": Entry(_("what you want to show"), CONSENT, ACCOUNT, OWNER),
        "password": Entry(_("to sign you in; only a print of it is kept"), CONTRACT, ACCOUNT, NOBODY),
        "last_login joined_at": Entry(_("to notice what is odd"), SAFETY, ACCOUNT_LIFE, STAFF),
        "suspended_until is_active": Entry(_("to keep the rules"), SAFETY, ACCOUNT_LIFE, STAFF),
        "is_staff is_officer is_superuser groups user_permissions": Entry(
            _("who may do what"), SAFETY, ACCOUNT_LIFE, STAFF
        ),
        "agreed": Entry(_("which terms you agreed to last"), PROOF, ACCOUNT_LIFE, OWNER),
        "leaves_at left_at": Entry(_("to delete the account on the day you chose"), CONTRACT, FOR_GOOD, OWNER),
        "source": Entry(_("the public record a replayed person was taken from"), PUBLIC, FOR_GOOD, EVERYONE),
    },
    "id origin",
)
personal(
    "accounts.Consent",
    {"person document version at": Entry(_("which terms you agreed to, and when"), PROOF, ACCOUNT_LIFE, OWNER)},
    "id",
)
personal(
    "accounts.Mandate",
    {
        "person title themes territory valid_from valid_until steward": SPOKEN_FOR,
        KEYS: DECIDED,
        "renews reminded_at": Entry(_("to remind you before it ends"), CONTRACT, FOR_GOOD, OFFICERS),
    },
    "id organisation two_keys",
)
personal(
    "accounts.Organisation",
    {KEYS: DECIDED},
    "id slug name names skeleton sector country level territory website domains parent alike origin two_keys",
)
personal(
    "accounts.Act",
    {
        "actor person mandate at verb ground": Entry(
            _("who did what about whom, so that it can be checked"), PROOF, FOR_GOOD, OFFICERS
        )
    },
    "id organisation data sealed previous digest",
)
personal(
    "accounts.ActWords",
    {"words": Entry(_("why it was decided so"), PROOF, _("as long as the account it is about"), OFFICERS)},
    "act salt",
)
personal(
    "account.EmailAddress",
    {"user email verified primary": Entry(_("to sign you in and write to you"), CONTRACT, ACCOUNT, STAFF)},
    "id",
)
personal(
    "account.EmailConfirmation",
    {"email_address key created sent": Entry(_("to check an address"), CONTRACT, _("not used here"), NOBODY)},
    "id",
)
personal(
    "mfa.Authenticator",
    {
        "user type data created_at last_used_at": Entry(
            _("second factors and passkeys, to sign you in"), CONTRACT, ACCOUNT, _("you, without the secrets")
        )
    },
    "id",
)
personal(
    "usersessions.UserSession",
    {
        "user session_key user_agent created_at last_seen_at data": Entry(
            _("to show you where you are signed in"), SAFETY, MONTH, OWNER
        ),
        "ip": Entry(
            _("to show you where you are signed in"),
            SAFETY,
            _("in full for %(days)s days, then without its last part") % {"days": ADDRESS_DAYS},
            OWNER,
        ),
    },
    "id",
)
personal(
    "sessions.Session",
    {"session_key session_data expire_date": Entry(_("to keep you signed in"), CONTRACT, MONTH, NOBODY)},
)
personal(
    "admin.LogEntry",
    {
        "user object_id object_repr change_message action_time action_flag content_type": Entry(
            _("what staff changed"), SAFETY, A_YEAR, _("administrators")
        )
    },
    "id",
)
personal(
    "django_tasks_database.DBTaskResult",
    {
        "args_kwargs return_value traceback exception_class_path": Entry(
            _("mail that waits to be sent, with its address"), CONTRACT, _("a day; a week if it failed"), NOBODY
        )
    },
    "id status enqueued_at started_at finished_at priority task_path worker_ids queue_name backend_name run_after",
)
personal("accounts.User_groups", {"user group": Entry(_("who may do what"), SAFETY, ACCOUNT_LIFE, STAFF)}, "id")
personal(
    "accounts.User_user_permissions",
    {"user permission": Entry(_("who may do what"), SAFETY, ACCOUNT_LIFE, STAFF)},
    "id",
)
impersonal("auth.Permission", "id name content_type codename")
impersonal("auth.Group", "id name permissions")
impersonal("auth.Group_permissions", "id group permission")
impersonal("contenttypes.ContentType", "id app_label model")
