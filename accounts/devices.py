"""What somebody signed in with, in plain words. Browsers name several others in what they send; the first that fits is theirs."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# How each calls itself, those first that also carry the names of others.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("YaBrowser/", "Yandex Browser"),
    ("UCBrowser/", "UC Browser"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
DEVICES = (
    ("iPhone", gettext_lazy("an iPhone")),
    ("iPad", gettext_lazy("an iPad")),
    ("Android", gettext_lazy("an Android device")),
    ("Windows", gettext_lazy("a Windows computer")),
    ("Mac OS X", gettext_lazy("a Mac")),
    ("CrOS", gettext_lazy("a Chromebook")),
    ("Linux", gettext_lazy("a Linux computer")),
)


def device(user_agent: str) -> str:
    """ "Firefox on an Android device"; what cannot be told is left out."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    thing = next((str(name) for mark, name in DEVICES if mark in user_agent), "")
    if browser and thing:
        return _("%(browser)s on %(device)s") % {"browser": browser, "device": thing}
    return browser or thing or _("Unknown browser or device")
