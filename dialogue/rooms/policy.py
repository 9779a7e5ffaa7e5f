"""Who may do what in a room. Every door, socket or form, comes to the verbs, and every verb asks here.

A rule raises the Refusal that says why not and what to do next; `allows` makes a yes or no of it, for pages that
show only what can be done. Predicates alone could not tell a person the reason.
"""

from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.cldr import moment
from accounts.models import Mandate, User
from accounts.models.hold import HOLD
from accounts.models.powers import Rank
from accounts.models.suspension import rank_over, speaks_for_a_body
from accounts.pauses import pause
from accounts.reauthentication import PROVE_FIRST, may_speak_officially
from accounts.silencing import silenced_lately
from dialogue.live.refusals import Closed, NotAllowed, NotFound, Refusal
from dialogue.rooms.models.post import Post
from dialogue.rooms.models.room import Room
from dialogue.rooms.models.thread import Thread
from dialogue.rooms.standing import Standing


def read(standing: Standing) -> None:
    if standing.room.visibility == Room.Visibility.PUBLIC or standing.member or standing.staff:
        return
    raise NotFound


def take_part(standing: Standing) -> User:
    """What everything that leaves a trace needs: somebody who is signed in, not suspended, and may read here; it is they
    who come back."""
    read(standing)
    person = standing.person
    if person is None or not person.is_active:
        raise NotAllowed(_("Sign in to take part."), code="sign_in")
    if person.suspended_until and person.suspended():
        until = moment(person.suspended_until)
        raise NotAllowed(_("Your account is suspended until %(until)s. You can still read.") % {"until": until})
    return person


def react(standing: Standing, post: Post) -> None:
    take_part(standing)
    if standing.room.closed:
        raise Closed
    if post.state != "shown":
        raise NotFound(_("This post is no longer shown, so nobody can react to it."))


def speak(standing: Standing) -> User:
    """Whether they may say something new here; the person who may."""
    person = take_part(standing)
    room, participant = standing.room, standing.participant
    if not person.name:
        raise NotAllowed(_("Choose a public name first, on the page “You”."), code="name_first")
    if room.closed:
        raise Closed
    if participant and participant.muted_until and participant.muted():
        wait = (participant.muted_until - timezone.now()).total_seconds()
        raise NotAllowed(
            _("A moderator has muted you in this room for a while. You can still read."),
            code="muted",
            retry_after=wait,
        )
    if room.speakers == Room.Speakers.MANDATED and not standing.mandates and not standing.staff:
        _stays(person)
        raise NotAllowed(_("Only people with a mandate can post in this room. You can read and react."))
    if room.speakers == Room.Speakers.MEMBERS and not standing.member and not standing.staff:
        raise NotAllowed(_("Only members can post in this room. You can read and react."))
    return person


def _stays(person: User | None) -> None:
    """Who is about to leave speaks for nobody else: their mandates rest, which is said rather than that there are none."""
    if person and person.leaves_at:
        raise NotAllowed(
            _(
                "You have asked to delete your account, so you can post only as yourself. Cancel the deletion on the "
                "page “Your data” first."
            ),
            code="leaving",
        )


def speak_under(standing: Standing, mandate_id: int | None, post: Post | None = None) -> Mandate:
    """Whether they may speak here under this mandate, which is active now; the mandate. `post` is what was said under it and
    is to show other words: those are said for the body anew."""
    mandate = next((mandate for mandate in standing.mandates if mandate.pk == mandate_id), None)
    if mandate is None:
        if not post:
            _stays(standing.person)
        mandates = Mandate.objects.select_related("organisation")
        own = mandates.filter(pk=mandate_id, person=standing.person).first() if mandate_id else None
        if own and (paused := pause(own)):
            raise NotAllowed(paused, code="mandate")
        ended = _("You cannot use this mandate here any more. Post as yourself, or ask to renew it.")
        if post:
            ended = _(
                "You posted this for an organisation and can no longer speak for it here. You can withdraw this "
                "post, but not edit it."
            )
        raise NotAllowed(ended, code="mandate")
    if not mandate.usable:
        raise NotAllowed(
            _("To post for a public organisation you need a passkey or an app. Add one on the page “Security”."),
            code="second_factor",
        )
    prove(standing)
    return mandate


def prove(standing: Standing) -> None:
    """What a body has said is not touched by a session that somebody may have stolen meanwhile."""
    session, person = standing.session, standing.person
    if session and person and not may_speak_officially(person, session.authenticated_at):
        raise NotAllowed(PROVE_FIRST, code="prove_first")


def speak_in(standing: Standing, thread: Thread | None) -> User:
    """Whether they may say something in this thread, or open one; the person who may. Also who writes is shown only by this."""
    person = speak(standing)
    if thread and thread.locked and not standing.staff:
        raise Closed(_("This thread is locked. Start a new thread if there is more to say."))
    return person


def reply(standing: Standing, parent: Post) -> User:
    """Whether they may answer `parent`; the person who may."""
    person = speak_in(standing, parent.thread)
    if parent.state != "shown":
        raise NotFound(_("The post you are replying to is no longer shown. You can post your text as a new thread."))
    return person


def _own(standing: Standing, post: Post) -> None:
    person = take_part(standing)
    if post.author_id != person.pk:
        raise NotAllowed(_("Only the author can edit this post."))
    if post.state != "shown":
        raise NotFound(_("This post is no longer shown."))


def edit(standing: Standing, post: Post) -> None:
    _own(standing, post)
    speak(standing)
    if post.official:
        speak_under(standing, post.mandate_id, post)
    if post.thread.locked and not standing.staff:
        raise Closed(_("This thread is locked; its posts can no longer be edited."))
    if timezone.now() > post.editable_until():
        raise NotAllowed(_("You can edit a post for 15 minutes. To add something now, reply to it."))


def read_wordings(standing: Standing, post: Post) -> None:
    """What a post said before: who corrects a slip, an address that should not stand there, can rely on its being gone."""
    read(standing)
    own = standing.person is not None and post.author_id == standing.person.pk
    if not (own or standing.staff):
        raise NotAllowed(_("Only the author and moderators can read the earlier versions of this post."))


def withdraw(standing: Standing, post: Post) -> None:
    """Possible for one's own words: muted, in a locked thread, or in a closed room; under a mandate that has ended
    too, since nothing new is said for the body and the tombstone tells it who took the words back. But they
    are erased for good, so for those of a body who sits here has shown it today."""
    _own(standing, post)
    if post.official:
        prove(standing)


def restore(post: Post, by: User) -> None:
    """Whether `by` may show hidden words again. Those of a body are under its name again from then on, so its mandate is asked
    as far as it can vouch for them: one moderator does not bring back what an impostor said."""
    if not post.official:
        return
    mandates = Mandate.objects.select_related("organisation", "person")
    mandate = mandates.filter(pk=post.mandate_id).first() if post.mandate_id else None
    if mandate is None or not (_vouches(mandate, post.room.theme.slug) or _stood(mandate, post, by)):
        raise NotAllowed(
            _(
                "This post was made for an organisation, and its mandate is not valid now. It stays hidden; someone "
                "who speaks for the organisation can post it again."
            ),
            code="mandate",
        )


def _vouches(mandate: Mandate, theme: str) -> bool:
    """Whether what was said under it about this theme may be shown anew under the name of its body. Its time may be over:
    rightful words do not become wrong by the calendar. But nothing stands against it: neither it nor its body is revoked,
    given back or suspended, and whoever spoke could still speak for such a body."""
    holder, body = mandate.person, mandate.organisation
    here = holder.is_active and not holder.suspended() and (not mandate.official or holder.secured)
    stands = all(each.granted and not each.suspended for each in (mandate, body))
    return stands and here and mandate.valid_from <= timezone.now() and mandate.covers(theme)


def _stood(mandate: Mandate, post: Post, by: User) -> bool:
    """Whether the words stood when their holder gave the mandate back, and were hidden since by somebody else than `by`: or one
    moderator alone could take away for good what a former minister said."""
    if mandate.revoked_at is None or mandate.revoked_by_id != mandate.person_id:
        return False
    body, hidden = (
        mandate.organisation,
        post.room.stream.events.filter(kind="post.hidden", data__post=post.seq).order_by("seq").last(),
    )
    stands = mandate.suspended_at is None and body.granted and not body.suspended
    return stands and hidden is not None and post.hidden_at > mandate.revoked_at and hidden.actor_id != by.pk


def moderate(standing: Standing, thing: Post | Thread | None = None) -> None:
    read(standing)
    if not standing.staff:
        raise NotAllowed


def silence(standing: Standing, person: User, lasts: timedelta) -> None:
    """Whether they may mute `person` here for so long. Whoever holds an office, or speaks for a public body, is silenced by no one
    alone, and whoever speaks for any other body for no longer, and no more often, than they could be suspended."""
    moderate(standing)
    if rank_over(person) > Rank.PERSON:
        raise NotAllowed(
            _(
                "This person has a role on this forum, so nobody can mute or suspend them alone. Hide the posts that "
                "break the rules, or propose a suspension on their page; a second person confirms it."
            ),
            code="two_people",
        )
    if not speaks_for_a_body(person).exists():
        return
    if standing.person and silenced_lately(person, standing.person):
        raise NotAllowed(
            _(
                "This person speaks for an organisation, did so until recently or will soon, and within the last 30 "
                "days you have muted or suspended them alone, or confirmed someone else’s suspension. Propose a "
                "suspension on their page; a second person confirms it."
            ),
            code="two_people",
        )
    if lasts > HOLD:
        raise NotAllowed(
            _(
                "This person speaks for an organisation, did so until recently or will soon, so nobody can mute or "
                "suspend them alone for longer than 3 days. Choose a shorter time, or propose a suspension on their "
                "page; a second person confirms it."
            ),
            code="two_people",
        )


def allows(rule: Callable[..., object], *about) -> bool:
    try:
        rule(*about)
    except Refusal:
        return False
    return True
