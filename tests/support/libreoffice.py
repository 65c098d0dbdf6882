"""The program over a demonstration of its own, asked as a browser does, and LibreOffice without a screen: what the checks
share that open files of the program in a real office program."""

import hashlib
import os
import pathlib
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
import urllib.request

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "target/debug/voortgang"


def value(name, what):
    return PropertyValue(Name=name, Value=what)


class Office:
    """LibreOffice without a screen, with a profile of its own."""

    def __init__(self, work):
        name = f"voortgang-{os.getpid()}"
        self.process = subprocess.Popen(
            ["soffice", f"-env:UserInstallation={(work / 'profile').as_uri()}", "--headless", "--norestore",
             "--nologo", f"--accept=pipe,name={name};urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
        for _ in range(300):
            try:
                self.context = resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
                break
            except NoConnectException:
                time.sleep(0.1)
        else:
            sys.exit("LibreOffice did not start")
        self.desktop = self.context.ServiceManager.createInstance("com.sun.star.frame.Desktop")

    def open(self, path):
        """A file that would need repair is not opened: nobody is there to say yes."""
        document = self.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (value("Hidden", True),))
        assert document is not None, f"LibreOffice does not open {path.name}"
        return document

    def end(self):
        try:
            self.desktop.terminate()
        except Exception:  # it is gone before it can answer
            pass
        self.process.wait(timeout=30)


def save(document, path, kind):
    document.storeToURL(path.as_uri(), (value("FilterName", kind),))


class Site:
    """The program, asked as a browser does."""

    def __init__(self, url, key):
        self.url, self.cookie = url, f"__Host-sessie={key}"

    def ask(self, path, body=None, kind=None):
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"} | ({"Content-Type": kind} if kind else {})
        request = urllib.request.Request(self.url + path, data=body, headers=headers)
        with urllib.request.urlopen(request) as answer:
            return answer.read()


def sign_in(base, role, ministry):
    """A session of someone with that role, as signing in makes one."""
    key = secrets.token_hex(32)
    (person,) = base.execute("SELECT r.person FROM person_role AS r JOIN person AS p ON p.id = r.person "
                             "WHERE r.role = ? AND p.ministry = ? LIMIT 1", (role, ministry)).fetchone()
    base.execute(
        "INSERT INTO session (key, id, person, created_at, seen_at, expires_at) VALUES (?, ?, ?, "
        "strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), "
        "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+10 hours'))",
        (hashlib.sha256(key.encode()).digest(), secrets.token_bytes(16), person))
    return key


class Running:
    """The program over a new demonstration, and LibreOffice. `prepare` changes the data first, and gives the sessions."""

    def __init__(self, work, prepare, with_office=True):
        self.with_office = with_office
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        self.work, self.data = work, work / "data"
        subprocess.run([PROGRAM, "demo", "--no-serve", "--data", self.data, "--out", work / "out"], check=True,
                       stdout=subprocess.DEVNULL)
        with sqlite3.connect(self.data / "voortgang.sqlite") as base:
            self.sessions = prepare(base)

    def __enter__(self):
        self.program = subprocess.Popen([PROGRAM, "serve", "--data", self.data, "--port", "0"], stdout=subprocess.PIPE,
                                        stderr=(self.work / "server.log").open("w"), text=True)
        self.office = Office(self.work) if self.with_office else None
        line = next(line for line in self.program.stdout if "http://" in line)
        url = "http://" + line.split("http://")[1].split("/")[0] + "/"
        return {name: Site(url, key) for name, key in self.sessions.items()}, self.office, self.data

    def __exit__(self, *_):
        if self.office:
            self.office.end()
        self.program.terminate()
        self.program.wait()
