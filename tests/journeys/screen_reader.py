# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader hears of one program: its whole accessible tree in one question.

AT-SPI's Cache.GetItems names every object with its parent, role, name and states. Asking object by object, as libatspi
does, took nine tenths of a journey's time, and let GTK 4.8 be asked for what had just gone. GTK puts an object there
when its parent is first asked for children.
https://gitlab.gnome.org/GNOME/at-spi2-core/-/blob/main/xml/Cache.xml
"""
from typing import Iterator

import pyatspi
from gi.repository import Atspi, Gio, GLib

ROOT = "/org/a11y/atspi/accessible/root"
BUS_FLAGS = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
INTERFACE = "org.a11y.atspi."
WINDOW_COORDINATES = 1


class Node:
    """An object as it was when it was asked for; the methods that ask it anew say so.

    An item of the answer is ((owner, path), application, parent, place in the parent, number of children, interfaces,
    name, role, description, states). It is read bit by bit: taking all of it apart takes ten times as long.
    """

    def __init__(self, bus: Gio.DBusConnection, owner: str, item: GLib.Variant) -> None:
        self.bus, self.owner, self.item = bus, owner, item
        self.path = self._path_in(0)

    def _path_in(self, field: int) -> str:
        return self.item.get_child_value(field).get_child_value(1).get_string()

    @property
    def parent(self) -> str:
        return self._path_in(2)

    @property
    def place(self) -> int:
        return self.item.get_child_value(3).get_int32()

    @property
    def child_count(self) -> int:
        return self.item.get_child_value(4).get_int32()

    @property
    def name(self) -> str:
        return self.item.get_child_value(6).get_string()

    @property
    def role(self) -> str:
        return Atspi.role_get_name(Atspi.Role(self.item.get_child_value(7).get_uint32()))

    def has_state(self, state: pyatspi.StateType) -> bool:
        word, bit = divmod(int(state), 32)
        return bool(self.item.get_child_value(9).get_child_value(word).get_uint32() >> bit & 1)

    def matches(self, role: "str | None", name: str) -> bool:
        """A name that begins with ~ is part of one."""
        is_named = name[1:] in self.name if name.startswith("~") else self.name == name
        return is_named and role in (None, self.role)

    def _call(self, method: str, arguments: "GLib.Variant | None" = None) -> tuple:
        interface, member = method.split(".")
        return self.bus.call_sync(
            self.owner, self.path, INTERFACE + interface, member, arguments, None, Gio.DBusCallFlags.NONE, -1, None
        ).unpack()

    def _property(self, interface: str, name: str) -> object:
        arguments = GLib.Variant("(ss)", (INTERFACE + interface, name))
        return self.bus.call_sync(
            self.owner, self.path, "org.freedesktop.DBus.Properties", "Get", arguments, None,
            Gio.DBusCallFlags.NONE, -1, None,
        ).unpack()[0]

    def can_act(self) -> bool:
        """Asks."""
        return INTERFACE + "Action" in self.item.get_child_value(5).get_strv() and self._property("Action", "NActions") > 0

    def act(self) -> bool:
        """Does the first action, and says whether it was done."""
        return self._call("Action.DoAction", GLib.Variant("(i)", (0,)))[0]

    def extents(self) -> tuple:
        """Asks for left, top, width and height in the window, in pixels."""
        return self._call("Component.GetExtents", GLib.Variant("(u)", (WINDOW_COORDINATES,)))[0]

    def text(self) -> str:
        """Asks for all of a text."""
        count = self._property("Text", "CharacterCount")
        return self._call("Text.GetText", GLib.Variant("(ii)", (0, count)))[0]


class ScreenReader:
    """Listens on the accessibility bus of the session for the program with a process id."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        session = Gio.bus_get_sync(Gio.BusType.SESSION)
        address = session.call_sync(
            "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, Gio.DBusCallFlags.NONE, -1, None
        ).unpack()[0]
        self.bus = Gio.DBusConnection.new_for_address_sync(address, BUS_FLAGS, None, None)
        self.owner: "str | None" = None

    def _call(self, owner: str, path: str, interface: str, method: str, arguments: "GLib.Variant | None" = None) -> tuple:
        return self.bus.call_sync(
            owner, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, -1, None
        ).unpack()

    def _find_owner(self) -> "str | None":
        """The program's name on the bus, once it has registered itself."""
        registry = INTERFACE + "Registry"
        for owner, _ in self._call(registry, ROOT, INTERFACE + "Accessible", "GetChildren")[0]:
            asked = GLib.Variant("(s)", (owner,))
            bus = "org.freedesktop.DBus"
            if self._call(bus, "/org/freedesktop/DBus", bus, "GetConnectionUnixProcessID", asked)[0] == self.pid:
                return owner
        return None

    def _children(self) -> dict:
        """The children of each path in their order, as GTK knows them at this moment."""
        children: dict = {}
        items = self.bus.call_sync(
            self.owner, "/org/a11y/atspi/cache", INTERFACE + "Cache", "GetItems", None, None, Gio.DBusCallFlags.NONE, -1, None
        ).get_child_value(0)
        for index in range(items.n_children()):
            node = Node(self.bus, self.owner, items.get_child_value(index))
            if node.place >= 0:  # else its parent does not present it
                children.setdefault(node.parent, []).append(node)
        for family in children.values():
            family.sort(key=lambda node: node.place)
        return children

    def _ask_for_children(self, children: dict, asked: set) -> bool:
        """Asks every object for those that are not in GTK's cache yet, each once; False when there was nothing to ask."""
        lacking = [node for node in _below(children, ROOT) if node.child_count > len(children.get(node.path, []))]
        lacking = [node for node in lacking if node.path not in asked]
        for node in lacking:
            asked.add(node.path)
            try:
                self._call(self.owner, node.path, INTERFACE + "Accessible", "GetChildren")
            except GLib.Error:  # it went
                continue
        return bool(lacking)

    def nodes(self) -> Iterator[Node]:
        """Everything that is not hidden, a parent before its children, and these in their order."""
        asked: set = set()
        try:
            self.owner = self.owner or self._find_owner()
            if self.owner is None:
                return
            children = self._children()
            while self._ask_for_children(children, asked):
                children = self._children()
        except GLib.Error:  # it is starting, or ending
            return
        yield from _below(children, ROOT)


def _below(children: dict, path: str) -> Iterator[Node]:
    for node in children.get(path, []):
        if node.has_state(pyatspi.STATE_VISIBLE):
            yield node
            if node.child_count > 0:  # else it presents none of those that it has
                yield from _below(children, node.path)
