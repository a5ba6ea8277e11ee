"""What a file costs the site in memory: `python -m tests.practice.transfer.peak FOLDER`.

For each line of its input, which names a file, a process of its own takes that file as the server
hands it on, and a yes to it where it is shown. The answer is a line: the status, and the most
memory that was added (MiB).
"""

import io
import os
import re
import sys
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NamedTuple

BEGIN = b'--bomb\r\nContent-Disposition: form-data; name="file"; filename="k.json"\r\n\r\n'
END = b"\r\n--bomb--\r\n"
TOKEN = "x" * 32


class Cost(NamedTuple):
    status: int
    mebibytes: float


def memory(what: str) -> float:
    """A line of this process's own account, in MiB."""
    account = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(rf"{what}:\s+(\d+) kB", account)
    assert found is not None
    return int(found[1]) / 1024


def ask(method: str, body: IO[bytes], kind: str = "", shown: str = "") -> tuple[int, bytes, str]:
    """A request as kidneycare.server.bridge hands it on; status, answer and the cookie it sets.

    With that cookie it asks for the file that waits.
    """
    from kidneycare.wsgi import application

    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": "/import/",
        "QUERY_STRING": "file=waits" if shown else "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "REMOTE_ADDR": f"10.0.{os.getpid() // 256 % 256}.{os.getpid() % 256}",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": f"csrftoken={TOKEN}; {shown}",
        "HTTP_X_CSRFTOKEN": TOKEN,
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(body.seek(0, os.SEEK_END)),
        "wsgi.url_scheme": "http",
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
    }
    body.seek(0)
    status: list[int] = []
    cookies: list[str] = []

    def start_response(line: str, fields: list[tuple[str, str]], _trouble: object = None) -> Any:
        status.append(int(line[:3]))
        cookies.extend(
            text.partition(";")[0]
            for name, text in fields
            if (name, text.partition("=")[0]) == ("Set-Cookie", "import")
        )

    parts = application(environ, start_response)
    answer = b"".join(parts)
    parts.close()
    return status[0], answer, "".join(cookies)


def cost(file: Path) -> Cost:
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = memory("VmRSS")
    with file.open("rb") as body:
        status, answer, shown = ask("POST", body, "multipart/form-data; boundary=bomb")
    if shown:
        status, answer, _none = ask("GET", io.BytesIO(), shown=shown)
    if found := re.search(b'name="confirm" value="([^"]+)"', answer):
        del answer
        form = io.BytesIO(b"confirm=" + found[1])
        status, answer, _none = ask("POST", form, "application/x-www-form-urlencoded")
    return Cost(status, memory("VmHWM") - before)


def main(folder: str) -> None:
    # In a file of its own, whichever database the other tests have.
    os.environ.pop("DATABASE_URL", None)
    os.environ["KIDNEYCARE_DATA"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections

    from kidneycare.server.environment import SQLITE_PRAGMAS

    import_module("kidneycare.wsgi")
    settings.DATABASES["default"]["OPTIONS"]["init_command"] = SQLITE_PRAGMAS
    call_command("migrate", verbosity=0)
    # What any first page takes is no cost of a file.
    assert ask("GET", io.BytesIO())[0] == 200
    connections.close_all()
    print(flush=True)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            print(*cost(Path(line.strip())), flush=True)
            os._exit(0)
        if os.waitpid(child, 0)[1]:
            print(0, 0, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
