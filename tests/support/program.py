"""The program as people have it, for checks that are written in Python: a demonstration, its sessions, and the site."""

import contextlib
import hashlib
import json
import pathlib
import re
import secrets
import shutil
import sqlite3
import subprocess
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "target/debug/voortgang"


def demonstration(work):
    """A folder made empty, with a demonstration in it; gives the folder of its data."""
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    data = work / "data"
    subprocess.run([PROGRAM, "demo", "--no-serve", "--data", data, "--out", work / "out"], check=True,
                   stdout=subprocess.DEVNULL)
    return data


def session(data, role, ministry="%"):
    """The key of a session of someone who has this role, put into the table as signing in does."""
    key = secrets.token_hex(32)
    with sqlite3.connect(data / "voortgang.sqlite") as base:
        (person,) = base.execute(
            "SELECT r.person FROM person_role AS r JOIN person AS p ON p.id = r.person "
            "WHERE r.role = ? AND p.ministry LIKE ? LIMIT 1", (role, ministry)).fetchone()
        base.execute(
            "INSERT INTO session (key, id, person, created_at, seen_at, expires_at) VALUES (?, ?, ?, "
            "strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), "
            "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '+10 hours'))",
            (hashlib.sha256(key.encode()).digest(), secrets.token_bytes(16), person))
    return key


@contextlib.contextmanager
def served(data, log, *options):
    """The site as behind HTTPS, so that headers and cookies are those that people get; gives its address."""
    with running(data, log, *options) as (url, _):
        yield url


@contextlib.contextmanager
def running(data, log, *options, bound=None):
    """The same; gives the number of its process too. `bound` is done in the process before it is the program."""
    with log.open("w") as errors:
        program = subprocess.Popen([PROGRAM, "serve", "--data", data, "--port", "0", *options],
                                   stdout=subprocess.PIPE, stderr=errors, text=True, preexec_fn=bound)
        try:
            line = next(line for line in program.stdout if line.startswith("Listening"))
            yield line.split()[2], program.pid
        finally:
            program.terminate()
            program.wait()


class Browser:
    """Someone who is signed in."""

    def __init__(self, url, key):
        self.url, self.cookie = url, f"__Host-sessie={key}"

    def ask(self, path, body=None, kind=None):
        """Status and words of an answer, after whatever it leads on to."""
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"} | ({"Content-Type": kind} if kind else {})
        request = urllib.request.Request(self.url + path, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()

    def get(self, path, body=None, kind=None):
        """The words of an answer that is no refusal."""
        status, words = self.ask(path, body, kind)
        assert status < 400, (path, status)
        return words

    def bring(self, path, name, contents, fields=()):
        """Sends a file, after the fields of its form."""
        boundary = secrets.token_hex(8)
        parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
                 for field, value in fields]
        head = (f'--{boundary}\r\nContent-Disposition: form-data; name="bestand"; filename="{name}"\r\n'
                "Content-Type: application/octet-stream\r\n\r\n")
        body = b"".join(parts) + head.encode() + contents + f"\r\n--{boundary}--\r\n".encode()
        return self.ask(path, body, f"multipart/form-data; boundary={boundary}")


def before(data, url, folder, round, **facts):
    """The first edition of a round, recorded from the command line as a report of before and released on the served site."""
    def run(*words):
        subprocess.run([PROGRAM, *words, "--data", data], check=True, stdout=subprocess.DEVNULL)

    run("edition", "export", "--round", round, "--number", "1", "-o", folder / round)
    known = folder / round / "known.json"
    known.write_text(json.dumps({
        "title": "Tussenstand 2016 en 2017", "from": "2016-01-01", "until": "2017-12-31", "published": "2018-03-01",
        "paper": "33 694, nr. 11", "goals": [{"number": 1, "rating": "op-koers", "summary": "=1+1 oefeningen."}],
    } | facts))
    run("edition", "earlier", "--strategy", "gbvs-2018-2022", "--pdf", folder / round / "rapport.pdf", "--facts", known,
        "--by", "tjeerd.wiarsma@bz.example")
    person, place = Browser(url.rstrip("/"), session(data, "publisher")), "/strategie/gbvs-2018-2022/eerdere-rapporten"
    pages = re.findall(f"{place}/[0-9a-f-]{{36}}", person.get(place).decode())
    page = next(one for one in pages if f"{one}/vrijgave".encode() in person.get(one))
    person.get(f"{page}/vrijgave", b"", "application/x-www-form-urlencoded")
