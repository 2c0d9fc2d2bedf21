# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands between a client and a PostgreSQL server's socket, and cuts the line at a chosen message.

A message is chosen by a text that the client sends. The line is cut before the server gets it, once the server has it, or
once the server has answered it; on_cut() is called then. Other connections live on, unless nobody gets through afterwards.
"""
import os
import select
import socket
import tempfile
import threading
from typing import Callable, Optional

BEFORE, DURING, AFTER = "before", "during", "after"


class CuttingProxy:
    def __init__(
        self, server_folder: str, text: str, when: str, refuses_afterwards: bool = False,
        on_cut: Optional[Callable[[], None]] = None, nth: int = 1,
    ) -> None:
        self.target = os.path.join(server_folder, ".s.PGSQL.5432")
        self.text, self.when, self.refuses_afterwards = text.encode(), when, refuses_afterwards
        self.on_cut, self.left = on_cut, nth
        self.lock = threading.Lock()
        self.has_cut = threading.Event()

    def __enter__(self) -> "CuttingProxy":
        self.scratch = tempfile.TemporaryDirectory(prefix="retort-proxy-", dir="/tmp")
        self.folder = self.scratch.name
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(os.path.join(self.folder, ".s.PGSQL.5432"))
        self.listener.listen()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        self.scratch.cleanup()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, socket.socket(socket.AF_UNIX) as server:
            if self.refuses_afterwards and self.has_cut.is_set():
                return
            try:
                server.connect(self.target)
                self._pump(client, server)
            except OSError:
                return

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        while True:
            for side in select.select([client, server], [], [])[0]:
                data = side.recv(65536)
                if not data:
                    return
                if side is client and self._is_chosen(data):
                    self._cut(server, data)
                    return
                (server if side is client else client).sendall(data)

    def _is_chosen(self, data: bytes) -> bool:
        if self.text not in data:
            return False
        with self.lock:
            self.left -= 1
            return self.left == 0

    def _cut(self, server: socket.socket, data: bytes) -> None:
        if self.when != BEFORE:
            server.sendall(data)
        if self.when == AFTER:
            server.recv(65536)
        self.has_cut.set()
        if self.on_cut:
            self.on_cut()
