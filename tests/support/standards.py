"""The standards of office files, as those who keep them hold files to them: the Open XML SDK of Microsoft for .docx and
.xlsx; the schema of OASIS and its rules of packages for .odt and .ods."""

import json
import shutil
import subprocess
import xml.etree.ElementTree as xml
import zipfile

from program import ROOT

TOOLS = ROOT / "target/tools"
SDK = TOOLS / "node_modules/.bin/ooxml-validator"
JING = ["java", "-XX:TieredStopAtLevel=1", "-cp", "/usr/share/java/jing.jar", "com.thaiopensource.relaxng.util.Driver", "-i", "-c"]
SCHEMAS = TOOLS / "opendocument"
# Word and Excel of before those that ministries have now: what they take, later ones take too.
OFFICE = "Office2019"
MANIFEST = "META-INF/manifest.xml"
KINDS = {".odt": "application/vnd.oasis.opendocument.text", ".ods": "application/vnd.oasis.opendocument.spreadsheet"}
# Elements and attributes of LibreOffice's own. A document may be extended with them, and is judged without them.
OWN = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"


def faults(path):
    """What is wrong with a file by its standard, in words."""
    with zipfile.ZipFile(path) as package:
        assert package.testzip() is None, path.name
    return openxml(path) if path.suffix in (".docx", ".xlsx") else opendocument(path)


def openxml(path):
    answer = subprocess.run([SDK, path, "--officeVersion", OFFICE], stdout=subprocess.PIPE, text=True)
    said = json.loads(answer.stdout)
    assert answer.returncode == (0 if said["ok"] else 1), (path.name, answer.returncode)
    return [f"{one['path']} {one['xPath']}: {one['description']}" for one in said["errors"]]


def opendocument(path):
    """The files of which it is made by the schema, then the package they are in."""
    folder = path.with_name(f"{path.name}.parts")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    with zipfile.ZipFile(path) as package:
        names = package.namelist()
        parts = [name for name in names if name not in ("mimetype", MANIFEST)]
        for name in parts:
            (folder / name).write_bytes(judged(package.read(name)))
        (folder / "manifest.xml").write_bytes(package.read(MANIFEST))
        manifest = xml.fromstring(package.read(MANIFEST))
    # What Emacs brings along is the manifest's schema of 1.2. That of 1.3 is another for what is locked, which nothing
    # here is, and in its number.
    schema = (SCHEMAS / "od-manifest-schema-v1.2-os.rnc").read_text()
    assert schema.count('"1.2"') == 1
    (folder / "manifest.rnc").write_text(schema.replace('"1.2"', '"1.3"'))
    found = relaxng(SCHEMAS / "OpenDocument-schema-v1.3.rnc", [folder / name for name in parts])
    found += relaxng(folder / "manifest.rnc", [folder / "manifest.xml"])
    listed = {one.get(key): one for one in manifest for key in one.keys() if key.endswith("}full-path")}
    types = {path: one.get(key) for path, one in listed.items() for key in one.keys() if key.endswith("}media-type")}
    if set(listed) != {"/", *parts}:
        found.append(f"the manifest has {sorted(listed)}, the package {sorted(parts)}")
    if types.get("/") != KINDS[path.suffix]:
        found.append(f"the manifest calls it {types.get('/')}")
    return found + first(path)


def judged(text):
    """A part without what is LibreOffice's own."""
    tree = xml.fromstring(text)
    for one in tree.iter():
        for child in [child for child in one if child.tag.startswith(OWN)]:
            one.remove(child)
        for name in [name for name in one.keys() if name.startswith(OWN)]:
            del one.attrib[name]
    return xml.tostring(tree, encoding="utf-8", xml_declaration=True)


def relaxng(schema, files):
    answer = subprocess.run([*JING, schema, *files], stdout=subprocess.PIPE, text=True)
    said = [line.removeprefix(f"{files[0].parent}/") for line in answer.stdout.splitlines()]
    assert bool(said) == bool(answer.returncode), answer
    return said


def first(path):
    """What it is stands at a fixed place: in the first file, as it is, with nothing between its name and its words."""
    with zipfile.ZipFile(path) as package:
        info = package.infolist()[0]
        local = path.read_bytes()[:30]
        extra = int.from_bytes(local[28:30], "little")
        if (info.filename, info.compress_type, extra) != ("mimetype", zipfile.ZIP_STORED, 0):
            return [f"mimetype is not the first file, or not as it is: {info}, extra field of {extra}"]
        if package.read(info) != KINDS[path.suffix].encode():
            return [f"mimetype says {package.read(info)}"]
    return []


# What is broken on purpose, and what must then be said: kind, part, what stands there, what stands there instead, words.
BROKEN = [
    (".docx", "word/document.xml", "<w:body>", "<w:body><w:unheard/>", "invalid child element"),
    (".docx", "word/comments.xml", " w:author=", " w:auteur=", "word/comments.xml"),
    (".docx", "word/styles.xml", 'w:styleId="Heading2"', 'w:styleId="Heading1"', "word/styles.xml"),
    (".xlsx", "xl/worksheets/sheet2.xml", "<sheetData>", "<sheetData><unheard/>", "invalid child element"),
    (".xlsx", "xl/worksheets/sheet2.xml", ' s="', ' s="9', "xl/worksheets/sheet2.xml"),
    ("open", "content.xml", "<office:body>", "<office:body><office:unheard/>", 'unheard" not allowed'),
    ("open", "content.xml", 'office:version="1.3"', 'office:version="1.1"', ':version" is invalid'),
    ("open", "styles.xml", "style:family=", "style:familie=", "styles.xml"),
    ("open", "meta.xml", "<dc:date>", "<dc:date>gisteren ", ':date"'),
    ("open", MANIFEST, 'full-path="meta.xml"', 'full-path="niets.xml"', "the manifest has"),
    ("open", MANIFEST, 'manifest:version="1.3"', 'manifest:version="1.1"', ':version" is invalid'),
    ("open", "mimetype", "vnd.oasis", "vnd.ander", "mimetype says"),
    ("open", "mimetype", None, None, "mimetype is not the first file, or not as it is"),
]


def held(*files):
    """Each file conforms; and one that is broken on purpose does not, or the judges would be worth nothing."""
    for path in files:
        assert not (found := faults(path)), (path.name, found)
    controls = 0
    for path in {path.suffix: path for path in files}.values():
        kinds = (path.suffix, "open" if path.suffix in KINDS else None)
        for kind, part, old, new, words in BROKEN:
            if kind in kinds:
                found = faults(broken(path, part, old, new))
                assert any(words in one for one in found), (path.name, part, new, found)
                controls += 1
    print(f"figure: {', '.join(path.name for path in files)}: no fault by the validators of their standards, which named "
          f"all {controls} that were put in on purpose")


def broken(path, part, old, new):
    """A copy with one thing in it changed; without anything to change, packed otherwise."""
    copy = path.with_name(f"kapot{path.suffix}")
    with zipfile.ZipFile(path) as whole, zipfile.ZipFile(copy, "w") as changed:
        for info in whole.infolist():
            data = whole.read(info)
            if info.filename == part:
                if old is None:
                    info.compress_type = zipfile.ZIP_DEFLATED
                else:
                    text = data.decode()
                    assert old in text, (part, old)
                    data = text.replace(old, new, 1).encode()
            changed.writestr(info, data)
    return copy
