"""The data map of the accounts."""

from django.utils.translation import gettext_lazy as _

from accounts.data_map import (
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
    personal,
)
from accounts.models.address_change import KEPT_DAYS
from accounts.models.invitation import LASTS
from accounts.models.name_request import KEPT

KEYS = "accredited_by accredited_at confirmed_by confirmed_at refused_by refused_at suspended_by suspended_at "
KEYS += "hold_until revoked_by revoked_at claimed_by claimed_at asked_by asked_at"
WHILE_IT_WAITS = _("%(days)s days after it was done or stopped") % {"days": KEPT_DAYS}
ASKED = _("%(days)s days after you asked, or as long as the account") % {"days": KEPT.days}
OFFERED = _("%(days)s days") % {"days": LASTS.days}
DECIDED = Entry(_("who asked and who decided, so that no one can decide alone"), PUBLIC, FOR_GOOD, OFFICERS)
SPOKEN_FOR = Entry(_("which organisations you can speak for"), PUBLIC, FOR_GOOD, EVERYONE)

personal(
    "accounts.User",
    {
        "email": Entry(_("to sign you in and write to you"), CONTRACT, ACCOUNT, STAFF),
        "name skeleton name_words": Entry(
            _("to show who posts, to prevent names that look like yours, and to find you"), CONTRACT, ACCOUNT, EVERYONE
        ),
        "granted_name": Entry(
            _("the name that two reviewers allowed you and nobody else to use"), CONTRACT, ACCOUNT_LIFE, OWNER
        ),
        "namesake_of": Entry(
            _("to tell your posts from those of someone who speaks for a public organisation"),
            PUBLIC,
            ACCOUNT,
            EVERYONE,
        ),
        "handle": Entry(_("the address of your page; random"), CONTRACT, FOR_GOOD, EVERYONE),
        "country": Entry(_("to show where people post from"), CONSENT, ACCOUNT, EVERYONE),
        "languages interface_language": Entry(_("to show pages and suggest languages"), CONSENT, ACCOUNT, STAFF),
        "show_country show_posts findable": Entry(_("what you want to show"), CONSENT, ACCOUNT, OWNER),
        "password": Entry(_("to sign you in; stored only as a hash"), CONTRACT, ACCOUNT, NOBODY),
        "last_login joined_at": Entry(_("to detect misuse"), SAFETY, ACCOUNT_LIFE, STAFF),
        "suspended_until is_active": Entry(_("to enforce the rules"), SAFETY, ACCOUNT_LIFE, STAFF),
        "is_staff is_lead is_officer is_superuser groups user_permissions": Entry(
            _("who can do what"), SAFETY, ACCOUNT_LIFE, STAFF
        ),
        "agreed": Entry(_("which terms you last agreed to"), PROOF, ACCOUNT_LIFE, OWNER),
        "leaves_at left_at": Entry(_("to delete the account on the day you chose"), CONTRACT, FOR_GOOD, OWNER),
        "source": Entry(_("the public record this person was taken from"), PUBLIC, FOR_GOOD, EVERYONE),
    },
    "id origin",
)
personal(
    "accounts.NameChange",
    {
        "person name at": Entry(
            _("so that nobody escapes what they posted by taking a new name"), SAFETY, ACCOUNT, STAFF
        )
    },
    "id",
)
TWO_PEOPLE = "proposed_by proposed_at confirmed_by confirmed_at declined_by declined_at begun_at"
personal(
    "accounts.Suspension",
    {
        "person reason lasts until lifted_at": Entry(
            _("to enforce the rules, and to tell you why"), SAFETY, ACCOUNT_LIFE, _("you, moderators")
        ),
        f"{TWO_PEOPLE} rank": Entry(
            _("who asked and who decided, so that no one can decide alone"), SAFETY, ACCOUNT_LIFE, _("moderators")
        ),
    },
    "id",
)
personal(
    "accounts.Appointment",
    {
        "person power gives reason": Entry(_("who can do what"), SAFETY, ACCOUNT_LIFE, STAFF),
        TWO_PEOPLE: Entry(
            _("who asked and who decided, so that no one can decide alone"), SAFETY, ACCOUNT_LIFE, _("administrators")
        ),
    },
    "id",
)
personal(
    "accounts.NameRequest",
    {"person name why asked_at granted": Entry(_("to let you use a name that was refused"), CONTRACT, ASKED, OFFICERS)},
    "id",
)
personal(
    "accounts.NameDecision",
    {
        "person asked grants reason": Entry(_("to tell you why"), CONTRACT, ASKED, OFFICERS),
        TWO_PEOPLE: Entry(_("who asked and who decided, so that no one can decide alone"), SAFETY, ASKED, OFFICERS),
    },
    "id",
)
personal(
    "accounts.AddressChange",
    {
        "person address asked_at due_at stopped_at done_at": Entry(
            _("to change your address only after your old mailbox was notified"),
            SAFETY,
            WHILE_IT_WAITS,
            OWNER,
        ),
        "asked_by confirmed_by confirmed_at": Entry(
            _("who asked and who decided, so that no one can decide alone"),
            SAFETY,
            WHILE_IT_WAITS,
            STAFF,
        ),
        "token_digest": Entry(
            _("to let your old mailbox stop it by a link; stored only as a hash"),
            SAFETY,
            WHILE_IT_WAITS,
            NOBODY,
        ),
    },
    "id",
)
personal(
    "accounts.NameKey",
    {
        "person key": Entry(
            _("to prevent names that look like those of people who speak for an organisation"), PUBLIC, ACCOUNT, NOBODY
        )
    },
    "id organisation edition",
    title=_("Names nobody else can use"),
)
personal(
    "accounts.Recovery",
    {
        "person address change reason": Entry(_("to return an account to its owner"), SAFETY, ACCOUNT_LIFE, OFFICERS),
        TWO_PEOPLE: Entry(
            _("who asked and who decided, so that no one can decide alone"), SAFETY, ACCOUNT_LIFE, OFFICERS
        ),
    },
    "id",
)
personal(
    "accounts.RefusedDomain",
    {"by at": Entry(_("who set up the forum, and when"), SAFETY, FOR_GOOD, STAFF)},
    "id domain",
)
personal(
    "accounts.Consent",
    {"person document version at": Entry(_("which terms you agreed to, and when"), PROOF, ACCOUNT_LIFE, OWNER)},
    "id",
    title=_("Terms agreed to"),
)
personal(
    "accounts.Mandate",
    {
        "person title themes territory valid_from valid_until steward": SPOKEN_FOR,
        KEYS: DECIDED,
        "renews reminded_at ended_told_at": Entry(_("to remind you before it ends"), CONTRACT, FOR_GOOD, OFFICERS),
    },
    "id organisation two_keys",
)
personal(
    "accounts.Invitation",
    {
        "made_by made_at used_by used_at cancelled_at": DECIDED,
        "token_digest": Entry(_("to let one person in by the link; stored only as a hash"), SAFETY, FOR_GOOD, NOBODY),
        "mailbox_digest declined_at": Entry(
            _("to offer it to you and nobody else; your address is stored only as a hash"), CONTRACT, OFFERED, OWNER
        ),
    },
    "id organisation title themes territory valid_from valid_until expires_at",
)
personal(
    "accounts.Organisation",
    {KEYS: DECIDED},
    "id slug name names skeleton sector country level territory website domains parent alike origin two_keys",
)
personal(
    "accounts.ChangeRequest",
    {"proposed_by proposed_at decided_by decided_at": DECIDED},
    "id organisation before after alike outcome",
)
personal(
    "accounts.Evidence",
    {
        "added_by added_at kind mandate": Entry(_("who added what"), PROOF, FOR_GOOD, OFFICERS),
        "words": Entry(_("to show that you speak for an organisation"), CONTRACT, ACCOUNT_LIFE, OFFICERS),
        "file": Entry(
            _("to show that you speak for an organisation"),
            CONTRACT,
            _("90 days after the last decision; a year if there is none"),
            OFFICERS,
        ),
        "checked_by checked_at removed_at file_type size sha256": Entry(
            _("what was checked, so that a decision can be understood later"), PROOF, FOR_GOOD, OFFICERS
        ),
        "token code_digest tries": Entry(_("to confirm a mailbox or a domain"), SAFETY, FOR_GOOD, NOBODY),
    },
    "id organisation",
)
personal(
    "accounts.Act",
    {
        "actor person mandate at verb ground": Entry(
            _("who did what to whom, so that it can be checked"), PROOF, FOR_GOOD, OFFICERS
        )
    },
    "id organisation data sealed previous digest",
)
personal(
    "accounts.ActWords",
    {"words": Entry(_("reasons for the decision"), PROOF, _("as long as the account it is about"), OFFICERS)},
    "act salt",
    title=_("Reasons in the audit trail"),
)
