"""Every row of the contract for the server, against a running demo, as a strict phone sees it. Standard library only.

Environment: OPENROSA_SITE (http://host:port).
"""

import base64
import hashlib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time
import uuid

from collect import MANIFEST, Phone, Refused, scanned
from composed import Composed, protected
from console import SITE, Staff
# checks are told as those of Open311 are
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'open311'))
from report import check, finish, group  # noqa: E402

FORM = f"patrol_{os.urandom(3).hex()}"
WORKBOOK = """| survey | | | | | |
| | type | name | label::中文 (zh) | label::English (en) | required |
| | begin_group | place | 位置 | Place | |
| | text | who | 户主 | Householder | yes |
| | select_one_from_file places.csv | where | 地点 | Where | |
| | image | front | 门口照片 | Photo of the door | |
| | end_group | | | | |
| | begin_repeat | member | 成员 | Member | |
| | image | face | 证件 | Paper | |
| | end_repeat | | | | |
| | audit | audit | | | |
| settings | | | | | |
| | form_id | version | form_title | default_language | name |
| | {form} | {version} | 出租屋走访 | 中文 (zh) | data |
"""
PLACES = "name,label\n1,石桥头\n".encode()

ADMIN, WORKER = Staff("admin"), Staff("worker")
KEY = None


def workbook(version, form=FORM, extra=""):
    return WORKBOOK.format(form=form, version=version).replace("| settings |", extra + "| settings |", 1).encode()


def xml(instance, who="王小明", version="1", front="", faces=(), audit="", deprecated="", form=FORM, prefix="orx:"):
    space = ' xmlns:orx="http://openrosa.org/xforms"' if prefix else ""
    old = f"<{prefix}deprecatedID>{deprecated}</{prefix}deprecatedID>" if deprecated else ""
    members = "".join(f"<member><face>{face}</face></member>" for face in faces)
    audit = f"<{prefix}audit>{audit}</{prefix}audit>" if audit else ""
    return (
        f"<?xml version='1.0' ?><data id=\"{form}\" version=\"{version}\"{space}><place><who>{who}</who><where>1</where>"
        f"<front>{front}</front></place>{members}<{prefix}meta>{audit}"
        f"<{prefix}instanceID>{instance}</{prefix}instanceID>{old}</{prefix}meta></data>"
    )


def new():
    return f"uuid:{uuid.uuid4()}"


def phone():
    return Phone(KEY["url"])


def refusal(action):
    try:
        return f"done: {action()}"
    except Refused as refused:
        return str(refused)


def rows():
    """What the console lists of the form."""
    found, after = [], ""
    while True:
        page, _ = ADMIN.ask("GET", f"/forms/{FORM}/submissions?limit=500" + (f"&after={after}" if after else ""))
        found += page["items"]
        after = page.get("next")
        if not after:
            return found


def count(instance):
    return sum(row["instance"] == instance for row in rows())


def publishing():
    status, answer = ADMIN.publish(b"| survey | |\n| | type | name |\n| | txt | who |\n| | text | 1who |\n")
    places = {(m["sheet"], m["row"], m["column"]) for m in answer.get("mistakes", [])}
    check("a workbook that is not sound is refused with sheet, row and column of each mistake", status == 422 and len(places) >= 2 and all(places and row for _, row, _ in places), answer)
    status, answer = ADMIN.publish(workbook("1"), media=[("places.csv", PLACES)])
    check("a workbook becomes a form", (status, answer.get("form_id"), answer.get("new")) == (201, FORM, True), answer)
    status, answer = ADMIN.publish(workbook("1"), media=[("places.csv", PLACES)])
    check("the same again is the same version", (status, answer.get("new")) == (201, False), answer)
    status, answer = ADMIN.publish(workbook("1", extra="| | note | more | 又 | More | |\n"), media=[("places.csv", PLACES)])
    check("another form under the same version is refused", (status, answer.get("code")) == (409, "form.version_taken"), answer)
    status, _ = WORKER.publish(workbook("2"))
    check("a worker does not publish", status == 403, status)


def provisioning():
    global KEY
    KEY, _ = WORKER.ask("POST", "/form-keys")
    check("a worker makes a key", WORKER.status == 201 and len(KEY["token"]) >= 32, KEY)
    read = scanned(KEY["settings"])
    check("the code holds the address with the secret", read["general"]["server_url"] == KEY["url"], read)
    check("the code is drawn", KEY["qr"].startswith("<svg "))
    listed, _ = WORKER.ask("GET", "/form-keys")
    check("the key is listed without its secrets", KEY["token"] not in str(listed) and KEY["login"] in str(listed), listed)


def lists():
    collect = phone()
    form = collect.form_list()[FORM]
    check("the list has the form in its latest version", form.get("version") == "1" and form["name"] == "出租屋走访", form)
    check("links keep the secret", all(link.startswith(KEY["url"] + "/") for link in (form["downloadUrl"], form["manifestUrl"])), form)
    xform, media = collect.download(form)
    check("the form is served byte for byte", hashlib.md5(xform).hexdigest() == form["hash"].removeprefix("md5:"))
    check("its files come with it", media == {"places.csv": PLACES}, media)
    check("one form by its id", list(collect.form_list(FORM)) == [FORM])
    check("a form that is not there is no error", collect.form_list("nothing") == {})
    head = collect.ask("HEAD", f"{collect.base}/formList")
    check("HEAD of the list", (head.status, head.body) == (200, b""), head)
    bare = collect.once(SITE.split("//")[1], "GET", KEY["url"].replace(SITE, "") + "/formList", None, {})
    check("a call without the version header is 400", bare.status == 400 and bare.message(), bare)
    check("errors bear the sign of the protocol", bare.headers["X-OpenRosa-Version"] == "1.0" and bare.headers["Date"])


def duplicates():
    collect, one = phone(), new()
    check("a submission is taken", bool(collect.submit(xml(one))))
    for _ in range(3):
        collect.submit(xml(one))
    check("sent again it is one", count(one) == 1)
    said = refusal(lambda: collect.submit(xml(one, who="王大明")))
    check("other bytes under its instance are 409", said.startswith("409 "), said)
    for prefix, kind, chunked in (("", "application/xml", False), ("orx:", "text/xml", True)):
        other = new()
        said = refusal(lambda: collect.submit(xml(other, prefix=prefix), kind=kind, chunked=chunked))
        check(f"prefix {prefix!r}, {kind}, chunked {chunked}", said.startswith("done") and count(other) == 1, said)
    answers, crowd = [], new()
    def send():
        answers.append(phone().post(xml(crowd)).status)
    threads = [threading.Thread(target=send) for _ in range(12)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    check("twelve at once are one", set(answers) <= {201, 503} and 201 in answers and count(crowd) == 1, answers)
    bare = xml("").replace("<orx:instanceID></orx:instanceID>", "")
    before = len(rows())
    check("without an instance one is made", all(collect.post(bare).status == 201 for _ in range(2)) and len(rows()) == before + 1)


def attachments():
    collect, one = phone(), new()
    photo = b"\xff\xd8\xff\xe0" + os.urandom(300_000)
    names = ["门口 照片.jpg", "成员1.jpg", "b'c&d.jpg"]
    whole = xml(one, front=names[0], faces=[names[1], "b'c&amp;d.jpg"], audit="audit.csv")
    files = [(names[0], photo), (names[1], photo), (names[2], os.urandom(500)), ("audit.csv", b"event,node\n"), ("else.txt", b"x")]
    first = collect.post(whole)
    check("files may be missing at first", first.status == 201 and next(r for r in rows() if r["instance"] == one)["missing"] == 4, first)
    said = refusal(lambda: collect.submit(whole, files, limit=400_000))
    check("split at the advertised size: all of it arrives, names in UTF-8", next(r for r in rows() if r["instance"] == one)["missing"] == 0, (said, rows()[-1]))
    again = collect.post(whole, files)
    check("and all of it again", again.status == 201 and count(one) == 1, again)
    many = new()
    files = [(f"{n}.jpg", os.urandom(64)) for n in range(130)]
    collect.submit(xml(many, faces=[name for name, _ in files]), files)
    check("more than a hundred files", next(r for r in rows() if r["instance"] == many)["missing"] == 0)


def editions():
    collect, first, second = phone(), new(), new()
    collect.submit(xml(first, front="a.jpg"), [("a.jpg", b"photo")])
    collect.submit(xml(second, who="更正", front="a.jpg", deprecated=first))
    row = next(r for r in rows() if r["instance"] == second)
    check("an edit is the next edition", row["root"] == first and row["replaces"] == first, row)
    check("its photo is carried over", row["missing"] == 0, row)
    said = refusal(lambda: collect.submit(xml(new(), deprecated=first)))
    check("an edit of what is not current is 409", said.startswith("409 "), said)
    said = refusal(lambda: collect.submit(xml(new(), deprecated=new())))
    check("an edit of nothing is 404", said.startswith("404 "), said)


def versions():
    collect = phone()
    status, _ = ADMIN.publish(workbook("2", extra="| | note | more | 又 | More | |\n"), media=[("places.csv", PLACES)])
    check("the next version", status == 201, status)
    check("lists show the latest only", collect.form_list()[FORM]["version"] == "2")
    check("what phones still hold is taken", bool(collect.submit(xml(new(), version="1"))))
    check("and the new one", bool(collect.submit(xml(new(), version="2"))))
    for what, document, status in (
        ("a version that never was", xml(new(), version="9"), "404 "),
        ("a form that never was", xml(new(), form="never"), "404 "),
        ("no form id", "<data><meta/></data>", "400 "),
        ("no XML", "hello", "400 "),
        ("half a document", "<data id='x'>", "400 "),
        ("a document type", f"<!DOCTYPE data [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><data id='{FORM}' version='1'>&x;</data>", "400 "),
        ("encrypted without an instance", f"<data id='{FORM}' version='1' encrypted='yes'/>", "400 "),
    ):
        said = refusal(lambda: collect.submit(document))
        check(f"{what}: {status.strip()} with words", said.startswith(status) and len(said) > 6, said)
    none = collect.ask("POST", f"{collect.base}/submission", b"x=1", {"Content-Type": "application/x-www-form-urlencoded"})
    check("no multipart is 400", none.status == 400 and none.message(), none)
    large = collect.post("<data>" + "x" * 11_000_000 + "</data>")
    check("a submission too large is 413", large.status == 413 and large.message(), large)
    voided = new()
    collect.submit(xml(voided))
    ADMIN.ask("POST", f"/forms/{FORM}/submissions/{voided}/void")
    said = refusal(lambda: collect.submit(xml(voided)))
    check("a voided one is not taken again", ADMIN.status == 204 and said.startswith("409 "), said)
    last = new()
    collect.submit(xml(last))
    ADMIN.ask("POST", f"/forms/{FORM}/state", {"state": "closing"})
    check("a closing form is in no list", FORM not in collect.form_list())
    check("but taken", bool(collect.submit(xml(new()))))
    ADMIN.ask("POST", f"/forms/{FORM}/state", {"state": "closed"})
    said = refusal(lambda: collect.submit(xml(new())))
    check("a closed one is 409", said.startswith("409 "), said)
    check("a retry of what was taken before is confirmed", bool(collect.submit(xml(last))))
    ADMIN.ask("POST", f"/forms/{FORM}/state", {"state": "open"})


def access():
    unknown = Phone(KEY["url"].replace(KEY["token"], "0" * 64)).ask("GET", KEY["url"].replace(KEY["token"], "0" * 64) + "/formList")
    check("an unknown secret is 403, not 401", unknown.status == 403 and "WWW-Authenticate" not in unknown.headers, unknown)
    collect = Phone(f"{SITE}/openrosa", KEY["login"], KEY["password"])
    form = collect.form_list()[FORM]
    check("Digest: the list, with links that need it too", form["downloadUrl"].startswith(f"{SITE}/openrosa/forms/"), form)
    collect.download(form)
    one = new()
    check("Digest: a submission with a photo", bool(collect.submit(xml(one, front="d.jpg"), [("d.jpg", b"x" * 200_000)])) and count(one) == 1)
    wrong = Phone(f"{SITE}/openrosa", KEY["login"], "wrong")
    said = refusal(wrong.form_list)
    check("a wrong password is 401", "401" in said, said)
    basic = base64.b64encode(f"{KEY['login']}:{KEY['password']}".encode()).decode()
    answer = Phone(f"{SITE}/openrosa").ask("GET", f"{SITE}/openrosa/formList", headers={"Authorization": f"Basic {basic}"})
    offered = answer.headers.get_all("WWW-Authenticate")
    check("Basic is neither taken nor offered on plain HTTP", answer.status == 401 and len(offered) == 1 and offered[0].startswith("Digest "), offered)
    answer = Phone(f"{SITE}/openrosa").ask("GET", f"{SITE}/openrosa/formList")
    check("nobody is 401 with words", answer.status == 401 and answer.message(), answer)


def curl():
    """A client that we did not write."""
    with tempfile.TemporaryDirectory() as folder:
        one = new()
        document, photo = f"{folder}/s.xml", f"{folder}/curl.jpg"
        open(document, "w").write(xml(one, front="curl.jpg"))
        open(photo, "wb").write(os.urandom(2_000_000))
        base = ["curl", "-sS", "--digest", "-u", f"{KEY['login']}:{KEY['password']}", "-H", "X-OpenRosa-Version: 1.0"]
        listed = subprocess.run([*base, f"{SITE}/openrosa/formList"], capture_output=True, check=True).stdout
        check("curl --digest lists", FORM.encode() in listed, listed[:300])
        head = subprocess.run([*base, "-I", f"{SITE}/openrosa/submission"], capture_output=True, check=True).stdout
        check("curl --digest HEAD", b" 204 " in head.splitlines()[[i for i, l in enumerate(head.splitlines()) if l.startswith(b"HTTP")][-1]], head)
        parts = ["-F", f"xml_submission_file=@{document};type=text/xml", "-F", f"curl.jpg=@{photo}"]
        sent = subprocess.run([*base, "-w", "\n%{http_code}", *parts, f"{SITE}/openrosa/submission"], capture_output=True, check=True).stdout
        check("curl --digest posts 2 MB", sent.endswith(b"\n201") and count(one) == 1, sent)
        row = next((r for r in rows() if r["instance"] == one), {})
        check("with its photo", row.get("missing") == 0, row)


def visits_of(module):
    """In how many visits a module was answered, by the burden meter."""
    month = time.strftime("%Y-%m", time.gmtime())
    table, _ = ADMIN.ask("GET", f"/form-burden?by=module&from={month}&to={month}")
    return next((row["visits"] for row in table["items"] if row["code"] == module), 0)


def waited(seen, seconds=20):
    """What comes of a submission comes a moment after it."""
    for _ in range(seconds * 5):
        if seen():
            return True
        time.sleep(0.2)
    return False


def composed():
    collect = phone()
    forms = {name: form for name, form in collect.form_list().items() if name.startswith("collect_")}
    check("one scan: the list has the composed forms", len(forms) >= 3, list(forms))
    check("each with files of its own", all(form.get("manifestUrl", "").startswith(KEY["url"]) for form in forms.values()), forms)
    found = None
    for name, form in sorted(forms.items()):
        xform, media = collect.download(form)
        one = Composed(xform, media)
        check(f"{name}: subjects and grids, within bounds", set(media) == {one.list, "grids.csv"} and len(one.subjects) <= 2000, list(media))
        check(f"{name}: nothing but what may lie on a phone", protected(media) == [] and not re.search(r"\d{17}[0-9X]", media[one.list].decode()))
        held = collect.lists.get(one.list.removesuffix(".csv"), {"entities": {}})["entities"]
        check(f"{name}: its subjects are a list of entities, kept on the phone", sorted(held) == sorted(s["name"] for s in one.subjects), len(held))
        due = [s for s in one.subjects if s["due"]]
        check(f"{name}: something is due at each of them", len(due) == len(one.subjects))
        if found is None and any(one.known()) and any(len(s["due"].split()) > 1 for s in one.subjects):
            found = form, one
    check("several modules are due at one subject", found is not None)
    if found is None:
        return
    form, one = found
    subject = next(s for s in one.subjects if len(s["due"].split()) > 1)
    document, instance = one.filled(subject)
    codes = subject["due"].split()
    before = {code: visits_of(code) for code in codes}
    check("a filled one is taken", bool(collect.submit(document)))
    check("and again", bool(collect.submit(document)))
    gone = lambda: subject["name"] not in {s["name"] for s in Composed(*collect.download(collect.form_list(form["formID"])[form["formID"]])).subjects}
    check("settled: nothing more is due there", waited(gone))
    listed = collect.form_list(form["formID"])[form["formID"]]
    collect.download(listed)
    held = collect.lists[one.list.removesuffix(".csv")]["entities"]
    check("and the phone, which had it in its list, has it no more", subject["name"] not in held and len(held) > 0, len(held))
    manifest = collect.document(listed["manifestUrl"], MANIFEST + "manifest")
    url = next(e.findtext(MANIFEST + "integrityUrl") for e in manifest if e.get("type") == "entityList")
    there, strange = next(iter(held)), str(uuid.uuid4())
    told = collect.deleted(url, [there, subject["name"], strange])
    check("asked one by one: what is due is there, what is settled or unknown is not", told == {there: False, subject["name"]: True, strange: True}, told)
    check("asked for nothing, told of nothing", collect.ask("GET", url).status == 200)
    other = collect.ask("GET", url.replace("/media/subjects_", "/media/other_"))
    check("a list that is none is 404", other.status == 404, other)
    check("another key, another list: 403", collect.ask("GET", url.replace(KEY["url"], KEY["url"][:-4] + "AAAA")).status == 403)
    seen = listed["manifestUrl"]
    tokens = [collect.document(seen, MANIFEST + "manifest").findtext(f"{MANIFEST}mediaFile[@type='entityList']/{MANIFEST}hash") for _ in range(2)]
    check("the token of a list stands still while nothing changes", tokens[0] == tokens[1] and tokens[0], tokens)
    after = {code: visits_of(code) for code in codes}
    check("each module that was due has its record, once", all(after[code] == before[code] + 1 for code in codes), (before, after))
    for what, wrong, status in (
        ("no subject", document.replace(f"<_subject>{subject['name']}</_subject>", "<_subject/>").replace(f"<_record>{subject['record']}</_record>", "<_record/>"), "400 "),
        ("a subject elsewhere", document.replace(f"<_record>{subject['record']}</_record>", "<_record>x-1</_record>"), "403 "),
    ):
        said = refusal(lambda: collect.submit(wrong.replace(instance, new())))
        check(f"{what}: {status.strip()} with words", said.startswith(status) and len(said) > 6, said)
    said = refusal(lambda: collect.submit(document.replace("2026-11-23T09:04", "2026-11-23T09:05")))
    check("other answers under its instance are 409", said.startswith("409 "), said)


def pulling():
    """Briefcase: a department publishes an XForm and pulls what came back with it, each reading with its purpose."""
    police, other = Staff("handler7"), Staff("handler5")
    key, _ = police.ask("POST", "/form-keys")
    check("a department makes a key", police.status == 201 and "url" in key, key)
    form = f"doors_{os.urandom(3).hex()}"
    desk, field = Phone(key["url"]), phone()
    head = desk.ask("HEAD", f"{desk.base}/upload")
    check("HEAD /upload is 204 and tells the size", head.status == 204 and head.headers.get("X-OpenRosa-Accept-Content-Length"), head)
    xform = f"""<?xml version="1.0"?><h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>门牌核对</h:title><model><instance><data id="{form}" version="1"><who/><front/><meta><instanceID/></meta></data></instance><bind nodeset="/data/who" type="string"/><bind nodeset="/data/front" type="binary"/><bind nodeset="/data/meta/instanceID" type="string" readonly="true()" jr:preload="uid"/></model></h:head><h:body><input ref="/data/who"><label>户主</label></input><upload ref="/data/front" mediatype="image/*"><label>照片</label></upload></h:body></h:html>"""
    upload = lambda to, text: to.multipart(f"{to.base}/formUpload", [("form_def_file", "form.xml", "text/xml", text.encode())])
    answer = upload(desk, xform)
    check("POST /formUpload publishes", answer.status == 201 and answer.message(), answer)
    check("no XForm is 400", upload(desk, "<a/>").status == 400)
    check("a worker publishes none", upload(field, xform.replace(form, form + "x")).status == 403)
    check("phones of the area have it", form in field.form_list())
    check("and so has the department", form in desk.form_list())
    photo = os.urandom(5_000)
    sent = []
    for n in range(5):
        one = new()
        document = f'<data id="{form}" version="1"><who>王小明</who><front>{n}.jpg</front><meta><instanceID>{one}</instanceID></meta></data>'
        field.submit(document, [(f"{n}.jpg", photo)])
        sent.append(one)
    got, cursor, pages = [], "", 0
    while pages < 10:
        ids, following = desk.submissions(form, cursor, 2)
        got, pages = got + ids, pages + 1
        if following == cursor:
            break
        cursor = following
    check("the cursor goes through all and stands still at the end", got == sent and pages == 4, (got, sent, pages))
    for who, to in (("another department", other), ("a worker", None)):
        url = key["url"] if to is None else to.ask("POST", "/form-keys")[0]["url"]
        asking = Phone(url) if to else field
        refused = asking.ask("GET", f"{asking.base}/view/submissionList?formId={form}")
        check(f"{who} sees nothing of it", refused.status in (403, 404) and refused.message(), refused)
    bare = desk.pulled(form, sent[0])
    check("without a purpose nothing is told", bare.status == 403 and "/for/" in bare.message(), bare)
    desk.base += "/for/%E9%97%A8%E7%89%8C%E6%A0%B8%E6%9F%A5"
    answer = desk.pulled(form, sent[0])
    check("with one, the submission", answer.status == 200 and "王小明".encode() in answer.body and sent[0].encode() in answer.body, answer)
    files = re.findall(rb"<hash>(md5:[0-9a-f]{32})</hash><downloadUrl>([^<]+)</downloadUrl>", answer.body)
    check("and its photo, byte for byte", len(files) == 1 and desk.verbatim(files[0][1].decode(), files[0][0].decode()) == photo, files)
    hidden = desk.pulled("collect_dwelling", sent[0])
    check("composed forms are not pulled: departments have their records", hidden.status == 404, hidden)


def withdrawal():
    WORKER.ask("DELETE", f"/form-keys/{KEY['id']}")
    check("a key is withdrawn", WORKER.status == 204)
    check("and counts no more", "403" in refusal(phone().form_list))


for checks in (publishing, provisioning, lists, duplicates, attachments, editions, versions, access, curl, composed, pulling, withdrawal):
    group(checks)
finish("openrosa")
