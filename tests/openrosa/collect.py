"""A phone as strict as ODK Collect, written from the contract: what it does not understand it refuses. Standard library only."""

import base64
import csv
import hashlib
import http.client
import io
import json
import os
import re
import urllib.parse
import uuid
import xml.etree.ElementTree as ElementTree
import zlib

LIST = "{http://openrosa.org/xforms/xformsList}"
MANIFEST = "{http://openrosa.org/xforms/xformsManifest}"
SUBMISSIONS = "{http://opendatakit.org/submissions}"
RESPONSE = "{http://openrosa.org/http/response}"


class Refused(Exception):
    """The phone gives up, and says why."""


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    def message(self):
        """What the phone shows: the message of an OpenRosaResponse."""
        root = ElementTree.fromstring(self.body)
        if root.tag != RESPONSE + "OpenRosaResponse":
            raise Refused(f"{self.status}: no OpenRosaResponse: {self.body[:200]!r}")
        return root.findtext(RESPONSE + "message")

    def __repr__(self):
        return f"{self.status} {self.headers.get('Content-Type')} {self.body[:300]!r}"


class Digest:
    """RFC 2617 with MD5, as a client."""

    def __init__(self, login, password):
        self.login, self.password, self.challenge, self.count = login, password, None, 0

    def learn(self, challenges):
        for challenge in challenges:
            if challenge.lower().startswith("digest "):
                self.challenge = dict(re.findall(r'(\w+)="?([^",]+)"?', challenge[7:]))
                self.count = 0
                return True
        return False

    def header(self, method, uri):
        if not self.challenge:
            return None
        md5 = lambda text: hashlib.md5(text.encode()).hexdigest()
        self.count += 1
        realm, nonce, nc, cnonce = self.challenge["realm"], self.challenge["nonce"], f"{self.count:08x}", os.urandom(8).hex()
        ha1, ha2 = md5(f"{self.login}:{realm}:{self.password}"), md5(f"{method}:{uri}")
        response = md5(f"{ha1}:{nonce}:{nc}:{cnonce}:auth:{ha2}")
        return (
            f'Digest username="{self.login}", realm="{realm}", nonce="{nonce}", uri="{uri}", qop=auth, nc={nc}, '
            f'cnonce="{cnonce}", response="{response}", algorithm=MD5'
        )


class Phone:
    """One device with the address of its server, and perhaps name and password."""

    def __init__(self, server_url, login=None, password=None):
        self.base = server_url.rstrip("/")
        self.auth = Digest(login, password) if login else None
        self.device = "collect:" + os.urandom(4).hex()
        self.limit = None
        self.lists = {}

    # -- HTTP --

    def ask(self, method, url, body=None, headers=()):
        """One exchange, with `?deviceID=` and the version; a challenge is answered once."""
        split = urllib.parse.urlsplit(url)
        query = "&".join(filter(None, [split.query, "deviceID=" + urllib.parse.quote(self.device, safe="")]))
        uri = f"{split.path}?{query}"
        for attempt in (1, 2):
            sent = {"X-OpenRosa-Version": "1.0", "Date": "Sun, 22 Nov 2026 04:15:00 GMT+08:00", **dict(headers)}
            given = self.auth.header(method, uri) if self.auth else None
            if given:
                sent["Authorization"] = given
            answer = self.once(split.netloc, method, uri, body, sent)
            if answer.status != 401 or not self.auth or attempt == 2:
                return answer
            if not self.auth.learn(answer.headers.get_all("WWW-Authenticate") or []):
                raise Refused("401 without a Digest challenge over plain HTTP")

    def once(self, host, method, uri, body, headers):
        connection = http.client.HTTPConnection(host, timeout=60)
        try:
            chunked = body is not None and not isinstance(body, bytes)
            connection.request(method, uri, body=body, headers=headers, encode_chunked=chunked)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def document(self, url, tag):
        answer = self.ask("GET", url)
        if answer.status != 200:
            raise Refused(f"{url}: {answer}")
        if answer.headers.get("X-OpenRosa-Version") is None:
            raise Refused(f"{url}: not an OpenRosa server")
        if not answer.headers.get("Date"):
            raise Refused(f"{url}: no Date")
        if "text/xml" not in answer.headers.get("Content-Type", ""):
            raise Refused(f"{url}: Content-Type {answer.headers.get('Content-Type')}")
        root = ElementTree.fromstring(answer.body)
        if root.tag != tag:
            raise Refused(f"{url}: {root.tag} instead of {tag}")
        return root

    # -- forms --

    def form_list(self, form_id=None):
        """Forms by id; one incomplete entry costs the whole list."""
        query = "?formID=" + urllib.parse.quote(form_id) if form_id else ""
        root = self.document(f"{self.base}/formList{query}", LIST + "xforms")
        forms = {}
        for entry in root:
            if entry.tag != LIST + "xform":
                raise Refused(f"{entry.tag} in the list")
            form = {child.tag.removeprefix(LIST): (child.text or "").strip() for child in entry}
            for field in ("formID", "name", "downloadUrl"):
                if not form.get(field):
                    raise Refused(f"a form without {field}: {form}")
            if not re.fullmatch(r"md5:[0-9a-f]{32}", form.get("hash", "")):
                raise Refused(f"form with no hash: {form}")
            forms[form["formID"]] = form
        return forms

    def download(self, form):
        """The form and its files, compared with what the lists promised."""
        xform = self.verbatim(form["downloadUrl"], form["hash"])
        media = {}
        if form.get("manifestUrl"):
            for entry in self.document(form["manifestUrl"], MANIFEST + "manifest"):
                file = {child.tag.removeprefix(MANIFEST): (child.text or "").strip() for child in entry}
                for field in ("filename", "hash", "downloadUrl"):
                    if not file.get(field):
                        raise Refused(f"a file without {field}: {file}")
                if entry.get("type"):
                    self.bring_up_to_date(entry.get("type"), file)
                media[file["filename"]] = self.verbatim(file["downloadUrl"], file["hash"])
        return xform, media

    # -- lists of entities --

    def bring_up_to_date(self, kind, file):
        """A list is one for all forms of a server; its hash is a word that is compared and nothing else."""
        if kind not in ("entityList", "approvalEntityList"):
            raise Refused(f"a file of type {kind}")
        name = file["filename"].removesuffix(".csv")
        held = self.lists.setdefault(name, {"hash": None, "entities": {}})
        if held["hash"] == file["hash"]:
            return
        text = self.ask("GET", file["downloadUrl"]).body.decode()
        there = {}
        for row in csv.DictReader(io.StringIO(text)):
            if not row.get("name") or not row.get("label") or not row.get("__version"):
                raise Refused(f"{name}: a row without name, label or __version: {row}")
            uuid.UUID(row["name"])
            if not 0 <= int(row["__version"]) < 2**31:
                raise Refused(f"{name}: a version that is no number of 32 bits: {row}")
            there[row["name"]] = row
        for id, row in there.items():
            old = held["entities"].get(id)
            # an older or the same version is not looked at: what it says otherwise would never be seen
            if old and int(row["__version"]) <= int(old["__version"]) and row != old:
                raise Refused(f"{name}: {id} changed under version {row['__version']}")
            held["entities"][id] = row
        missing = [id for id in held["entities"] if id not in there]
        for id, deleted in self.deleted(file.get("integrityUrl"), missing).items():
            if deleted:
                del held["entities"][id]
        held["hash"] = file["hash"]

    def deleted(self, url, ids):
        """Which entities are no more; a phone without an answer keeps them."""
        if not ids:
            return {}
        if not url:
            raise Refused("a list without integrityUrl")
        root = self.document(f"{url}?id={urllib.parse.quote(','.join(ids), safe='')}", "data")
        said = {one.get("id"): {"true": True, "false": False}[one.findtext("deleted")] for one in root.find("entities").findall("entity")}
        if sorted(said) != sorted(ids):
            raise Refused(f"asked for {ids}, told of {sorted(said)}")
        return said

    def verbatim(self, url, promised):
        if not url.startswith(("http://", "https://")):
            raise Refused(f"a link that is not absolute: {url}")
        answer = self.ask("GET", url)
        if answer.status != 200 or "md5:" + hashlib.md5(answer.body).hexdigest() != promised:
            raise Refused(f"{url}: {answer}, promised {promised}")
        return answer.body

    # -- submissions --

    def head(self):
        """Asks before it sends: the address may move, the size is told."""
        answer = self.ask("HEAD", f"{self.base}/submission")
        if answer.status != 204:
            raise Refused(f"HEAD: {answer.status}")
        if answer.body:
            raise Refused("HEAD with a body")
        self.limit = int(answer.headers.get("X-OpenRosa-Accept-Content-Length") or 10_000_000)

    def submit(self, xml, files=(), limit=None, kind="text/xml", chunked=False):
        """Sends one submission; answers what the phone shows. Only 201 and 202 count."""
        self.head()
        said = ""
        groups = split(files, limit or self.limit)
        for n, group in enumerate(groups):
            more = n + 1 < len(groups)
            answer = self.post(xml, group, kind, chunked, more)
            if answer.status not in (201, 202):
                raise Refused(f"{answer.status} {answer.message()}")
            said = answer.message()
        return said

    # -- Briefcase --

    def submissions(self, form, cursor, most):
        """A page of instances and the next cursor, which Briefcase follows until it stands still."""
        query = urllib.parse.urlencode({"formId": form, "numEntries": most, "cursor": cursor})
        root = self.document(f"{self.base}/view/submissionList?{query}", SUBMISSIONS + "idChunk")
        return [one.text for one in root.iter(SUBMISSIONS + "id")], root.findtext(SUBMISSIONS + "resumptionCursor")

    def pulled(self, form, instance):
        """One submission, asked for as Briefcase does."""
        key = f"{form}[@version=Optional[1] and @uiVersion=null]/data[@key={instance}]"
        return self.ask("GET", f"{self.base}/view/downloadSubmission?{urllib.parse.urlencode({'formId': key})}")

    def multipart(self, url, parts):
        boundary = "jw" + os.urandom(12).hex()
        body = b"".join(part(boundary, *one) for one in parts) + f"--{boundary}--\r\n".encode()
        return self.ask("POST", url, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"})

    def post(self, xml, files=(), kind="text/xml", chunked=False, incomplete=False):
        boundary = "jw" + os.urandom(12).hex()
        parts = [("xml_submission_file", "submission.xml", kind, xml.encode() if isinstance(xml, str) else xml)]
        if incomplete:
            parts.append(("*isIncomplete*", None, "text/plain", b"yes"))
        parts += [(name, name, kind_of(name), data) for name, data in files]
        body = b"".join(part(boundary, *one) for one in parts) + f"--{boundary}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        if chunked:
            headers["Transfer-Encoding"] = "chunked"
            body = [body[at : at + 8192] for at in range(0, len(body), 8192)]
        return self.ask("POST", f"{self.base}/submission", body, headers)


def kind_of(name):
    return {"jpg": "image/jpeg", "csv": "text/csv"}.get(name.rsplit(".", 1)[-1], "application/octet-stream")


def part(boundary, name, file, kind, data):
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"' + (f'; filename="{file}"' if file else "")
    return f"{head}\r\nContent-Type: {kind}\r\n\r\n".encode() + data + b"\r\n"


def split(files, limit):
    """Files in groups that stay under the advertised size, at most 100 each; the submission goes with every group."""
    groups, size = [[]], 0
    for name, data in files:
        if groups[-1] and (size + len(data) > limit or len(groups[-1]) >= 100):
            groups.append([])
            size = 0
        groups[-1].append((name, data))
        size += len(data)
    return groups


def scanned(settings):
    """The settings in a code, as Collect reads them."""
    read = json.loads(zlib.decompress(base64.b64decode(settings)))
    for part_of in ("general", "admin"):
        if not isinstance(read.get(part_of), dict):
            raise Refused(f"the code has no {part_of}")
    return read
