"""The data map of what signs people in, and of what runs beside the forum."""

from django.utils.translation import gettext_lazy as _

from accounts.data_map import (
    A_YEAR,
    ACCOUNT,
    ACCOUNT_LIFE,
    CONTRACT,
    NOBODY,
    OWNER,
    SAFETY,
    STAFF,
    Entry,
    impersonal,
    personal,
)
from accounts.jobs import ADDRESS_DAYS

MONTH = _("a month after the last visit")

personal(
    "account.EmailAddress",
    {"user email verified primary": Entry(_("to sign you in and write to you"), CONTRACT, ACCOUNT, STAFF)},
    "id",
    title=_("E-mail addresses"),
)
personal(
    "account.EmailConfirmation",
    {"email_address key created sent": Entry(_("to check an address"), CONTRACT, _("not used here"), NOBODY)},
    "id",
    title=_("Checks of e-mail addresses"),
)
personal(
    "mfa.Authenticator",
    {
        "user type data created_at last_used_at": Entry(
            _("second factors and passkeys, to sign you in"), CONTRACT, ACCOUNT, _("you, without the secrets")
        )
    },
    "id",
    title=_("Passkeys, apps and recovery codes"),
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
    title=_("Where people are signed in"),
)
personal(
    "sessions.Session",
    {
        "session_key session_data expire_date": Entry(
            _("to keep you signed in, and to hold a sign-up until its code is typed"),
            CONTRACT,
            _("a month after the last visit; an hour for a sign-up, 15 minutes for anything else a visitor has begun"),
            NOBODY,
        )
    },
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
            _("e-mails waiting to be sent, with their addresses"),
            CONTRACT,
            _("a day; a week if sending failed"),
            NOBODY,
        )
    },
    "id status enqueued_at started_at finished_at priority task_path worker_ids queue_name backend_name run_after",
    title=_("E-mails waiting to be sent"),
)
personal("accounts.User_groups", {"user group": Entry(_("who can do what"), SAFETY, ACCOUNT_LIFE, STAFF)}, "id")
personal(
    "accounts.User_user_permissions",
    {"user permission": Entry(_("who can do what"), SAFETY, ACCOUNT_LIFE, STAFF)},
    "id",
)
COUNTED = _("until it expires: from a few minutes to a day")
personal(
    "limits.Bucket",
    {
        "key expires_at": Entry(
            _("how often something was tried or sent, so that nobody can guess codes or flood mailboxes; without "
            "names, addresses or texts"),
            SAFETY, COUNTED, NOBODY,
        )
    },
    title=_("Counters of the limits"),
)  # fmt: skip
personal(
    "limits.Cached",
    {
        "key value expires_at": Entry(
            _("sign-in codes that were sent, and mailboxes that want no more e-mails; without addresses"),
            SAFETY, _("half an hour for codes, a month for mailboxes"), NOBODY,
        )
    },
    title=_("Codes that were sent"),
)  # fmt: skip
impersonal("limits.Failures", "hour number")
impersonal("auth.Permission", "id name content_type codename")
impersonal("auth.Group", "id name permissions")
impersonal("auth.Group_permissions", "id group permission")
impersonal("contenttypes.ContentType", "id app_label model")
