"""The web server: a few processes that end when the one that began them ends."""

import errno
import gc
import multiprocessing
import os
import socket
import threading
import time
from functools import partial
from typing import TYPE_CHECKING

import click
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

from calendar_service.app import create_app
from calendar_service.config import Settings

if TYPE_CHECKING:
    from flask import Flask

# Granian warns of more on this machine, and they would only wait for Python.
THREADS = min(8, multiprocessing.cpu_count() * 2 + 1)
PATIENCE = 4.0
"""Seconds to wait for a port: the workers of a server that was killed end soon."""
LOOK_EVERY = 0.2
ALLOCATORS = {
    "_RJEM_MALLOC_CONF": "narenas:1",
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": str(256 * 1024),
}
"""How workers use memory. Granian's allocator keeps what is freed apart for each
processor: with one place for all, answers of a megabyte leave half as much behind.
The C library's keeps what is freed on a heap, for each thread, once something
large was freed: with a bound that stays, large documents go back to the system."""


def demand_port(host: str, port: int) -> None:
    """Raise a clear error unless the address can be listened on."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            _try_port(host, port)
        except OSError as wrong:
            if wrong.errno == errno.EADDRINUSE and time.monotonic() < deadline:
                time.sleep(LOOK_EVERY)
                continue
            raise _cannot_listen(host, port, wrong) from None
        return


def serve_web(settings: Settings, host: str, port: int, workers: int) -> None:
    """Serve until SIGTERM or SIGINT. The port is to be free: see demand_port."""
    for name, value in ALLOCATORS.items():
        os.environ.setdefault(name, value)  # noqa: TID251 - told to the workers, not read
    # A fork would copy the scheduler's thread and connections half-way.
    multiprocessing.set_start_method("spawn", force=True)
    server = Server(
        "calendar_service",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        http=HTTPModes.http1,  # what stands in front speaks the rest
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=8,
    )
    load = partial(load_application, settings, os.getpid())
    try:
        server.serve(target_loader=load, wrap_loader=False)
    except OSError as wrong:  # somebody was quicker
        raise _cannot_listen(host, port, wrong) from None


def load_application(settings: Settings, parent: int) -> "Flask":
    """Make the application in a worker, which ends soon after its parent."""
    watch = threading.Thread(target=_end_with, args=(parent,), daemon=True)
    watch.start()
    application = create_app(settings)
    # What is there from the start stays: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    return application


def _end_with(parent: int) -> None:
    """Watch the parent: killed, it cannot stop its workers, which hold the port."""
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os._exit(1)


def _cannot_listen(host: str, port: int, wrong: OSError) -> click.ClickException:
    said = wrong.strerror or str(wrong)
    if wrong.errno == errno.EADDRINUSE:
        advice = f"another program uses port {port}; choose another with --port"
    elif wrong.errno == errno.EACCES:
        advice = "only root may use ports below 1024; choose another with --port"
    else:
        advice = "--host takes an address of this machine, such as 127.0.0.1"
    return click.ClickException(f"cannot listen on {host}:{port} ({said}): {advice}")


def _try_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        # Old connections that are closing do not make a port busy.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen(1)
