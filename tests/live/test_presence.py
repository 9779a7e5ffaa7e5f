"""Who is here, counted and told: people once, guests by where they come from, and nobody by their silence."""

import pytest

from dialogue.live import presence as module
from dialogue.live.bell import Present
from dialogue.live.crowd import EMPTY, published
from dialogue.live.presence import Presence, pseudonym
from dialogue.live.seat import Person

STREAM = 7


def someone(number: int, sector: str = "citizen", country: str = "GH") -> Person:
    return Person(number, f"handle-{number}", f"Person {number}", sector, country)


def spoke(presence: Presence, person: Person, cell: str) -> None:
    presence.spoken[person.handle] = (module.monotonic(), cell)


def test_whoever_only_reads_is_a_reader_whatever_their_sector_and_country():
    presence = Presence()
    for number in range(1, 7):
        presence.enter(someone(number, "government", "FR"))
    assert presence.counts(STREAM) == {"total": 6, "sectors": {"reader": 6}, "countries": {}}


def test_one_person_with_twenty_lines_and_one_guest_with_a_hundred_are_not_a_crowd():
    presence = Presence()
    for _ in range(20):
        presence.enter(someone(1))
    for _ in range(100):
        presence.enter(Person(), "203.0.113.7")
    assert presence.counts(STREAM) == {"total": 21, "sectors": {"reader": 21}, "countries": {}}
    for _ in range(19):
        presence.leave(someone(1))
    assert presence.counts(STREAM)["total"] == 21
    presence.leave(someone(1))
    assert presence.counts(STREAM)["total"] == 20
    for _ in range(100):
        presence.leave(Person(), "203.0.113.7")
    assert presence.counts(STREAM) == EMPTY and not presence.guests and not presence.lines


def test_a_school_and_an_office_are_counted_each_for_itself():
    presence = Presence()
    for network in ("203.0.113.7", "198.51.100.9", "192.0.2.1"):
        for _ in range(3):
            presence.enter(Person(), network)
    assert presence.counts(STREAM)["total"] == 9


def test_somebody_with_tabs_in_two_processes_is_one_person():
    one, two = Presence(), Presence()
    for number in range(1, 7):
        one.enter(someone(number))
        two.enter(someone(number))
    one.told_by(two.to_tell("two", STREAM, step=True))
    assert one.counts(STREAM)["total"] == 6
    two.enter(someone(9))
    one.told_by(two.to_tell("two", STREAM, step=True))
    assert one.counts(STREAM)["total"] == 7


def test_in_a_full_room_processes_tell_each_other_numbers_only():
    one, two = Presence(), Presence()
    for number in range(1, 201):
        two.enter(someone(number))
    told = two.to_tell("two", STREAM, step=True)
    assert (told.people, told.cells) == ({}, {"": 200})
    one.told_by(told)
    assert one.counts(STREAM)["total"] == 200


def test_what_travels_between_processes_names_no_reader(settings):
    presence = Presence()
    grace = Person(41, "graces-handle", "Grace Oduya", "government", "KE")
    presence.enter(grace)
    (told,) = presence.to_tell("one", STREAM, step=True).people.items()
    assert told == (pseudonym(STREAM, "graces-handle"), "")
    assert len({pseudonym(stream, "graces-handle") for stream in range(50)}) == 50


def test_words_spoken_in_one_process_count_for_the_tab_in_another():
    one, two = Presence(), Presence()
    for number in range(1, 6):
        one.enter(someone(number))
        two.enter(someone(number))
        spoke(two, someone(number), "citizen GH")
    one.told_by(two.to_tell("two", STREAM, step=True))
    assert one.counts(STREAM) == {"total": 5, "sectors": {"citizen": 5}, "countries": {"GH": 5}}


def test_between_two_steps_nothing_is_told_of_who_comes_and_goes():
    presence = Presence()
    for number in range(1, 9):
        presence.enter(someone(number))
    assert presence.news(STREAM, step=False) == [] and presence.to_tell("one", STREAM, step=False) is None
    assert presence.snapshot == EMPTY
    assert len(presence.news(STREAM, step=True)) == 1 and presence.snapshot["total"] == 8
    assert isinstance(presence.to_tell("one", STREAM, step=True), Present)


def test_who_types_is_told_at_once():
    presence = Presence()
    presence.enter(someone(1))
    presence.types(someone(1), None)
    assert "Person 1" in presence.news(STREAM, step=False)[0]
    assert presence.to_tell("one", STREAM, step=False).typing[0]["handle"] == "handle-1"


def test_words_are_forgotten_after_an_hour(monkeypatch):
    presence = Presence()
    for number in range(1, 6):
        presence.enter(someone(number))
        spoke(presence, someone(number), "citizen GH")
    assert presence.counts(STREAM)["sectors"] == {"citizen": 5}
    later = module.monotonic() + module.SPOKEN_LASTS
    monkeypatch.setattr(module, "monotonic", lambda: later)
    presence.listen([])
    assert presence.counts(STREAM)["sectors"] == {"reader": 5}


@pytest.mark.parametrize(
    "cells,told",
    [
        ({"": 4}, EMPTY),
        ({"government": 4}, EMPTY),
        ({"government": 4, "": 1}, {"total": 5, "sectors": {"reader": 5}, "countries": {}}),
        ({"government": 5, "": 4}, {"total": 9, "sectors": {"reader": 9}, "countries": {}}),
        ({"government": 5, "": 5}, {"total": 10, "sectors": {"government": 5, "reader": 5}, "countries": {}}),
        (
            {"citizen GH": 6, "citizen SE": 6},
            {"total": 12, "sectors": {"citizen": 12}, "countries": {"GH": 6, "SE": 6}},
        ),
        ({"citizen GH": 6, "citizen SE": 2}, {"total": 8, "sectors": {"citizen": 8}, "countries": {}}),
    ],
)
def test_no_figure_counts_fewer_than_five(cells, told):
    assert published(cells) == told


def test_a_thousand_comings_and_goings_cost_next_to_nothing():
    import timeit

    presence, people = Presence(), [someone(number) for number in range(1, 1001)]

    def tide():
        for person in people:
            presence.enter(person)
        for person in people:
            presence.leave(person)

    assert min(timeit.repeat(tide, number=1, repeat=10)) < 0.02
    for person in people:
        presence.enter(person)
    assert min(timeit.repeat(lambda: presence.news(STREAM, step=True), number=1, repeat=10)) < 0.02
