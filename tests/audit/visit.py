"""How a visitor asks for pages without a browser: as a crawler does, with a visitor's cookies."""

import http.client
from urllib.parse import urljoin, urlsplit

from tests.audit.crawl import Answer

REDIRECTIONS = 5


class Visit:
    """One line to the forum, kept open. Bodies are read only where they are pages: a live stream never ends."""

    def __init__(self, base: str, cookies: list[dict]):
        self.base, self.host = base, urlsplit(base).netloc
        self.cookie = "; ".join(f"{each['name']}={each['value']}" for each in cookies)
        self.line = http.client.HTTPConnection(self.host, timeout=20)

    def __call__(self, address: str) -> Answer:
        url = urljoin(self.base, address)
        for _ in range(REDIRECTIONS):
            status, headers, html = self.ask(url)
            if status not in (301, 302, 303, 307, 308):
                break
            url = urljoin(url, headers["location"])
            if urlsplit(url).netloc != self.host:
                break
        return Answer(url, status, html, headers)

    def ask(self, url: str) -> tuple[int, dict, str]:
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        self.line.request("GET", target, headers={"Cookie": self.cookie, "Accept": "text/html"})
        response = self.line.getresponse()
        headers = {name.lower(): value for name, value in response.getheaders()}
        page = headers.get("content-type", "").startswith("text/html")
        html = response.read().decode() if page else ""
        if not page:
            self.line.close()
        return response.status, headers, html
