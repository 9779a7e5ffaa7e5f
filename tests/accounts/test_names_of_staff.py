"""Nobody is called like those who look after the forum; what people are called stays theirs."""

import pytest
from django.core.exceptions import ValidationError

from accounts import reserved
from accounts.names import clean_name
from tests.accounts.test_impersonation import LISTS

# Refused anywhere in a name, and so in no list of their own.
STAFF = {
    "en": ["moderator", "administrator"], "fr": ["modérateur", "modératrice", "administratrice"],
    "es": ["moderador", "moderadora", "administradora"], "pt-br": ["moderador", "moderadora", "administradora"],
    "ar": ["مدير"], "ru": ["модератор", "администратор"], "zh-hans": ["版主", "管理员"],
}  # fmt: skip


@pytest.mark.parametrize("language", sorted(STAFF))
def test_nobody_is_called_like_the_staff_of_the_forum(language):
    roles, here = LISTS[language]["roles"] + STAFF[language], LISTS[language]["here"]
    assert len(roles) > 20 and len(here) > 5
    for role in roles:
        alone = {role, role.upper(), role.title(), role.replace(" ", "")}
        beside = {form.format(role, word) for word in here for form in ("{} {}", "{1} {0}", "{0}{1}", "Ana, {0} — {1}")}
        for name in alone | beside:
            assert reserved.office(name), name


@pytest.mark.parametrize(
    "name",
    ["Officer of this forum", "Forum officer", "Équipe du forum", "مشرف", "Host of the debate", "Help desk of the forum",
     "ForumOfficer", "Support Team", "Fo rum Off icer", "L’équipe du débat", "Anfitriona del debate", "Ana, Forum Host",
     "Equipe de suporte do fórum", "Ведущая дебатов", "Служба поддержки форума", "论坛官员", "辩论主持人", "مسؤول المنتدى", "Coordinator"],
)  # fmt: skip
def test_mallory_may_not_be_called_like_them(name):
    assert reserved.office(name)


@pytest.mark.parametrize(
    "name",
    ["Frank Host", "Jordan Steward", "Georgia Officer", "Ana Foro", "Kevin Sites", "Will Help", "Ana Equipe", "برويز مشرف",
     "Иван Ведущий", "王平台", "Ad Min", "Dialogue Moyo"],
)  # fmt: skip
def test_ada_keeps_her_name(name):
    assert clean_name(name) == name


def test_mallory_reads_why():
    with pytest.raises(ValidationError, match="looks like an office") as refusal:
        clean_name("Officer of this forum")
    assert refusal.value.code == "reserved"
