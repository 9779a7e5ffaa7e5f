"""Domains at which anybody gets an address: a mailbox there shows nothing about a body."""

_DOMAINS = (
    "126.com 163.com aol.com bk.ru daum.net foxmail.com free.fr gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net "
    "googlemail.com hotmail.co.uk hotmail.com hotmail.es hotmail.fr hotmail.it icloud.com inbox.ru laposte.net libero.it "
    "list.ru live.com live.fr mail.com mail.ru mailbox.org me.com msn.com naver.com orange.fr outlook.com outlook.fr "
    "posteo.de proton.me protonmail.com qq.com rediffmail.com riseup.net sina.com t-online.de tuta.com tutanota.com "
    "uol.com.br wanadoo.fr web.de ya.ru yahoo.co.in yahoo.co.jp yahoo.co.uk yahoo.com yahoo.com.br yahoo.es yahoo.fr "
    "yandex.com yandex.ru yeah.net zoho.com"
)
FREE_MAIL = frozenset(_DOMAINS.split())


def domain_of(address: str) -> str:
    """What stands behind the @ of an address, in small letters."""
    return address.rpartition("@")[2].strip().lower()
