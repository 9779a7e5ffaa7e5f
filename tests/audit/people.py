"""Who looks at the pages: a guest, and people of the demonstration. Each has a name there, or none."""

import re

VISITORS = {"guest": "", "citizen": "Yusuf", "official": "Ingrid", "moderator": "Grace"}


def enter(page, name: str, language: str = "en") -> None:
    """Signs in as that person (nobody: stays a guest), then takes the pages in `language`, from the menu."""
    page.goto("/accounts/login/")
    if name:
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile(name)).first.click()
    if page.evaluate("document.documentElement.lang") != language:
        menu = page.locator("details[data-menu]", has=page.locator(f".menu__list [lang={language}]")).first
        menu.locator("summary").click()
        with page.expect_navigation():
            menu.locator(f".menu__list [lang={language}]").click()
