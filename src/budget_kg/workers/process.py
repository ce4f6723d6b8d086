"""The build's side of one reading process: starts it, gives it tasks, reads its results, kills it at the limit."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final

from budget_kg.errors import InputError, StoreError
from budget_kg.workers.contract import Limits, Result, Task, decode_fault, decode_load

_ROOT: Final = Path(__file__).parents[2]
_BOOT: Final = "import sys; sys.path.append(sys.argv[1]); from budget_kg.workers.program import main; main()"
_CHUNK: Final = 1 << 16
_START_SECONDS: Final = 120.0
_PATIENCE: Final = 1.0
_MUCH: Final = 0.7
"""Of the limit of memory in use when a process died: then that was why."""
_MEMORY_WORDS: Final = ("memory allocation", "MemoryError", "bad_alloc")


class Worker:
    """A process that reads one document at a time."""

    def __init__(self, limits: Limits, *, looks: bool = False) -> None:
        """Start it; StoreError when the system has no room for another process."""
        self._limits = limits
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by stop
        command = [sys.executable, "-P", "-c", _BOOT, str(_ROOT), str(limits.megabytes), *(["look"] if looks else [])]
        try:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self._errors, bufsize=0,
                start_new_session=True,  # Ctrl-C is the build's to hear
            )
        except OSError as error:
            self._errors.close()
            raise StoreError(
                zh=f"无法启动读取进程：{error.strerror}", en=f"cannot start a reading process: {error.strerror}"
            ) from error
        self._buffer = b""
        self._since = time.monotonic()
        self._ready = False
        self.task: Task | None = None
        self.retired = False

    @property
    def descriptor(self) -> int:
        """Readable when `results` has something to do."""
        assert self._process.stdout is not None
        return self._process.stdout.fileno()

    @property
    def deadline(self) -> float:
        """When its task must be done, by the monotonic clock."""
        return self._since + (self._limits.seconds if self._ready else _START_SECONDS)

    def give(self, task: Task) -> None:
        """Give it a task; it must have none."""
        assert self.task is None and self._process.stdin is not None
        self.task = task
        self._since = time.monotonic()
        with contextlib.suppress(BrokenPipeError):  # it died; how, is told when its output is read
            self._process.stdin.write(task.encode())

    def results(self) -> list[Result]:
        """Read what it says, after which it may be without a task; a process that died gives the fault it died of."""
        piece = os.read(self.descriptor, _CHUNK)
        if not piece:
            return self._died()
        *lines, self._buffer = (self._buffer + piece).split(b"\n")
        found = (self._heard(json.loads(line)) for line in lines)
        return [result for result in found if result is not None]

    def overdue(self) -> Result:
        """Kill it for the time its task took, and return that fault."""
        self._kill()
        self.retired = True
        if not self._ready:
            raise self._cannot_start()
        return self._stopped(
            f"读取超过 {self._limits.seconds:g} 秒，已停止；请检查文件，或用 --time-limit 放宽",
            f"reading took more than {self._limits.seconds:g} s and was stopped; check the file, or allow more with "
            "--time-limit",
            limited=True,
        )

    def stop(self) -> None:
        """End it now."""
        self._kill()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        self._errors.close()

    def _heard(self, message: dict[str, Any]) -> Result | None:
        if message["say"] != "done":
            self._ready = True
            self._since = time.monotonic()
            return None
        self.retired = message["retires"]
        if "why" in message:
            return self._failed(message)
        seconds, self.task = float(message["seconds"]), None
        if "fault" in message:
            return Result(seconds, fault=decode_fault(message["fault"]))
        if "seen" in message:
            return Result(seconds, seen=Path(message["seen"]))
        load = decode_load(message["load"])
        return Result(seconds, load, None, Counter(message["kinds"]), Counter(message["severities"]))

    def _failed(self, message: dict[str, Any]) -> Result:
        if message["why"] == "memory":
            return self._out_of_memory()
        if message["why"] == "nested":
            return self._stopped("嵌套过深，无法读取；请检查文件", "is nested too deeply to be read; check the file")
        return self._stopped(
            f"读取时出现程序错误（{message['what']}）；请报告这个问题",
            f"reading failed by a fault of the program ({message['what']}); please report it",
        )

    def _died(self) -> list[Result]:
        """It ended without an answer: for its memory, or by a crash; none is due when it had no task."""
        _, status, usage = os.wait4(self._process.pid, 0)
        self._process.returncode = code = os.waitstatus_to_exitcode(status)
        self.retired = True
        if not self._ready:
            raise self._cannot_start()
        if self.task is None:
            return []
        said = self._said()
        resident = usage.ru_maxrss // (1024 if sys.platform != "darwin" else 1 << 20)
        if resident > _MUCH * self._limits.megabytes or any(words in said for words in _MEMORY_WORDS):
            return [self._out_of_memory()]
        name = signal.Signals(-code).name if code < 0 else f"exit {code}"
        return [self._stopped(
            f"读取进程崩溃（{name}）；文件可能已损坏，请核对或另存后重试",
            f"the process that read it crashed ({name}); the file may be damaged: check it, or save it anew",
        )]

    def _out_of_memory(self) -> Result:
        most = self._limits.megabytes
        return self._stopped(
            f"读取需要的内存超过 {most} MB，已停止；请检查文件，或用 --memory-limit 放宽",
            f"reading took more than {most} MB of memory and was stopped; check the file, or allow more with "
            "--memory-limit",
            limited=True,
        )

    def _stopped(self, zh: str, en: str, *, limited: bool = False) -> Result:
        assert self.task is not None
        path, self.task = self.task.path, None
        fault = InputError(zh=f"{path}：{zh}", en=f"{path}: {en}")
        return Result(time.monotonic() - self._since, fault=fault, stopped=True, limited=limited)

    def _cannot_start(self) -> StoreError:
        said = self._said().strip().rpartition("\n")[2]
        return StoreError(zh=f"读取进程无法启动：{said}", en=f"the reading process does not start: {said}")

    def _said(self) -> str:
        self._errors.seek(0)
        return self._errors.read().decode("utf-8", "replace")

    def _kill(self) -> None:
        """End it: asked first when it is at work, so that it ends the programs it has started and tidies up."""
        if self._process.returncode is not None:
            return
        if self.task is not None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_PATIENCE)
                return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
