"""What the web processes cost, once a second: resident memory, open files, threads; and the connections of the database."""

import json
import threading
import time
from pathlib import Path

EVERY = 1.0


def memory_of(pid: int) -> dict:
    """{"rss": bytes, "files": n, "threads": n} of a process; {} when it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return {}
    found = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    if "VmRSS" not in found:
        return {}
    return {"rss": int(found["VmRSS"].split()[0]) * 1024, "files": files, "threads": int(found["Threads"])}


class Sampler:
    def __init__(self, path: Path, webs, database):
        self.path, self.webs, self.database = path, webs, database
        self.over = threading.Event()

    def __enter__(self) -> "Sampler":
        self.file = self.path.open("w", buffering=1)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *error) -> None:
        self.over.set()
        self.thread.join(15)
        self.file.close()

    def most(self, web: str, since: float) -> int:
        """The most resident memory of a process since a moment, in bytes."""
        samples = [json.loads(line) for line in self.path.read_text().splitlines()]
        return max(s["rss"] for s in samples if s.get("web") == web and s["t"] >= since)

    def run(self) -> None:
        while not self.over.wait(EVERY):
            for web in self.webs:
                if web.alive and (facts := memory_of(web.pid)):
                    facts |= {"web": web.name, "start": web.starts, "t": time.monotonic()}
                    self.file.write(json.dumps(facts) + "\n")
            try:
                connections = self.database.connections()
            except Exception:
                # The database is what is being broken just now.
                continue
            self.file.write(json.dumps({"t": time.monotonic(), "connections": connections}) + "\n")
