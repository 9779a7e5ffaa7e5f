"""The plain pages: everything of a room can be read and done without a script."""

import re
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts.models import User
from dialogue.live.models import Event
from dialogue.rooms.models import Participant, Post
from dialogue.rooms.page_words import page_words
from dialogue.rooms.templatetags.rooms import to
from tests.people import edit, person, react, say, sign_in, withdraw


def page(client, room, **query):
    return client.get(reverse("room", args=[room.slug]), query)


def seqs(answer) -> list[int]:
    return [post.seq for post in answer.context["posts"]]


def test_anybody_reads_the_room_without_an_account(client, room, ada):
    say(ada, room, "An island does not **choose**.")
    answer = page(client, room)
    assert answer.status_code == 200
    assert "<strong>choose</strong>" in answer.content.decode() and "Ada Mensah" in answer.content.decode()


def test_a_page_of_fifty_posts_takes_at_most_twelve_queries(client, room, ada, bo, django_assert_max_num_queries):
    for number in range(55):
        post = say(ada if number % 2 else bo, room, f"Number {number}", parent=1 if number else None)
    react(bo, post, "agree")
    Participant.objects.create(room=room, person=ada, read_seq=30)
    client.force_login(ada)
    page(client, room)
    with django_assert_max_num_queries(12):
        answer = page(client, room)
    assert len(seqs(answer)) == 50


def test_older_and_later_posts_page_by_page_without_gap_or_double(client, room, ada, bo):
    for number in range(120):
        say(bo if number % 2 else ada, room, f"Number {number}")
    answer, found = page(client, room), []
    while True:
        found = seqs(answer) + found
        if answer.context["page"].before is None:
            break
        answer = page(client, room, before=answer.context["page"].before)
    assert found == list(range(1, 121))
    answer = page(client, room, after=0)
    assert seqs(answer) == list(range(1, 51)) and answer.context["page"].after == 50


def test_the_link_to_any_post_leads_to_its_place(client, room, ada):
    for number in range(60):
        say(ada, room, f"Number {number}")
    answer = client.get(reverse("post", args=[room.slug, 5]), follow=True)
    assert 5 in seqs(answer) and answer.redirect_chain[0][0].endswith("?around=5#post-5")
    assert client.get(reverse("post", args=[room.slug, 999])).status_code == 404


@pytest.mark.parametrize("value", ["x", "-1", "", "1e9", "9" * 40, "١"])
def test_an_odd_number_in_the_address_is_a_page_that_is_not_there(client, room, value):
    assert page(client, room, before=value).status_code == 404


def test_hidden_and_withdrawn_words_stand_on_no_page(client, room, ada, bo, grace):
    hidden, withdrawn = say(ada, room, "Harshword."), say(bo, room, "Regretted.")
    hidden.hide(grace)
    withdraw(bo, withdrawn)
    for name, seq in (("room", None), ("thread", 1), ("thread", 2), ("feed", None), ("posts-json", None), ("words", 1),
                      ("words", 2), ("revisions", 1), ("events", None)):  # fmt: skip
        answer = client.get(
            reverse(name, args=[room.slug, *([seq] if seq else [])]), {"after": 0} if name == "events" else {}
        )
        assert answer.status_code == 200, name
        assert b"Harshword" not in answer.content and b"Regretted" not in answer.content, name
    for handle in (ada.handle, bo.handle):
        assert b"Harshword" not in client.get(reverse("person", args=[handle])).content
    client.force_login(grace)
    assert b"Harshword" in page(client, room).content


def test_what_was_refused_comes_back_in_the_form_with_the_reason(client, room, ada, grace):
    room.slow_down(60, grace)
    say(ada, room, "First.")
    client.force_login(ada)
    answer = client.post(reverse("posts", args=[room.slug]), {"text": "My second thought.", "key": str(uuid4())})
    assert answer.status_code == 429
    assert answer.context["composer"]["text"] == "My second thought." and answer.context["composer"]["error"]
    assert "My second thought." in answer.content.decode()


def test_a_form_sent_twice_is_one_post(client, room, ada):
    client.force_login(ada)
    form = {"text": "Once.", "key": str(uuid4())}
    for _ in range(2):
        assert client.post(reverse("posts", args=[room.slug]), form).status_code == 302
    assert Post.objects.count() == 1


def test_nothing_is_said_in_a_form_without_its_token(room, ada):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    answer = client.post(reverse("posts", args=[room.slug]), {"text": "Forged.", "key": str(uuid4())})
    assert answer.status_code == 403 and "Forged." in answer.content.decode() and not Event.objects.exists()


def test_former_words_are_read_by_their_author_and_moderators_only(client, room, ada, bo, grace):
    post = say(ada, room, "Call me on 555-0199.")
    edit(ada, post, "Call me at the office.")
    address = reverse("revisions", args=[room.slug, post.seq])
    for reader, former in ((None, False), (bo, False), (ada, True), (grace, True)):
        client.logout()
        if reader:
            client.force_login(reader)
        answer = client.get(address).content.decode()
        assert "Call me at the office." in answer and ("555-0199" in answer) == former, reader
        assert answer.count('<section class="wording">') == 1, "everybody sees that and when it was changed"


def test_every_page_answers_in_light_of_who_asks(client, room, members_room, theme, ada, grace):
    say(ada, room, "Hello.")
    pages = [reverse("home"), reverse("about"), reverse("theme", args=[theme.slug]), reverse("room", args=[room.slug]),
             reverse("thread", args=[room.slug, 1]), reverse("person", args=[ada.handle]), reverse("revisions", args=[room.slug, 1]),
             reverse("account_login"), reverse("account_signup"), reverse("account_request_login_code")]  # fmt: skip
    own = [reverse("profile"), reverse("edit", args=[room.slug, 1]), reverse("withdrawal", args=[room.slug, 1]),
           reverse("account_change_password" if ada.has_usable_password() else "account_set_password"), reverse("account_email"),
           reverse("account_logout"), reverse("usersessions_list")]  # fmt: skip
    for language in ("en", "ar"):
        for address in pages:
            answer = client.get(address, headers={"accept-language": language})
            assert answer.status_code == 200, address
            assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in answer.content.decode()
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
    for who in (ada, grace):
        sign_in(client, who)
        for address in pages[:7] + (own if who == ada else []):
            answer = client.get(address)
            assert answer.status_code == 200 and answer.headers["Cache-Control"] == "private, no-store", address
    assert client.get("/rooms/nowhere/").status_code == 404


def test_the_json_pages_hold_every_post_once(client, room, ada, bo):
    for number in range(70):
        say(ada if number % 2 else bo, room, f"Number {number}")
    address, found = reverse("posts-json", args=[room.slug]), []
    while address:
        answer = client.get(address).json()
        found = [post["post"] for post in answer["posts"]] + found
        address = answer["before"]
    assert found == list(range(1, 71))


def test_the_poll_gives_what_came_after_and_reloads_another_epoch(client, room, ada):
    say(ada, room, "One.")
    say(ada, room, "Two.")
    address = reverse("events", args=[room.slug])
    answer = client.get(address, {"after": 1, "tally": 0}).json()
    assert answer["head"] == 2 and '"seq":2' in answer["frames"][0] and not answer["reload"]
    assert client.get(address, {"after": 1, "epoch": "other"}).json()["reload"]


def test_the_feed_is_atom(client, room, ada):
    say(ada, room, "Water & words <here>.")
    address = reverse("feed", args=[room.slug])
    answer = client.get(address)
    assert answer["Content-Type"].startswith("application/atom+xml") and b"<feed" in answer.content
    entries = [
        set(re.findall(rb"<id>(tag:.+?)</id>", client.get(language + address).content)) for language in ("", "/ar")
    ]
    assert entries[0] == entries[1] and len(entries[0]) == 1


def test_the_feed_says_for_whom_somebody_speaks(client, room, ada, bo, mandate):
    say(ada, room, "We sign.", mandate=mandate.pk)
    say(ada, room, "I hope so.")
    User.objects.filter(pk=bo.pk).update(namesake_of=ada)
    say(bo, room, "Not in my name.")
    feed = client.get(reverse("feed", args=[room.slug])).content.decode()
    names = re.findall(r"<author><name>(.*?)</name>", feed)
    said = f"{ada.name} ({mandate.title}, {mandate.organisation.name})"
    assert sorted(names) == sorted([said, ada.name, f"{bo.name} (not the official of this name)"])
    assert f"<title>{said}: We sign.</title>" in feed


def test_a_person_page_shows_words_only_of_rooms_its_reader_may_read(client, room, members_room, ada):
    members_room.admit(ada)
    say(ada, members_room, "Between us.")
    say(ada, room, "For everyone.")
    answer = client.get(reverse("person", args=[ada.handle])).content.decode()
    assert "For everyone." in answer and "Between us." not in answer


def test_titles_are_in_the_language_of_the_page(client, room):
    answer = client.get(reverse("room", args=[room.slug]), headers={"accept-language": "ar"}).content.decode()
    assert "المطر" in answer


def test_long_words_come_by_themselves_and_only_the_author_gets_the_source(client, room, ada):
    post = say(ada, room, "w " * 5000)
    address = reverse("words", args=[room.slug, post.seq])
    assert "text" not in client.get(address).json()
    client.force_login(ada)
    assert client.get(address).json()["text"] == post.text


def test_staff_see_the_doors_of_moderation_and_citizens_do_not(client, room, ada, grace):
    say(ada, room, "Hello.")
    hiding = reverse("hiding", args=[room.slug, 1])
    for who, sees in ((person("Citizen Kim"), False), (grace, True)):
        client.force_login(who)
        menu = client.get(reverse("acts", args=[room.slug, 1])).content.decode()
        assert (hiding in menu) is sees
        # And what a script copies into a post.
        assert ("/posts/0/hiding/" in page(client, room).content.decode()) is sees


def test_addresses_made_by_number_are_those_of_the_map_of_addresses(room):
    numbered = ("post", "edit", "reply", "revisions", "withdrawal", "reaction", "hiding", "thread", "lock", "pin")
    for name in numbered:
        for seq in (0, 7, 10**15):
            assert to(name, room.slug, seq) == reverse(name, args=(room.slug, seq))
    with pytest.raises(ValueError):
        to("post", room.slug, "7/<script>")


def test_the_words_of_the_page_follow_its_language():
    with override("fr"):
        french = page_words()["you"]
    with override("en"):
        assert (page_words()["you"], french) == ("You", "Vous")


def test_the_page_of_a_thread_lists_the_conversations_with_this_one_marked(client, room, ada, bo):
    opened, other, alone = say(ada, room, "Who pays?"), say(ada, room, "Another question."), say(bo, room, "So do I.")
    say(bo, room, "An answer.", parent=other.seq)
    page = (
        client.get(reverse("thread", args=[room.slug, opened.seq]))
        .content.decode()
        .partition('<template id="thread')[0]
    )
    listed = re.findall(r'data-thread="(\d+)"( aria-current="page")?>\s*<span class="threads__words"', page)
    assert sorted(listed) == sorted([(str(opened.seq), ' aria-current="page"'), (str(other.seq), "")])
    assert f'data-thread="{alone.seq}"' not in page


def test_who_is_refused_reads_what_happened_and_how_to_go_on(client, room, ada, bo):
    post = say(ada, room, "An island does not choose.")
    address = reverse("reaction", args=[room.slug, post.seq])

    def told(answer) -> tuple[str, str]:
        return re.search(r'<h1>\s*(.*?)\s*</h1>\s*<p class="lead">(.*?)</p>', answer.content.decode()).groups()

    assert told(client.post(address, {"kind": "agree"})) == ("You are not signed in", "Sign in to take part.")
    room.close(person("Grace Mod", is_staff=True))
    sign_in(client, bo)
    title, how = told(client.post(address, {"kind": "agree"}))
    assert title == "Room closed" and "You can still read all posts" in how
    assert told(client.get("/rooms/nowhere/"))[0] == "Page not found"
