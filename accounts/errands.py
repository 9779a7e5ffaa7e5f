"""What is fetched from an institution's server while somebody signs in there: few at a time, and 5 s for all that one page
fetches, so that a server which is slow or silent keeps no other page waiting."""

from concurrent.futures import Future
from threading import BoundedSemaphore, Thread
from time import monotonic

import requests
from urllib3.util import Timeout

# Half of the places for requests in a process (settings.REQUESTS_AT_ONCE): pages that fetch, or wait to.
PAGES = BoundedSemaphore(8)
# Of them fetch at the same time. A fetch that is given up keeps its place until it ends.
AT_ONCE = BoundedSemaphore(4)
# Seconds.
PATIENCE = 5.0
LARGEST = 256 * 1024


class Errands(requests.Session):
    """Of one page, which has time `until` then."""

    def __init__(self, until: float):
        super().__init__()
        self.until = until

    @property
    def left(self) -> float:
        return max(self.until - monotonic(), 0.0)

    def request(self, *asked, **given) -> requests.Response:
        """In a thread of its own: a server that sends a letter every second is given up all the same."""
        if not AT_ONCE.acquire(timeout=self.left):
            raise requests.Timeout("other answers of institutions are waited for")
        answer: Future[requests.Response] = Future()
        Thread(target=self._bring, args=(answer, asked, given), daemon=True).start()
        try:
            return answer.result(self.left)
        except TimeoutError:
            raise requests.Timeout("no answer in time") from None

    def _bring(self, answer: Future, asked: tuple, given: dict) -> None:
        try:
            given |= {"timeout": Timeout(total=self.left or 0.001), "stream": True}
            with super().request(*asked, **given) as response:
                body = response.raw.read(LARGEST + 1, decode_content=True)
            if len(body) > LARGEST:
                raise requests.RequestException("longer than any answer of an institution")
            response._content, response._content_consumed = body, True  # type: ignore[attr-defined]
            answer.set_result(response)
        except Exception as error:
            answer.set_exception(error)
        finally:
            AT_ONCE.release()
