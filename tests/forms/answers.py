"""The same answers through JavaRosa and through ODK Web Forms' engine: our XForms must yield the same submission in both.

answers.py CONVERT NODE_FOLDER FORMS ANSWERS COMPOSED

FORMS holds workbooks, of which ANSWERS has a script each. COMPOSED holds XForms as the server hands them out, with the files and the script that
belong to them.
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

import pyxform.validators.odk_validate

HERE = Path(__file__).parent
JAR = Path(pyxform.validators.odk_validate.__file__).parent / "bin" / "ODK_Validate.jar"


def bare(xml):
    """Without namespaces, ids of this instance and space between elements."""
    root = ET.fromstring(xml)
    for element in root.iter():
        element.tag = element.tag.rsplit("}", 1)[-1]
        element.attrib = {k: v for k, v in element.attrib.items() if not k.startswith("{")}
        # whose instance it is and by which clock differs every time
        own = element.tag in ("instanceID", "_start", "_end")
        element.text = None if own else (element.text or "").strip() or None
        element.tail = None
        # where a new instance of a repeat stands among its siblings is the engine's affair
        element[:] = sorted(element, key=lambda child: child.tag.rsplit("}", 1)[-1])
    return ET.canonicalize(ET.tostring(root, encoding="unicode"))


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stderr.strip() or "says nothing"
    return bare(done.stdout) if done.returncode == 0 else f"fails: {said[:400]}"


def main(converter, node, forms, answers, composed):
    scripts = sorted(Path(answers).glob("*.txt")) + sorted(Path(composed).glob("*.txt"))
    same = 0
    with tempfile.TemporaryDirectory() as out:
        for script in scripts:
            xml = script.with_suffix(".xml").resolve()
            if not xml.exists():
                form = Path(forms) / f"{script.stem}.md"
                subprocess.run([converter, out, form], check=True)
                xml = Path(out) / (str(form).lstrip("/").replace("/", "__") + ".xml")
            javarosa = run("java", "-cp", JAR, HERE / "clients" / "Answer.java", xml, script)
            web = run("node", Path(node) / "answer.mjs", xml, script)
            if javarosa == web and not javarosa.startswith("fails"):
                same += 1
                continue
            print(f"DIFFERS: {script}\n  JavaRosa   {javarosa}\n  Web Forms  {web}")
    print(f"answers: {same} of {len(scripts)} scripts give the same submission in JavaRosa and in ODK Web Forms")
    return same == len(scripts)


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:]) else 1)
