"""Our XForms beside pyxform's: equal as canonical XML (C14N: attributes in any order), or listed with a reason; then JavaRosa.

compare.py CONVERT DIFFERENCES FOLDER…
"""

import difflib
import re
import subprocess
import sys
import tempfile
import warnings
import xml.etree.ElementTree as ET
from pathlib import Path

import pyxform.validators.odk_validate
from pyxform.xls2xform import convert

warnings.filterwarnings("ignore")
ENDINGS = {".xls", ".xlsx", ".xlsm", ".md"}
JAR = Path(pyxform.validators.odk_validate.__file__).parent / "bin" / "ODK_Validate.jar"


def listed(path):
    """Endings of paths with the reason why they differ."""
    lines = [line.split("\t", 1) for line in Path(path).read_text(encoding="utf-8").splitlines()]
    return {line[0]: line[1] for line in lines if len(line) == 2 and not line[0].startswith("#")}


def reason(reasons, path):
    return next((why for ending, why in reasons.items() if str(path).endswith(ending)), None)


def theirs(path):
    try:
        return convert(path).xform
    except Exception as error:  # noqa: BLE001  whatever it is: it made no form of it
        return error


def canonical(xml):
    try:
        return ET.canonicalize(xml)
    except ET.ParseError as error:
        return f"not well-formed: {error}"


def differing(one, other):
    split = lambda xml: re.sub(r"(<(?!/))", r"\n\1", xml).split("\n")  # noqa: E731
    lines = difflib.unified_diff(split(one), split(other), "pyxform", "ours", lineterm="", n=0)
    return [line[:200] for line in lines if not line.startswith(("---", "+++", "@@"))][:6]


def validated(files):
    """Which of our forms JavaRosa opens; in one process, since starting it costs a second."""
    if not files:
        return 0, []
    done = subprocess.run(["java", "-Djava.awt.headless=true", "-jar", JAR, *files], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    bad, current, valid = [], None, 0
    for line in done.stdout.splitlines():
        if line.startswith("Validating: "):
            current = line.removeprefix("Validating: ")
        if "Xform is valid" in line:
            valid += 1
            current = None
        elif current and re.match(r"\S*(Exception|Error)\b|>> Something broke|.*(Dependency cycle|Cycle detected)", line):
            bad.append((current, line[:200]))
            current = None
    return valid, bad


def main(converter, differences, folders):
    reasons = listed(differences)
    files = sorted(p for folder in folders for p in Path(folder).rglob("*") if p.suffix in ENDINGS)
    counts = dict.fromkeys(["equal", "both refuse", "listed", "unlisted"], 0)
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([converter, out, *map(str, files)], check=True)
        forms = {}
        for path in files:
            base = Path(out) / str(path).lstrip("/").replace("/", "__")
            our, faults = Path(f"{base}.xml"), Path(f"{base}.faults")
            their = theirs(path)
            if our.exists():
                forms[str(our)] = path
            if our.exists() and isinstance(their, str):
                one, other = canonical(their), canonical(our.read_text(encoding="utf-8"))
                if one == other:
                    counts["equal"] += 1
                    continue
                what = differing(one, other)
            elif our.exists():
                what = [f"pyxform refuses: {str(their)[:200]}"]
            elif isinstance(their, str):
                what = [f"we refuse: {faults.read_text(encoding='utf-8')[:300]}"]
            else:
                counts["both refuse"] += 1
                continue
            why = reason(reasons, path)
            counts["listed" if why else "unlisted"] += 1
            print(f"{'differs, as listed' if why else 'DIFFERS'}: {path}" + (f": {why}" if why else ""))
            if not why:
                print("\n".join(f"    {line}" for line in what))
        valid, bad = validated(sorted(forms))
        unexpected = 0
        for file, line in bad:
            why = reason(reasons, f"{forms[file]}#javarosa")
            unexpected += why is None
            print(f"{'JavaRosa refuses, as listed' if why else 'JAVAROSA REFUSES'}: {forms[file]}: {why or line}")
    total = len(files)
    print(f"forms: {total} workbooks: " + ", ".join(f"{n} {what}" for what, n in counts.items()) + f"; JavaRosa opens {valid} of {len(forms)}")
    return counts["unlisted"] == 0 and unexpected == 0 and valid + len(bad) == len(forms)


if __name__ == "__main__":
    sys.exit(0 if main(sys.argv[1], sys.argv[2], sys.argv[3:]) else 1)
