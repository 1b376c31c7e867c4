"""Every row of the contract, against a running demo. Standard library only.

Environment: OPEN311_URL (…/open311/v2), OPEN311_SITE (http://host:port), OPEN311_LAT, OPEN311_LONG (a point in the city).
"""

import datetime
import os
import random
import re
import time
import urllib.parse

from geo import BASE, SITE, as_texts, ask, get, post, post_multipart
from png import photo
from report import check, finish, group

LAT, LONG = os.environ["OPEN311_LAT"], os.environ["OPEN311_LONG"]
TEST = BASE.removesuffix("/v2") + "/test/v2"
SPEC = "http://wiki.open311.org/GeoReport_v2"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
FIELDS = (
    "service_request_id status status_notes service_name service_code description agency_responsible "
    "service_notice requested_datetime updated_datetime expected_datetime address address_id zipcode "
    "lat long media_url"
).split()
NOW = datetime.datetime.now(datetime.timezone.utc)


def w3(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def ago(**delta):
    return w3(NOW - datetime.timedelta(**delta))


SERVICES = get("services.json").json()
PLAIN = next(s["service_code"] for s in SERVICES if not s["metadata"])
PLACE = [("lat", LAT), ("long", LONG)]
REPORT = [("service_code", PLAIN), *PLACE, ("description", "A dark lamp")]


def formats():
    for path in ("discovery", "services", "requests", "servicerequestupdates"):
        xml, json = get(f"{path}.xml", page_size=20), get(f"{path}.json", page_size=20)
        check(f"{path}: status 200 in both formats", (xml.status, json.status) == (200, 200), (xml, json))
        check(f"{path}.xml is text/xml; charset=utf-8", xml.type == "text/xml; charset=utf-8", xml.type)
        check(f"{path}.json is application/json; charset=utf-8", json.type == "application/json; charset=utf-8", json.type)
        declared = xml.body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
        check(f"{path}.xml is declared and has no namespace", declared and b"xmlns" not in xml.body, xml.body[:80])
        check(f"{path}: JSON is the XML, root dropped, lists as arrays", xml.spark() == as_texts(json.json()), (xml, json))


def discovery():
    both = [get("discovery.json").json(), get("discovery.xml").spark()]
    beside = ask("GET", f"{SITE}/open311/discovery.json").json()
    check("discovery also stands beside the endpoints", beside == both[0])
    for document in both:
        check("all fields are there", all(document[f] for f in ("changeset", "contact", "key_service", "endpoints")))
        kinds = {e["type"]: e for e in document["endpoints"]}
        check("production and test are listed", set(kinds) == {"production", "test"}, kinds)
        check("the specification is literal", all(e["specification"] == SPEC for e in kinds.values()))
        check("urls are absolute, without a slash at the end", kinds["production"]["url"] == BASE, kinds)
        check("each takes XML", all("text/xml" in e["formats"] for e in kinds.values()))
        past = [document["changeset"], *(e["changeset"] for e in kinds.values())]
        check("changesets are past dates", all(DATE.fullmatch(c) and c <= w3(NOW) for c in past), past)
    test = get("services.json", base=TEST)
    check("the test endpoint has the same services", test.json() == SERVICES, test)


def services():
    public, names = set(), ask("GET", f"{SITE}/api/v1/categories?lang=en").json()

    def walk(items):
        for item in items:
            if item.get("children"):
                walk(item["children"])
            elif item.get("public", True):
                public.add(item["code"])

    walk(names["items"])
    codes = [s["service_code"] for s in SERVICES]
    check("every public category is a service, and nothing else", {c.split(".")[-1] for c in codes} == public, codes)
    check("codes are unique texts", all(isinstance(c, str) for c in codes) and len(set(codes)) == len(codes))
    for service in SERVICES[:5]:
        fields = "service_code service_name description metadata type keywords group".split()
        check(f"fields of {service['service_code']}", list(service) == fields, service)
    check("metadata is a boolean", all(isinstance(s["metadata"], bool) for s in SERVICES))
    check("type is realtime", all(s["type"] == "realtime" for s in SERVICES))
    english = ask("GET", f"{BASE}/services.json?lang=en").json()
    check("names follow the language", english != SERVICES and [s["service_code"] for s in english] == codes)


def definitions():
    asking = [s["service_code"] for s in SERVICES if s["metadata"]]
    check("some service asks questions", bool(asking))
    for code in asking:
        json, xml = get(f"services/{code}.json"), get(f"services/{code}.xml")
        check(f"definition of {code}: JSON is the XML", xml.spark() == as_texts(json.json()), (json, xml))
        document = json.json()
        attributes = document["attributes"]
        check("it is one object with its code", document["service_code"] == code and attributes)
        check("orders count from 1", [a["order"] for a in attributes] == list(range(1, len(attributes) + 1)))
        kinds = {"string", "number", "datetime", "text", "singlevaluelist", "multivaluelist"}
        check("datatypes are known", all(a["datatype"] in kinds for a in attributes))
        check("flags are booleans", all(isinstance(a[f], bool) for a in attributes for f in ("variable", "required")))
        check("lists have values", all(a["values"] for a in attributes if a["datatype"].endswith("list")))
    check("a service without questions has an empty definition", get(f"services/{PLAIN}.json").json()["attributes"] == [])
    errors("an unknown service", lambda f: get(f"services/no-such.{f}"), 404)


def errors(name, request, status):
    """The error document in both formats."""
    json, xml = request("json"), request("xml")
    check(f"{name}: status {status}", (json.status, xml.status) == (status, status), (json, xml))
    told = json.json()
    fine = isinstance(told, list) and all(e["code"] == status and e["description"] for e in told)
    check(f"{name}: errors in JSON", fine and json.type.startswith("application/json"), json)
    told = xml.spark()
    fine = xml.xml().tag == "errors" and all(e["code"] == str(status) and e["description"] for e in told)
    check(f"{name}: errors in XML", fine and xml.type.startswith("text/xml"), xml)


def posting():
    for form in ("json", "xml"):
        answer = post(f"requests.{form}", REPORT + [("api_key", ""), ("jurisdiction_id", "")])
        check(f"a post ({form}) is answered below 300", answer.status < 300, answer)
        receipt = (answer.json() if form == "json" else answer.spark())[0]
        check("it has a number and no token", receipt["service_request_id"] and "token" not in receipt, receipt)
        number = receipt["service_request_id"]
        one = get(f"requests/{number}.json")
        check("the client that posted sees it at once", one.status == 200 and one.json()[0]["status"] == "open", one)
        check("it lies where it was reported", abs(one.json()[0]["lat"] - float(LAT)) < 1e-5, one)
    listed = get("requests.json", start_date=ago(hours=1), end_date=w3(datetime.datetime.now(datetime.timezone.utc)))
    check("it is in the list of the last hour", number in [r["service_request_id"] for r in listed.json()], number)
    query = post("requests.json", REPORT[1:], query=f"?service_code={PLAIN}&api_key=&jurisdiction_id=")
    check("query and body are merged", query.status < 300, query)
    address = post("requests.json", [("service_code", PLAIN), ("address_string", "1 Main Street"), ("description", "x")])
    check("an address alone will do", address.status < 300 and address.json()[0]["service_request_id"], address)
    chinese = post("requests.json", [*REPORT[:3], ("description", "路灯不亮\r\n\r\n晚上很黑 & <危险>")])
    check("Chinese, line ends and markup", chinese.status < 300, chinese)
    charset = ask(
        "POST", f"{BASE}/requests.json", f"service_code={PLAIN}&lat={LAT}&long={LONG}".encode(),
        {"Content-Type": "application/x-www-form-urlencoded"},
    )
    check("a description is not required", charset.status < 300, charset)


def questions():
    asking = [s["service_code"] for s in SERVICES if s["metadata"]]
    for code in asking[:2]:
        attributes = get(f"services/{code}.json").json()["attributes"]
        base = [("service_code", code), *PLACE, ("description", "with answers")]

        def answers(shape, attributes=attributes):
            for a in (a for a in attributes if a["variable"]):
                value = a["values"][0]["key"] if a["values"] else {"number": "3", "datetime": w3(NOW)}.get(a["datatype"], "x")
                yield (f"attribute[{a['code']}]{'[]' if shape == 'list' and a['values'] else ''}", value)

        for shape in ("plain", "list"):
            answer = post("requests.json", base + list(answers(shape)) + [("attribute[unknown][]", "kept out")])
            check(f"answers of {code} as {shape}", answer.status < 300, answer)
        multi = next((a for a in attributes if a["datatype"] == "multivaluelist" and len(a["values"]) > 1), None)
        if multi:
            twice = [(f"attribute[{multi['code']}]", v["key"]) for v in multi["values"][:2]]
            others = [(n, v) for n, v in answers("plain") if n != twice[0][0]]
            check("a repeated attribute", post("requests.json", base + others + twice).status < 300)
        if listed := next((a for a in attributes if a["values"]), None):
            blank = [(n, "" if n == f"attribute[{listed['code']}]" and not listed["required"] else v) for n, v in answers("plain")]
            check("a blank optional value", post("requests.json", base + blank).status < 300)
            wrong = [(n, v) for n, v in answers("plain") if n != f"attribute[{listed['code']}]"]
            wrong.append((f"attribute[{listed['code']}]", "no-such-key"))
            errors("a value that is not listed", lambda f, w=wrong: post(f"requests.{f}", base + w), 400)
        if any(a["required"] for a in attributes):
            errors("a required answer that is missing", lambda f: post(f"requests.{f}", base), 400)


def files():
    kinds = [("media",), ("photo1", "photo2"), ("file_1", "file_2")]
    for names in kinds:
        sent = [(n, f"{n}.png", "image/png", photo()) for n in names]
        answer = post_multipart("requests.json", REPORT, sent)
        check(f"multipart with {', '.join(names)}", answer.status < 300, answer)
    empty = post_multipart("requests.xml", REPORT, [("media", "", "application/octet-stream", b"")])
    check("an untouched file input", empty.status < 300, empty)
    two = REPORT + [("media_url", "http://example.org/1.jpg"), ("media_url", "http://example.org/2.jpg")]
    check("repeated media_url", post("requests.json", two).status < 300)
    page = [("media", "a.png", "image/png", b"<html>no image</html>")]
    errors("a file that is no image", lambda f: post_multipart(f"requests.{f}", REPORT, page), 400)
    half = [("media", "a.png", "image/png", photo()[:60])]
    errors("half an image", lambda f: post_multipart(f"requests.{f}", REPORT, half), 400)
    many = [(f"photo{n}", "a.png", "image/png", photo()) for n in range(30)]
    errors("too many files", lambda f: post_multipart(f"requests.{f}", REPORT, many), 400)


def mistakes():
    def sends(*fields):
        return lambda f: post(f"requests.{f}", fields)

    what, (lat, long) = REPORT[0], PLACE
    errors("no service_code", sends(lat, long), 400)
    errors("an unknown service_code", sends(("service_code", "no-such"), lat, long), 400)
    errors("no place", sends(what), 400)
    errors("half a place", sends(what, lat), 400)
    errors("off the earth", sends(what, ("lat", "91"), long), 400)
    errors("not a number", sends(what, ("lat", "north"), long), 400)
    errors("a description of 4,001 characters", sends(what, lat, long, ("description", "字" * 4001)), 400)
    check("one of 4,000 is taken", post("requests.json", [what, lat, long, ("description", "字" * 4000)]).status < 300)
    errors("a media_url that is none", sends(what, lat, long, ("media_url", "javascript:alert(1)")), 400)
    told = post("requests.json", [("lat", "91")]).json()
    check("all that is wrong is told at once", len(told) == 2, told)

    form = {"Content-Type": "application/x-www-form-urlencoded"}
    errors("not UTF-8", lambda f: ask("POST", f"{BASE}/requests.{f}", b"service_code=%ff%fe", form), 400)
    errors("10 MB of text", lambda f: ask("POST", f"{BASE}/requests.{f}", b"a=" + b"x" * 10_000_000, form), 400)
    errors("too many fields", lambda f: ask("POST", f"{BASE}/requests.{f}", b"a=1&" * 5000, form), 400)
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    errors("broken multipart", lambda f: ask("POST", f"{BASE}/requests.{f}", b"--x\r\nnonsense", broken), 400)
    none = {"Content-Type": "multipart/form-data"}
    errors("multipart without a boundary", lambda f: ask("POST", f"{BASE}/requests.{f}", b"--x", none), 400)
    json = {"Content-Type": "application/json"}
    errors("a JSON body", lambda f: ask("POST", f"{BASE}/requests.{f}", b"{}", json), 400)
    errors("NUL in a text", sends(what, lat, long, ("description", "a\0b")), 400)
    errors("an unknown resource", lambda f: get(f"nothing.{f}"), 404)
    errors("a post to nothing", lambda f: post(f"nothing.{f}", []), 404)
    errors("an unknown request", lambda f: get(f"requests/no-such.{f}"), 404)


def jurisdictions():
    errors("an unknown jurisdiction", lambda f: get(f"services.{f}", jurisdiction_id="nowhere.example"), 404)
    errors("... in the body of a post", lambda f: post(f"requests.{f}", REPORT + [("jurisdiction_id", "nowhere.example")]), 404)
    errors("... in its query", lambda f: post(f"requests.{f}", REPORT, query="?jurisdiction_id=nowhere.example"), 404)
    host = BASE.split("/")[2].split(":")[0]
    check("the server's name is known", get("services.json", jurisdiction_id=host).status == 200)
    check("blank is absent", get("services.json", jurisdiction_id="").status == 200)


def slashes():
    for path in (f"{BASE}//services.json", f"{BASE}/services.json/", f"{BASE}//requests.json", f"{BASE}//services//{PLAIN}.xml"):
        check(f"{path.removeprefix(SITE)} is understood", ask("GET", path).status == 200)
    double = post("/requests.json", REPORT)
    check("a post to //requests.json too", double.status < 300, double)


def reading():
    every = get("requests.json").json()
    check("at most 1,000 by default", 0 < len(every) <= 1000, len(every))
    check("each has exactly the fields of the specification", all(list(r) == FIELDS for r in every), every[0])
    check("ids and codes are texts", all(isinstance(r[f], str) for r in every for f in ("service_request_id", "service_code")))
    numeric = all(r[f] is None or isinstance(r[f], (int, float)) for r in every for f in ("lat", "long"))
    check("lat and long are numbers", numeric)
    check("open or closed", {r["status"] for r in every} <= {"open", "closed"})
    dates = [r[f] for r in every for f in ("requested_datetime", "updated_datetime")]
    check("dates are UTC without fractions, none is missing", all(d and DATE.fullmatch(d) for d in dates))
    expected = [r["expected_datetime"] for r in every if r["expected_datetime"]]
    check("expected dates likewise", all(DATE.fullmatch(d) for d in expected))
    check("none is older than 90 days", all(r["requested_datetime"] >= ago(days=90, minutes=10) for r in every))
    order = [r["requested_datetime"] for r in every]
    check("newest first", order == sorted(order, reverse=True))
    codes = {s["service_code"] for s in SERVICES}
    check("only of public services", {r["service_code"] for r in every} <= codes)

    ids = [r["service_request_id"] for r in every]
    some = get("requests.json", service_request_id=f"{ids[0]}, {ids[1]},no-such,", status="nonsense", start_date="x").json()
    check("numbers override all else", sorted(r["service_request_id"] for r in some) == sorted(ids[:2]), some)
    for status in ("open", "closed"):
        found = get("requests.json", status=status).json()
        check(f"status={status}", found and all(r["status"] == status for r in found))
    both = get("requests.json", status="open,closed").json()
    check("status=open,closed is all", {r["service_request_id"] for r in both} >= set(ids[5:900]))
    two = list(dict.fromkeys(r["service_code"] for r in every))[:2]
    found = get("requests.json", service_code=",".join(two)).json()
    check("service_code as a comma list", found and {r["service_code"] for r in found} == set(two))
    check("an unknown service has no requests", get("requests.json", service_code="no-such").json() == [])

    start, end = ago(days=60), ago(days=30)
    found = get("requests.json", start_date=start, end_date=end).json()
    check("a window of requested dates", found and all(start <= r["requested_datetime"] <= end for r in found))
    offset = get("requests.json", start_date=start.replace("Z", "+00:00"), end_date=end.replace("Z", "+00:00")).json()
    check("offsets are understood", offset == found)
    bare = ask("GET", f"{BASE}/requests.json?start_date={start.replace('Z', '+00:00')}&end_date={end}").json()
    check("... even when the plus is not encoded", bare == found)
    errors("a window of more than 90 days", lambda f: get(f"requests.{f}", start_date=ago(days=200), end_date=ago(days=1)), 400)
    errors("a window that ends before it starts", lambda f: get(f"requests.{f}", start_date=end, end_date=start), 400)
    errors("a date that is none", lambda f: get(f"requests.{f}", start_date="yesterday"), 400)
    errors("an unknown status", lambda f: get(f"requests.{f}", status="fixed"), 400)

    one = get(f"requests/{ids[0]}.json").json()
    check("one request is an array of one, as in the list", one == every[:1], one)
    long = ",".join(ids + [f"none-{n:06}" for n in range(3000)])[:60_000].rsplit(",", 1)[0]
    answer = get("requests.json", service_request_id=long)
    check("60,000 bytes of numbers in one address", answer.status == 200 and len(answer.json()) == len(ids), answer.status)


def extensions():
    every = get("requests.json").json()
    first = get("requests.json", page_size=10).json()
    second = get("requests.json", page_size=10, page=2).json()
    key = [r["service_request_id"] for r in every]
    check("page_size and page", [r["service_request_id"] for r in first + second] == key[:20])
    errors("page_size of a million", lambda f: get(f"requests.{f}", page_size=1_000_000), 400)
    since = ago(days=2)
    changed = get("requests.json", updated_after=since).json()
    check("updated_after", changed and all(r["updated_datetime"] >= since for r in changed), len(changed))
    before = get("requests.json", updated_before=since, updated_after=ago(days=9)).json()
    check("updated_before", before and all(r["updated_datetime"] <= since for r in before))
    west, south, east, north = (float(LONG) - 0.05, float(LAT) - 0.05, float(LONG) + 0.05, float(LAT) + 0.05)
    near = get("requests.json", bbox=f"{west},{south},{east},{north}").json()
    check("bbox", near and all(west <= r["long"] <= east and south <= r["lat"] <= north for r in near))
    errors("a bbox that is none", lambda f: get(f"requests.{f}", bbox="1,2,3"), 400)
    plain, more = get("requests.json", page_size=5).json(), get("requests.json", page_size=5, extensions="true").json()
    check("by default nothing is added", all(list(r) == FIELDS for r in plain))
    added = all(list(r) == FIELDS + ["extended_attributes", "notes"] for r in more)
    check("extensions=true adds extended_attributes and notes", added, more[0])
    check("... and changes nothing else", [{f: r[f] for f in FIELDS} for r in more] == plain)
    xml = get("requests.xml", page_size=5, extensions="true")
    check("... also in XML", xml.spark() == as_texts(more), xml)


def tokens():
    errors("an unknown token", lambda f: get(f"tokens/no-such.{f}"), 404)
    before = len(get("requests.json", start_date=ago(minutes=5)).json())
    answer = post("requests.json", REPORT, base=TEST)
    receipt = answer.json()[0]
    check("the test endpoint gives a token and no number", receipt.get("token") and "service_request_id" not in receipt, answer)
    token = receipt["token"]
    for base in (TEST, BASE):
        xml, json = get(f"tokens/{token}.xml", base=base), get(f"tokens/{token}.json", base=base)
        empty = xml.status == 200 and xml.xml().find("request/service_request_id").text is None
        check("a number that is not known yet is an empty element", empty, xml)
        check("... and null in JSON", json.json() == [{"service_request_id": None, "token": token}], json)
    after = len(get("requests.json", start_date=ago(minutes=5)).json())
    check("the test endpoint keeps nothing", before == after, (before, after))
    wrong = post("requests.json", [("lat", "91")], base=TEST)
    check("but it checks everything", wrong.status == 400 and len(wrong.json()) == 2, wrong)
    known = post("requests.json", REPORT + [("extensions", "true")]).json()[0]
    token = known["extended_attributes"]["token"]
    found = get(f"tokens/{token}.json").json()
    check("a token of ours leads to its number", found == [{"service_request_id": known["service_request_id"], "token": token}], found)


def updates():
    window = {"start_date": ago(days=30), "end_date": w3(NOW)}
    ours = get("servicerequestupdates.json", **window).json()
    check("updates of the last month", len(ours) > 0)
    check("their times lie in the window", all(window["start_date"] <= u["updated_datetime"] <= window["end_date"] for u in ours))
    check("dates without fractions", all(DATE.fullmatch(u["updated_datetime"]) for u in ours))
    check("ids are unique", len({u["update_id"] for u in ours}) == len(ours))
    check("statuses in small letters", all(u["status"] == u["status"].lower() for u in ours))
    check("several statuses are used", len({u["status"] for u in ours}) > 2, {u["status"] for u in ours})
    times = [u["updated_datetime"] for u in ours]
    check("oldest first", times == sorted(times))
    number = ours[0]["service_request_id"]
    check("their requests are public", get(f"requests/{number}.json").status == 200)
    of_one = get("servicerequestupdates.json", service_request_id=number, **window).json()
    check("of one request", of_one == [u for u in ours if u["service_request_id"] == number], of_one)
    errors("a window of more than 90 days", lambda f: get(f"servicerequestupdates.{f}", start_date=ago(days=200), end_date=ago(days=1)), 400)

    mine = post("requests.json", REPORT).json()[0]["service_request_id"]
    told = [("service_request_id", mine), ("status", "OPEN"), ("description", "Still dark"), ("update_id", f"u{time.time()}"),
            ("updated_datetime", w3(NOW)), ("first_name", "Ann"), ("media_url", "http://example.org/1.jpg")]
    answer = post("servicerequestupdates.xml", told)
    check("an update is taken", answer.status < 300 and answer.spark()[0]["update_id"], answer)
    again = post("servicerequestupdates.xml", told)
    check("the same update again has the same id", again.spark() == answer.spark(), again)
    other = post("servicerequestupdates.json", told[:1] + [("status", "CLOSED"), ("description", "It shines")])
    check("an update in JSON", other.status < 300 and other.json()[0]["update_id"], other)
    with_photo = post_multipart("servicerequestupdates.json", told[:3], [("photo1", "a.png", "image/png", photo())])
    check("an update with a photo", with_photo.status < 300, with_photo)
    errors("an update of an unknown request", lambda f: post(f"servicerequestupdates.{f}", [("service_request_id", "no-such"), ("description", "x")]), 404)
    errors("an update that says nothing", lambda f: post(f"servicerequestupdates.{f}", [("service_request_id", mine)]), 400)
    errors("a status that is none", lambda f: post(f"servicerequestupdates.{f}", told[:1] + [("status", "DONE"), ("description", "x")]), 400)


def hostile():
    chance = random.Random(311)
    junk = lambda most: bytes(chance.randrange(256) for _ in range(chance.randrange(most)))  # noqa: E731
    kinds = ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "text/plain", "multipart/form-data"]
    names = ["service_code", "lat", "long", "description", "status", "start_date", "bbox", "page", "attribute[x][]", "update_id",
             "service_request_id", "media_url", "jurisdiction_id", "extensions", "updated_after"]
    bad = []
    for n in range(300):
        path = chance.choice(["requests.json", "requests.xml", "servicerequestupdates.xml", "tokens/%ff.json", "services/%00.xml",
                              "requests/%2e%2e%2f.json", "..%2f..", "requests.json%00", "services.json/../x"])
        pairs = [(chance.choice(names), junk(30).decode("latin-1")) for _ in range(chance.randrange(6))]
        query = "&".join(f"{n}={urllib.parse.quote(v)}" for n, v in pairs)
        form = {"Content-Type": chance.choice(kinds)} if n % 2 else {}
        body = chance.choice([junk(400), query.encode(), b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + junk(200)])
        answer = ask("POST", f"{BASE}/{path}", body, form) if n % 2 else ask("GET", f"{BASE}/{path}?{query}")
        told = answer.type.startswith(("text/xml", "application/json"))
        if answer.status not in (200, 400, 403, 404) or not told:
            bad.append((path, query, answer))
    check("300 requests of nonsense are answered properly", not bad, bad[:2])


def browsers():
    answer = get("services.json")
    check("pages of others may read", answer.headers.get("Access-Control-Allow-Origin") == "*", answer.headers.items())
    head = ask("HEAD", f"{BASE}/services.xml")
    check("HEAD", head.status == 200 and head.body == b"", head)


for checks in (
    formats, discovery, services, definitions, posting, questions, files, mistakes, jurisdictions, slashes, reading,
    extensions, tokens, updates, browsers, hostile,
):
    group(checks)
finish("conformance")
