"""The composed forms of the worker's own area, from the list to the records of the modules, as a phone fills them. Standard library only."""

import csv
import io
import re
import uuid
import xml.etree.ElementTree as ElementTree

FORMS = "{http://www.w3.org/2002/xforms}"


class Composed:
    """A composed form with the subjects that came with it."""

    def __init__(self, xform, media):
        self.root = ElementTree.fromstring(xform)
        rows = lambda name: list(csv.DictReader(io.StringIO(media[name].decode())))  # noqa: E731
        self.list = next(name for name in media if name.startswith("subjects_"))
        self.subjects, self.grids = rows(self.list), rows("grids.csv")
        model = next(self.root.iter(FORMS + "model"))
        self.blank = model.find(FORMS + "instance")[0]
        self.binds = {bind.get("nodeset"): bind for bind in model.iter(FORMS + "bind")}
        self.choices = {
            one.get("id"): [item.findtext(FORMS + "name") for item in one.iter(FORMS + "item")]
            for one in model.findall(FORMS + "instance")
            if one.get("id")
        }
        self.lists = {
            control.get("ref"): re.search(r"instance\('([^']+)'\)", control.find(FORMS + "itemset").get("nodeset"))[1]
            for control in self.root.iter(FORMS + "select1")
            if control.find(FORMS + "itemset") is not None
        }

    def known(self):
        """The questions that are written down from the file when the subject is chosen."""
        return {one.get("ref"): one.get("value") for one in self.root.iter(FORMS + "setvalue") if one.get("event") == "xforms-value-changed"}

    def filled(self, subject, instance=None):
        """The submission of a worker who confirms what is known of the subject and answers the choices of every module that is due."""
        due = subject["due"].split()
        instance = instance or f"uuid:{uuid.uuid4()}"
        body = "".join(self.node(child, f"/{bare(self.blank)}/{bare(child)}", subject, due) for child in self.blank if bare(child) != "meta")
        head = f'id="{self.blank.get("id")}" version="{self.blank.get("version")}"'
        return f"<?xml version='1.0' ?><data {head}>{body}<meta><instanceID>{instance}</instanceID></meta></data>", instance

    def node(self, element, path, subject, due):
        name = bare(element)
        if element.get("{http://openrosa.org/javarosa}template") is not None or self.is_repeat(path):
            return ""
        if len(element):
            return f"<{name}>{''.join(self.node(child, f'{path}/{bare(child)}', subject, due) for child in element)}</{name}>"
        return f"<{name}>{self.value(name, path, subject, due)}</{name}>"

    def value(self, name, path, subject, due):
        if name == "_subject":
            return subject["name"]
        if name == "_record":
            return subject["record"]
        if name == "_due":
            return subject["due"]
        if name in ("_start", "_end"):
            return "2026-11-23T09:00:00.000+08:00" if name == "_start" else "2026-11-23T09:04:00.000+08:00"
        if name.endswith("__on"):
            return "1" if any(name.startswith(f"{code}__") for code in due) else ""
        if subject.get(f"v_{name}"):
            return subject[f"v_{name}"]
        mine = any(name.startswith(f"{code}__") for code in due)
        return self.choices[self.lists[path]][0] if mine and path in self.lists else ""

    def is_repeat(self, path):
        return any(one.get("nodeset") == path for one in self.root.iter(FORMS + "repeat"))


def bare(element):
    return element.tag.rsplit("}", 1)[-1]


def protected(media):
    """Whether a column of the file is none of those that may lie on a phone."""
    list_name = next(name for name in media if name.startswith("subjects_"))
    heads = next(csv.reader(io.StringIO(media[list_name].decode())))
    plain = ("name", "label", "__version", "record", "grid", "due")
    return [head for head in heads if head not in plain and not head.startswith(("v_", "at_"))]
