"""Records of public registers, whose names and numbers come from small pools (see ``revision_pools``)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from .revision_records import date

if TYPE_CHECKING:
    from .revision_pools import Pools


def sanctions(writer: "Pools", number: int) -> list[str]:
    """An entry of a list of sanctions."""
    names, listed = f"{number}. {writer.one_of(12)} {writer.one_of(12)}", f"Listed on {date(writer)}."
    return [
        writer.either(
            f"{names} (alias {writer.one_of(30)}). Passport no. {writer.random.randint(100000, 999999)}. {listed}",
            f"{names}. Function: {writer.either('Minister', 'Colonel')} of {writer.one_of(6)}. {listed}",
            f"Grounds for listing: supports the government of {writer.one_of(4)} and benefits from it.",
        )
    ]


def votes(writer: "Pools", number: int) -> list[str]:
    """A vote of a parliament, and how it went."""
    random = writer.random
    about = f"amendement {random.randint(1, 400)} de {writer.one_of(14)} à l'article {random.randint(1, 30)}"
    counted = f"Pour : {random.randint(1, 90)} ; contre : {random.randint(1, 90)}."
    return [f"Vote n° {number} : {about}.", writer.either("Adopté.", "Rejeté.", "Retiré.", counted)]


def visas(writer: "Pools", _number: int) -> list[str]:
    """A rule on visas."""
    entered, random = writer.one_of(5), writer.random
    return [
        writer.either(
            f"Nationals of {writer.one_of(40)} may enter {entered} without a visa for up to "
            f"{writer.either('30', '60', '90')} days.",
            f"Nationals of {writer.one_of(40)} must hold a visa to enter {entered}.",
            f"A visa for {entered} costs {random.randint(20, 90)} crowns and is issued within "
            f"{random.randint(2, 20)} days.",
        )
    ]


def plots(writer: "Pools", _number: int) -> list[str]:
    """A sheet of a land register."""
    plot, other = (f"{writer.random.randint(1, 300)}/{writer.random.randint(1, 9)}" for _ in range(2))
    return [
        f"Grundbuch von {writer.one_of(8)}, Blatt {writer.random.randint(100, 9999)}, Flurstück {plot}",
        f"Eigentümer: {writer.one_of(20)} {writer.one_of(20)}",
        writer.either(
            "Lasten: keine.",
            f"Lasten: Wegerecht zugunsten des Flurstücks {other}.",
            f"Hypothek über {writer.random.randint(1, 90)}.000 Kronen für {writer.one_of(5)}.",
        ),
    ]


def trains(writer: "Pools", _number: int) -> list[str]:
    """A line of a timetable."""
    random = writer.random
    train = f"Train {random.randint(100, 130)} from {writer.one_of(7)} to {writer.one_of(7)}"
    but = writer.either("", " except on Sundays", f", and does not call at {writer.one_of(7)}")
    return [f"{train} leaves at {random.randint(5, 22)}.{random.choice((10, 25, 40))}{but}."]


REGISTERS: dict[str, Callable[["Pools", int], list[str]]] = {
    make.__name__: make for make in (sanctions, votes, visas, plots, trains)
}
