"""A child process that cannot outlive this one."""

import subprocess

# The shell starts a watcher, then becomes the program itself (same number). The watcher reads a pipe that
# nobody ever writes to: the read returns when this process is gone, killed or not, and the watcher takes its
# process group along. While the watcher lives, the system gives the group's number to nobody else, so it
# never hits a stranger.
TIE = 'exec 3<&0 </dev/null; (read -r _ <&3; kill -s KILL -- "-$$") >/dev/null 2>&1 & exec 3<&-; exec "$@"'


class Child(subprocess.Popen):
    """Runs `argv` in a session of its own: a Ctrl-C in the terminal reaches only us; we say when to stop."""

    def __init__(self, argv: list[str], **options):
        argv = ["/bin/sh", "-c", TIE, "sh", *argv]
        super().__init__(argv, stdin=subprocess.PIPE, start_new_session=True, **options)

    def end(self, grace: float = 5) -> int:
        """Asks it to stop, insists after `grace` seconds, releases the watcher; returns its exit code."""
        if self.poll() is None:
            self.terminate()
            try:
                self.wait(grace)
            except subprocess.TimeoutExpired:
                self.kill()
        if self.stdin:
            self.stdin.close()
        return self.wait()
