"""PyPI georeport, as it is: services, definition, requests, one request; JSON and XML."""

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))

import requests  # noqa: E402
from georeport import GeoReport  # noqa: E402

from report import check, finish, group  # noqa: E402

BASE = os.environ["OPEN311_URL"]


def both_formats():
    clients = {f: GeoReport(BASE + "/", output_format=f) for f in ("json", "xml")}
    services = {f: c.get_service_list() for f, c in clients.items()}
    codes = {f: [s["service_code"] for s in list_] for f, list_ in services.items()}
    check("services in both formats are the same", codes["json"] == codes["xml"] and codes["json"], codes)
    check("JSON: metadata is a boolean", all(isinstance(s["metadata"], bool) for s in services["json"]))
    check("XML: metadata is true or false", all(s["metadata"] in ("true", "false") for s in services["xml"]))
    check("every service has its type", all(s["type"] == "realtime" for s in services["json"]))

    with_questions = [s["service_code"] for s in services["json"] if s["metadata"]]
    check("some service asks questions", bool(with_questions))
    for code in with_questions[:3]:
        as_json = clients["json"].get_service_definition(code)
        as_xml = clients["xml"].get_service_definition(code)
        check(f"definition of {code}", as_json["service_code"] == as_xml["service_code"] == code)
        check(f"definition of {code} has attributes", isinstance(as_json["attributes"], list) and as_json["attributes"])

    requests_json = clients["json"].get_service_requests()
    requests_xml = clients["xml"].get_service_requests()
    check("requests come, at most 1,000", 0 < len(requests_json) <= 1000, len(requests_json))
    ids = [r["service_request_id"] for r in requests_json]
    check("requests in both formats are the same", ids == [r["service_request_id"] for r in requests_xml])
    first = requests_json[0]
    one = clients["json"].get_service_request(first["service_request_id"])
    check("one request equals its line in the list", one == first, (one, first))
    check(
        "one request in XML",
        clients["xml"].get_service_request(ids[0])["service_request_id"] == ids[0],
    )
    two = clients["json"].get_service_requests(service_request_id=",".join(ids[:2]))
    check("a list of two numbers", sorted(r["service_request_id"] for r in two) == sorted(ids[:2]))
    closed = clients["json"].get_service_requests(status="closed", service_code=first["service_code"])
    check(
        "filter by status and service",
        all(r["status"] == "closed" and r["service_code"] == first["service_code"] for r in closed),
    )


def an_unknown_request():
    try:
        GeoReport(BASE).get_service_request("no-such-number")
        check("an unknown request is an error", False)
    except requests.HTTPError as error:
        check("an unknown request is a 404", error.response.status_code == 404, error)


group(both_formats)
group(an_unknown_request)
finish("georeport")
