"""What stays private, and where keys are required. Standard library only.

Environment: as for conformance.py, and OPEN311_KEYED_SITE, a server that is no demo.
"""

import json
import os
import time

import geo
from geo import Staff, api, ask, get, post, post_multipart
from png import photo
from report import check, finish, group

LAT, LONG = float(os.environ["OPEN311_LAT"]), float(os.environ["OPEN311_LONG"])
KEYED = os.environ["OPEN311_KEYED_SITE"]
SECRETS = ["13812345678", "ann.secret@example.org", "Secretname", "Hiddenson", "http://secret.example/1.jpg"]
SERVICE = next(s["service_code"] for s in get("services.json").json() if not s["metadata"])
PACK, CATEGORY = SERVICE.split(".", 1)


def site():
    return api("GET", "/site").json()


def staff(login):
    return Staff(login, site()["demo_password"])


def everything_public():
    """All that somebody without a key can read, in one text."""
    texts = [get(f"requests.{f}", extensions="true").body for f in ("json", "xml")]
    texts += [get("servicerequestupdates.json").body, api("GET", "/public/cases?limit=200").body]
    return b"\n".join(texts).decode()


def accept(number):
    """A dispatcher takes the case on, however its pack calls that."""
    dispatcher = staff("dispatcher")
    view = dispatcher.ask("GET", f"/cases/{number}").json()
    offers = {offer["action"]: offer for offer in view["actions"]}
    action = "accept" if "accept" in offers else "dispatch"
    values = {i["key"]: i.get("default") for i in offers[action]["inputs"] if i.get("default") is not None}
    body = {"version": view["version"], "input": values}
    answer = dispatcher.ask("POST", f"/cases/{number}/actions/{action}", body)
    assert answer.status == 200, answer
    return answer.json()


def a_residents_report():
    report = {
        "category": {"pack": PACK, "code": CATEGORY},
        "text": f"Lamp broken, call {SECRETS[0]}",
        "place": {"lon": LONG, "lat": LAT},
        "reporter": {"name": SECRETS[2], "phone": SECRETS[0], "email": SECRETS[1]},
    }
    answer = api("POST", "/reports", report)
    check("a resident reports", answer.status == 201, answer)
    number = answer.json()["number"]
    check("it is not there before it is accepted", get(f"requests/{number}.json").status == 404)
    check("not in a list of numbers either", get("requests.json", service_request_id=number).json() == [])
    check("nor among all", number not in everything_public())
    told = post("servicerequestupdates.json", {"service_request_id": number, "description": "x"})
    check("and no update can be told about it", told.status == 404, told)
    accept(number)
    one = get(f"requests/{number}.json")
    check("accepted, it is there", one.status == 200, one)
    public = everything_public()
    for secret in SECRETS:
        check(f"but not {secret}", secret not in public and secret not in one.body.decode())
    check("nor who reported", "reporter" not in one.body.decode())


def an_open311_report():
    fields = [
        ("service_code", SERVICE), ("lat", str(LAT)), ("long", str(LONG)),
        ("description", f"Deep hole, {SECRETS[1]} {SECRETS[0]}"), ("first_name", SECRETS[2]), ("last_name", SECRETS[3]),
        ("email", SECRETS[1]), ("phone", SECRETS[0]), ("media_url", SECRETS[4]), ("address_string", f"call {SECRETS[0]}"),
    ]
    answer = post_multipart("requests.json", fields, [("media", "a.png", "image/png", photo())])
    number = answer.json()[0]["service_request_id"]
    before = get(f"requests/{number}.json").json()[0]
    check("before it is accepted, no words and no photo", before["description"] is None and before["media_url"] is None, before)
    accept(number)
    after = get(f"requests/{number}.json").json()[0]
    check("then moderated words", after["description"] and "***" in after["description"], after)
    url = after["media_url"] or ""
    check("and a photo by an absolute address", url.startswith("http://127.0.0.1"), after)
    picture = ask("GET", url)
    check("which everybody can open", picture.status == 200 and picture.type.startswith("image/"), picture)
    public = everything_public()
    check("and nothing personal anywhere", not any(secret in public for secret in SECRETS))
    deadline = time.time() + 30
    while time.time() < deadline:
        updates = get("servicerequestupdates.json", service_request_id=number).json()
        if updates:
            break
        time.sleep(0.2)
    check("its acceptance is told as an update", len(updates) == 1 and updates[0]["status"] != "open", updates)
    note = [("service_request_id", number), ("description", f"internal {SECRETS[0]}"), ("status", "OPEN")]
    check("an update of a client is taken", post("servicerequestupdates.json", note).status < 300)
    view = staff("dispatcher").ask("GET", f"/cases/{number}").json()
    said = json.dumps(view["timeline"], ensure_ascii=False)
    check("staff read it in the timeline", f"internal {SECRETS[0]}" in said, said[-800:])
    check("nobody else does", "internal" not in everything_public())


def a_category_that_is_not_public():
    packs = staff("dispatcher").ask("GET", f"/packs/{PACK}").json()
    hidden = []

    def walk(items, above):
        for item in items:
            public = item.get("public", above)
            if item.get("children"):
                walk(item["children"], public)
            elif public is False:
                hidden.append(item["code"])

    walk(packs["content"]["categories"], False)
    if not check("the pack has a category that is not public", hidden):
        return
    refused = post("requests.json", {"service_code": f"{PACK}.{hidden[0]}", "lat": LAT, "long": LONG})
    check("a hidden category is no service", refused.status == 400, refused)
    body = {"category": {"pack": PACK, "code": hidden[0]}, "text": "hidden thing", "place": {"lon": LONG, "lat": LAT},
            "reporter": {"phone": SECRETS[0]}, "channel": "phone"}
    registered = staff("dispatcher").ask("POST", "/cases", body)
    check("the desk registers it", registered.status == 201, registered)
    number = registered.json()["number"]
    accept(number)
    check("accepted, it still is not there", get(f"requests/{number}.json").status == 404)
    check("nowhere", number not in everything_public())


def keys():
    base = f"{KEYED}/open311/v2"
    form = {"service_code": "x", "lat": "1", "long": "1"}
    for format_ in ("json", "xml"):
        for name, fields in (("no key", form), ("a wrong key", form | {"api_key": "wrong"})):
            answer = post(f"requests.{format_}", fields, base=base)
            told = answer.json() if format_ == "json" else answer.spark()
            check(f"{name}: 403 in {format_}", answer.status == 403 and str(told[0]["code"]) == "403", answer)
    update = post("servicerequestupdates.xml", {"service_request_id": "x", "description": "x"}, base=base)
    check("updates need a key too", update.status == 403, update)
    check("reading needs none", get("services.json", base=base).status == 200)
    check("discovery needs none", get("discovery.xml", base=base).status == 200)


def a_client_with_a_key():
    administrators = [a["login"] for a in site().get("demo_accounts", [])]
    made = None
    for login in administrators:
        answer = staff(login).ask("POST", "/clients", {"name": {"zh": "城市应用", "en": "City app"}})
        if answer.status in (200, 201):
            made = answer.json()
            break
    if not check("an administrator gives a client its key", made, administrators):
        return
    key = made["key"]
    form = [("service_code", SERVICE), ("lat", LAT), ("long", LONG), ("description", "Mine"), ("api_key", key)]
    reference = ("attribute[fixmystreet_id]", f"fms{time.time_ns()}")
    number = post("requests.json", form + [reference]).json()[0]["service_request_id"]
    again = post("requests.json", form + [reference]).json()[0]["service_request_id"]
    check("its own number makes posting again harmless", number == again, (number, again))
    own = get(f"requests/{number}.json", api_key=key)
    check("it sees its own post in full", own.status == 200 and own.json()[0]["description"] == "Mine", own)
    check("also in its list", number in [r["service_request_id"] for r in get("requests.json", api_key=key).json()])
    check("nobody else does", get(f"requests/{number}.json").status == 404)
    check("nor in theirs", number not in everything_public())


for checks in (keys, a_residents_report, an_open311_report, a_category_that_is_not_public, a_client_with_a_key):
    group(checks)
assert geo  # the helpers read the environment
finish("privacy")
