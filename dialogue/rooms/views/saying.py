"""The forms behind everything a person does; the socket's commands come to the same verbs."""

from uuid import uuid4

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from dialogue.live.refusals import Conflict, NotAllowed, Refusal
from dialogue.rooms import policy
from dialogue.rooms.doors import done, door, key_of, number_of, post_in, session_of, thread_in, wants_json
from dialogue.rooms.models import Participant, Reaction
from dialogue.rooms.models.participant import Place
from dialogue.rooms.models.reaction import Wish
from dialogue.rooms.page import context_of, languages_of, posts_of
from dialogue.rooms.publication import Draft, Publication
from dialogue.rooms.revising import Edit, Withdrawal, revise_one
from dialogue.rooms.standing import Standing
from dialogue.rooms.views.pages import size_for
from dialogue.rooms.wording import Likely, Wording


def place(standing) -> tuple[int, int, int]:
    """(stream, room, person) ids of somebody who takes part."""
    person = policy.take_part(standing)
    return standing.room.stream_id, standing.room.pk, person.pk


def likely(standing: Standing) -> Likely:
    return Likely(standing.room.languages, standing.person.languages if standing.person else ())


@door("POST", rule=policy.read)
def posts(request, standing):
    try:
        draft = Draft(
            *place(standing),
            key_of(request),
            request.POST.get("text", ""),
            number_of(request, "parent", 1),
            request.POST.get("language", ""),
            number_of(request, "mandate"),
            likely(standing),
            request.POST.get("shown", ""),
            number_of(request, "answers", 1),
            session=session_of(request),
        )
        answer = Publication.one(draft)
    except Refusal as refusal:
        if wants_json(request):
            raise
        # Only whoever is told what stands there now writes under it from here on.
        read = {name: refusal.more[name] for name in ("shown", "answers") if name in refusal.more}
        return again(request, standing, refusal.status, error=refusal.message, **read)
    return done(request, answer, reverse("post", args=[standing.room.slug, answer["seq"]]))


@door("POST", rule=policy.read)
def preview(request, standing):
    """How words would look, and in which language they would stand; nothing is kept."""
    try:
        policy.speak(standing)
        wording = Wording.of(request.POST.get("text", ""), request.POST.get("language", ""), likely(standing))
    except Refusal as refusal:
        if wants_json(request):
            raise
        return again(request, standing, refusal.status, error=refusal.message)
    if wants_json(request):
        return JsonResponse({"html": wording.html, "language": wording.language})
    return again(request, standing, preview=wording)


def again(request, standing, status: int = 200, **composer):
    """The page again, with the words still in the form and what was found of them beside it."""
    shown, pages = posts_of(standing.room.posts, None, None, None, size_for(request))
    context = context_of(standing, shown, pages) | {"highlight": None}
    parent, mandate = number_of(request, "parent", 1), request.POST.get("mandate", "")
    usable = {str(each.pk) for each in context["mandates"] if each.usable}
    context["composer"] |= {
        "text": request.POST.get("text", ""),
        "language": request.POST.get("language", ""),
        # For themselves where that mandate has ended: the form would offer another body's.
        "mandate": mandate if mandate in usable else "",
        "shown": request.POST.get("shown") or context["composer"]["shown"],
        "answers": request.POST.get("answers", ""),
        "parent": standing.room.posts.with_people().filter(seq=parent).first() if parent else None,
        **composer,
    }
    return render(request, "rooms/room.html", context, status=status)


@door("GET", rule=policy.read)
def edit(request, standing, seq):
    post = post_in(standing, seq)
    return edit_page(request, standing, post, form_text=post.text, form_language=post.language)


def edit_page(request, standing, post, status: int = 200, **form):
    """Where words are changed: those that stand, for they are what a form from here replaces, or others, and why."""
    policy.edit(standing, post)
    context = {"room": standing.room, "post": post, "languages": languages_of(standing), "draft_key": uuid4(), **form}
    return render(request, "rooms/edit.html", context, status=status)


@door("GET", "POST", rule=policy.read)
def revisions(request, standing, seq):
    """When a post was changed, and for its author and moderators from what (to read); new words for it (to send)."""
    post = post_in(standing, seq)
    if request.method != "POST":
        former = list(post.revisions.all())
        readable = policy.allows(policy.read_wordings, standing, post)
        context = {"room": standing.room, "post": post, "revisions": former, "readable": readable}
        return render(request, "rooms/revisions.html", context)
    text, language = request.POST.get("text", ""), request.POST.get("language", "")
    words = key_of(request), seq, text, language, likely(standing), number_of(request, "replaces", 1)
    try:
        answer = revise_one(Edit(*place(standing), *words, session=session_of(request)))
    except Conflict as refusal:
        if wants_json(request):
            raise
        form = {"form_text": text, "form_language": language, "error": refusal.message}
        return edit_page(request, standing, post_in(standing, seq), refusal.status, **form)
    return done(request, answer, reverse("post", args=[standing.room.slug, seq]))


@door("GET", "POST", rule=policy.read)
def withdrawal(request, standing, seq):
    post = post_in(standing, seq)
    if request.method != "POST":
        policy.withdraw(standing, post)
        return render(request, "rooms/withdrawal.html", {"room": standing.room, "post": post, "draft_key": uuid4()})
    answer = revise_one(Withdrawal(*place(standing), key_of(request), seq, session=session_of(request)))
    return done(request, answer, reverse("post", args=[standing.room.slug, seq]))


@door("POST", rule=policy.read)
def reaction(request, standing, seq):
    kind, moments = request.POST.get("kind") or None, (number_of(request, "pressed"), number_of(request, "seen"))
    wish = Wish(*place(standing), seq, kind, *moments, session=session_of(request))
    wish.prepare()
    outcome = Reaction.objects.express([wish])[0]
    if isinstance(outcome, Refusal):
        raise outcome
    return done(request, outcome, reverse("post", args=[standing.room.slug, seq]))


@door("POST", rule=policy.read)
def reading(request, standing):
    """How far somebody has read, for "first unread"."""
    if standing.person is None:
        raise NotAllowed(code="sign_in")
    seq = number_of(request, "seq") or 0
    seq = min(seq, standing.room.stream.head)
    Participant.objects.read_up_to([Place(*place(standing), seq, session=session_of(request))])
    return done(request, {}, reverse("room", args=[standing.room.slug]))


@door("GET", rule=policy.read)
def reply(request, standing, seq):
    """Where a reply to one post is written when the page has no script: its thread, with the form turned to it."""
    post = post_in(standing, seq)
    thread = thread_in(standing, post.thread.seq)
    quote = "&quote=1" if request.GET.get("quote") == "1" else ""
    return redirect(f"{reverse('thread', args=[standing.room.slug, thread.seq])}?reply={seq}{quote}#composer")
