"""The data map of the rooms and of the record."""

from django.utils.translation import gettext_lazy as _

from accounts.data_map import (
    ACCOUNT_LIFE,
    CONTRACT,
    EVERYONE,
    FOR_GOOD,
    OWNER,
    SAFETY,
    STAFF,
    Entry,
    impersonal,
    personal,
)

BY_ROOM = _("until you withdraw it; when you leave, erased or kept without your name, depending on the room")
PUBLISHED = _("you chose to publish it")
MODERATORS = _("everyone in the room; hidden posts only moderators")
YOU_AND_MODERATORS = _("you, moderators")

personal(
    "rooms.Post",
    {
        "author text html language at": Entry(_("your posts"), PUBLISHED, BY_ROOM, MODERATORS),
        "sector region country mandate organisation title": Entry(
            _("who you posted for"), PUBLISHED, BY_ROOM, EVERYONE
        ),
        "edited_at edited_seq withdrawn_at hidden_at": Entry(_("what happened to it"), PUBLISHED, FOR_GOOD, EVERYONE),
    },
    "id room thread parent seq counts tally",
)
personal(
    "rooms.Revision",
    {
        "post text html language": Entry(_("how your posts were edited"), PUBLISHED, ACCOUNT_LIFE, YOU_AND_MODERATORS),
        "at": Entry(_("when your posts were edited"), PUBLISHED, ACCOUNT_LIFE, EVERYONE),
    },
    "id seq",
    title=_("Earlier versions"),
)
personal(
    "rooms.Searched",
    {"words": Entry(_("to find your posts"), PUBLISHED, ACCOUNT_LIFE, _("everyone in the room"))},
    "id room seq edition",
    title=_("Search index"),
)
personal(
    "rooms.Reaction",
    {
        "person post kind": Entry(
            _("your reaction to a post; others see only how many"), CONTRACT, ACCOUNT_LIFE, OWNER
        ),
        "pressed": Entry(_("so that of two choices the later one counts"), CONTRACT, ACCOUNT_LIFE, OWNER),
    },
    "id tally",
    title=_("Reactions"),
)
personal(
    "rooms.TakenBack",
    {"person post pressed": Entry(_("so that of two choices the later one counts"), CONTRACT, ACCOUNT_LIFE, OWNER)},
    "id tally",
    title=_("Withdrawn reactions"),
)
personal(
    "rooms.Participant",
    {
        "read_seq": Entry(_("to take you to where you stopped reading"), CONTRACT, ACCOUNT_LIFE, OWNER),
        "person room member muted_until": Entry(_("who can read and post"), SAFETY, ACCOUNT_LIFE, STAFF),
    },
    "id",
    title=_("Roles and reading positions in rooms"),
)
personal(
    "rooms.Voice",
    {
        "person sector posts": Entry(
            _("to count you once in each room and sector; others see only how many people"), CONTRACT, BY_ROOM, OWNER
        )
    },
    "id room",
    title=_("Counts of people who posted"),
)
personal(
    "live.Event",
    {
        "actor key data at": Entry(
            _("the order of what happened, by numbers without names or texts"), PUBLISHED, FOR_GOOD, EVERYONE
        ),
        "salt content": Entry(
            _("to prove that posts were not changed"), PUBLISHED, _("deleted together with the text"), _("nobody")
        ),
    },
    "id stream seq kind digest",
    title=_("The record of what happened"),
)
impersonal("live.Stream", "id name epoch head tally tip")
impersonal("live.Lineage", "id mark")
TWO_PEOPLE = "proposed_by proposed_at confirmed_by confirmed_at declined_by declined_at begun_at"
DECIDED = _("who asked and who decided, so that no one can decide alone")
personal(
    "rooms.Membership",
    {
        "person room joins reason": Entry(_("who can read and post"), SAFETY, ACCOUNT_LIFE, STAFF),
        TWO_PEOPLE: Entry(DECIDED, SAFETY, ACCOUNT_LIFE, _("administrators")),
    },
    "id",
)
personal(
    "rooms.Rewording",
    {f"reason {TWO_PEOPLE}": Entry(DECIDED, SAFETY, FOR_GOOD, _("administrators"))},
    "id room theme before after",
)
impersonal("rooms.Theme", "id slug place titles summaries")
impersonal(
    "rooms.Room",
    "id slug theme stream titles questions languages visibility speakers record slow closed_at people voices places former "
    "origin source",
)
impersonal("rooms.Thread", "id room seq last_seq replies locked pinned")
