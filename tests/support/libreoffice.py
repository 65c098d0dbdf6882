"""LibreOffice without a screen, for checks that open files of the program in it."""

import os
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


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

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self.desktop.terminate()
        except Exception:  # it is gone before it can answer
            pass
        self.process.wait(timeout=30)


def save(document, path, kind):
    document.storeToURL(path.as_uri(), (value("FilterName", kind),))
