"""What the checks need of HTTP, and GeoReport's two formats made comparable. Standard library only."""

import json
import os
import random
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree as ElementTree

BASE = os.environ["OPEN311_URL"]
SITE = os.environ["OPEN311_SITE"]
LISTS = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "service_request_updates": "request_update",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
    "photos": "photo",
    "notes": "note",
}


class Answer:
    """Status, headers and body of one exchange."""

    def __init__(self, status, headers, body):
        self.status = status
        self.type = headers.get("Content-Type", "")
        self.headers = headers
        self.body = body

    def json(self):
        return json.loads(self.body)

    def xml(self):
        return ElementTree.fromstring(self.body)

    def spark(self):
        """The JSON that the XML stands for, all values as texts."""
        return spark(self.xml())

    def __repr__(self):
        return f"{self.status} {self.type} {self.body[:300]!r}"


def spark(element):
    """Root dropped, lists always arrays, an empty element is nothing."""
    item = LISTS.get(element.tag)
    if item:
        assert all(child.tag == item for child in element), f"{element.tag} holds something else than {item}"
        return [spark(child) for child in element]
    if len(element):
        fields = {}
        for child in element:
            fields.setdefault(child.tag, []).append(spark(child))
        return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}
    return element.text


def as_texts(value):
    """JSON with every value as XML would write it."""
    if isinstance(value, dict):
        return {key: as_texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_texts(inner) for inner in value]
    if value is True or value is False:
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return None if value in (None, "") else str(value)


def ask(method, url, body=None, headers=None):
    """One exchange; an error status is an answer too."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return Answer(response.status, response.headers, response.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.headers, error.read())


def get(path, base=BASE, **fields):
    query = urllib.parse.urlencode(fields)
    return ask("GET", f"{base}/{path}" + (f"?{query}" if query else ""))


def post(path, fields, base=BASE, query="", headers=None):
    """Urlencoded; `fields` may repeat a name."""
    pairs = fields.items() if isinstance(fields, dict) else fields
    body = urllib.parse.urlencode(list(pairs)).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
    return ask("POST", f"{base}/{path}{query}", body, kind | (headers or {}))


def post_multipart(path, fields, files, base=BASE):
    """`files` are (field, file name, type, bytes)."""
    boundary = f"----jw{random.getrandbits(64):x}"
    lines = []
    for name, value in fields:
        lines += [f"--{boundary}", f'Content-Disposition: form-data; name="{name}"', "", value]
    body = "".join(line + "\r\n" for line in lines).encode()
    for name, file_name, kind, content in files:
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
        body += head.encode() + f"Content-Type: {kind}\r\n\r\n".encode() + content + b"\r\n"
    body += f"--{boundary}--\r\n".encode()
    return ask("POST", f"{base}/{path}", body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})


class Staff:
    """Somebody with a session of the console."""

    def __init__(self, login, password):
        answer = ask(
            "POST",
            f"{SITE}/api/v1/session",
            json.dumps({"login": login, "password": password}).encode(),
            {"Content-Type": "application/json"},
        )
        assert answer.status == 200, answer
        self.csrf = answer.json()["csrf"]
        self.cookie = answer.headers["Set-Cookie"].split(";")[0]

    def ask(self, method, path, body=None):
        headers = {"Cookie": self.cookie, "X-CSRF-Token": self.csrf, "Content-Type": "application/json"}
        return ask(method, f"{SITE}/api/v1{path}", None if body is None else json.dumps(body).encode(), headers)


def api(method, path, body=None):
    """The public API, without a session."""
    headers = {"Content-Type": "application/json"}
    return ask(method, f"{SITE}/api/v1{path}", None if body is None else json.dumps(body).encode(), headers)
