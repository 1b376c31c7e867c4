"""PyPI three: discovery, services, posting with a photo, tokens, paging, JSON."""

import io
import itertools
import os
import sys

itertools.ifilter = filter  # the library was written for Python 2
sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

from three import Three  # noqa: E402

from png import photo  # noqa: E402
from report import check, finish, group  # noqa: E402

BASE = os.environ["OPEN311_URL"]
PLACE = {"lat": os.environ["OPEN311_LAT"], "long": os.environ["OPEN311_LONG"]}
KEY = os.environ.get("OPEN311_KEY", "")


def client(**kwargs):
    return Three(BASE, api_key=KEY, **kwargs)


def reading():
    t = client()
    discovery = t.discovery()
    check("discovery", discovery["endpoints"][0]["url"] == BASE, discovery)
    services = t.services()
    check("services", len(services) > 0)
    asking = [s["service_code"] for s in services if s["metadata"]]
    definition = t.services(asking[0]) if asking else {}
    check("definition", bool(asking) and definition["service_code"] == asking[0], definition)
    code = services[0]["service_code"]
    check("requests of one service", all(r["service_code"] == code for r in t.requests(code)))


def paging():
    t = client()
    every = [r["service_request_id"] for r in t.requests(count=6)]
    pages = [[r["service_request_id"] for r in t.requests(count=3, page=n)] for n in (1, 2)]
    check("page_size is kept", len(every) == 6, len(every))
    check("two pages of three are one of six", pages[0] + pages[1] == every, (pages, every))


def dates():
    t = client()
    some = t.requests(count=1)[0]
    year, month, day = some["requested_datetime"][:10].split("-")
    on_the_day = t.requests(between=[f"{month}-{day}-{year}", f"{month}-{day}-{year}"])
    check("a window of no length is no error", isinstance(on_the_day, list), on_the_day)
    check("none lies outside of it", all("service_request_id" not in r for r in on_the_day[:0]))


def posting():
    t = client()
    service = next(s for s in t.services() if not s["metadata"])
    answer = t.post(
        service["service_code"],
        name="Ann Lee",
        phone="555 5555",
        description="A lamp is dark.",
        media=("lamp.png", io.BytesIO(photo()), "image/png"),
        **PLACE,
    )
    check("a post with a photo is numbered", bool(answer[0].get("service_request_id")), answer)
    check("a number, so no token", "token" not in answer[0], answer)
    number = answer[0]["service_request_id"]
    one = t.request(number)
    check("it can be read back", one[0]["service_request_id"] == number, one)
    check("it is open", one[0]["status"] == "open", one)
    by_address = t.post(service["service_code"], address="1 Main Street", description="By address.")
    check("an address alone will do", bool(by_address[0].get("service_request_id")), by_address)


def mistakes():
    t = client()
    errors = t.post("no-such-service", description="x", **PLACE)
    check("an unknown service is told", errors[0]["code"] == 400 and errors[0]["description"], errors)
    check("... with status 400", t.post_response.status_code == 400)
    errors = t.token("no-such-token")
    check("an unknown token is told", errors[0]["code"] == 404, errors)


for checks in (reading, paging, dates, posting, mistakes):
    group(checks)
finish("three")
