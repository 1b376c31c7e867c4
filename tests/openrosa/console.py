"""Our own API, as far as the checks need it. Standard library only."""

import json
import os
import urllib.error
import urllib.request

SITE = os.environ["OPENROSA_SITE"]


def site():
    return json.load(urllib.request.urlopen(f"{SITE}/api/v1/site"))


class Staff:
    """Somebody with a session."""

    def __init__(self, login):
        self.headers = {}
        answer, headers = self.ask("POST", "/session", {"login": login, "password": site()["demo_password"]})
        self.headers = {"cookie": headers["Set-Cookie"].split(";")[0], "x-csrf-token": answer["csrf"]}

    def ask(self, method, path, body=None, raw=None, kind="application/json"):
        data = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        headers = {"accept-language": "zh", **self.headers}
        if data is not None:
            headers["content-type"] = kind
        request = urllib.request.Request(f"{SITE}/api/v1{path}", data, headers, method=method)
        try:
            answer = urllib.request.urlopen(request, timeout=60)
        except urllib.error.HTTPError as refused:
            answer = refused
        text = answer.read()
        self.status = answer.status
        return (json.loads(text) if text else None), answer.headers

    def publish(self, workbook, name="form.md", area=None, media=()):
        """Publishes a workbook; answers the status and the document."""
        boundary = "bb" + os.urandom(8).hex()
        parts = [f'name="workbook"; filename="{name}"\r\n\r\n'.encode() + workbook]
        if area:
            parts.append(f'name="area"\r\n\r\n{area}'.encode())
        for file, data in media:
            parts.append(f'name="media"; filename="{file}"\r\nContent-Type: text/csv\r\n\r\n'.encode() + data)
        body = b"".join(f"--{boundary}\r\nContent-Disposition: form-data; ".encode() + one + b"\r\n" for one in parts)
        body += f"--{boundary}--\r\n".encode()
        answer, _ = self.ask("POST", "/forms", raw=body, kind=f"multipart/form-data; boundary={boundary}")
        return self.status, answer
