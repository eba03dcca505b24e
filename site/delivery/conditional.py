"""ETag, Last-Modified and 304 for answers that nobody keeps: without a page cache, or past it."""

import hashlib
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from delivery.page_cache.entry import REVALIDATE
from delivery.page_cache.middleware import is_kept, may_be_kept

# Made anew for each answer, and good for longer than a day: it makes no other answer.
_EACH_TIME = re.compile(rb'(name="page_token" value=")[^"]*')
DAY = 86_400
MOST_KNOWN = 2_000


class ConditionalMiddleware:
    """Tells readers and crawlers that they have an answer already.

    Only by the ETag: a date of one process says too little of what another has answered since.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self._first_made: OrderedDict[str, tuple[str, float]] = OrderedDict()
        self._lock = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the whole, or with 304."""
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not self._wants_etag(request, response):
            return response
        now = time.time()
        seen = _EACH_TIME.sub(rb"\1", response.content)
        day = str(int(now // DAY)).encode() if seen != response.content else b""
        etag = f'"{hashlib.sha256(seen + day).hexdigest()[:24]}"'
        response.headers["ETag"] = etag
        response.headers.setdefault("Last-Modified", self._since_when(request, etag, now))
        response.headers.setdefault("Cache-Control", REVALIDATE)
        return get_conditional_response(request, etag=etag, response=response) or response

    def _wants_etag(self, request: HttpRequest, response: HttpResponse) -> bool:
        """Say whether it is a whole answer for everybody that no cache will name."""
        is_whole = response.status_code == 200 and not response.has_header("ETag")
        return is_whole and not is_kept(request) and may_be_kept(request, response)

    def _since_when(self, request: HttpRequest, etag: str, now: float) -> str:
        """Return when this process first made an answer like this, after any other."""
        address = request.build_absolute_uri()
        with self._lock:
            known = self._first_made.pop(address, None)
            if known is None or known[0] != etag:
                known = (etag, now)
            self._first_made[address] = known
            while len(self._first_made) > MOST_KNOWN:
                self._first_made.popitem(last=False)
        return http_date(known[1])
