"""Checks that may hang, or end their process: each runs in one of its own.

``python -m calmdesk.doctor.probes NAME LANGUAGE WORDS`` prints what it finds as JSON, the last line of its output.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import stat
import sys
import tempfile
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from calmdesk import places
from calmdesk.doctor.finding import Finding, Level, Mistake
from calmdesk.errors import CalmdeskError, ModelError, PhrasebookError, VoiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_LEAST_ROOM: Final = 200_000_000
"""Bytes of the disk under which installing and documenting are soon in trouble."""


def vosk(_lang: str) -> Iterator[Finding]:
    """Vosk's library loads."""
    from calmdesk.speech.vosk_types import vosk as load  # noqa: PLC0415  # heavy

    load()
    yield Finding(Level.OK, "Vosk {version}", details={"version": version("vosk")})


def sound(_lang: str) -> Iterator[Finding]:
    """PortAudio is there, and knows a microphone."""
    from calmdesk.audio.devices import list_devices  # noqa: PLC0415  # needs PortAudio

    devices = list_devices()
    microphones = [device.name for device in devices if device.inputs]
    if microphones:
        names = "; ".join(microphones)
        yield Finding(Level.OK, "PortAudio works; microphones: {names}", details={"names": names})
    else:
        yield Finding(
            Level.WARNING,
            "PortAudio works, but there is no microphone: only recorded calls can be heard",
            hint="plug one in, let programs use it, then: calmdesk devices",
        )


def voice(lang: str) -> Iterator[Finding]:
    """The machine can say a sentence in the language; calls need none."""
    from calmdesk.speech.rendering import Renderer  # noqa: PLC0415  # heavy

    try:
        chosen = Renderer().voice_for(lang)
    except VoiceError as error:
        yield Finding(Level.WARNING, error.problem, error.hint, error.details)
    else:
        details = {"language": lang, "name": chosen.name}
        yield Finding(Level.OK, "the machine has a voice for {language}: {name}", details=details)


def model(lang: str) -> Iterator[Finding]:
    """The model a call would use is there, is what was installed, and hears half a second."""
    from calmdesk.speech.catalogue import read_catalogue  # noqa: PLC0415  # heavy
    from calmdesk.speech.models import find  # noqa: PLC0415  # heavy
    from calmdesk.speech.verify import verify  # noqa: PLC0415  # heavy

    offers = read_catalogue()
    try:
        found = find(lang)
        verify(found.path, offers)
    except ModelError as error:
        hint, name = _mend_model(lang, {offer.name for offer in offers})
        if not hint and not any(offer.is_for(lang) for offer in offers):
            hint = "calmdesk models list"  # there is none to be installed
        yield Finding(Level.PROBLEM, error.problem, hint or error.hint, {"name": name, **error.details})
        return
    if found.shipped:
        yield Finding(
            Level.WARNING,
            "only the small model that ships is here: right for trying out, not for real calls",
            hint="calmdesk models install {language}",
            details={"language": lang},
        )
    else:
        yield Finding(Level.OK, "{name} works", details={"name": found.name})


def _mend_model(lang: str, known: set[str]) -> tuple[str, str]:
    """Return what mends the model of a language, and its name; nothing for one the user has named, or has not got."""
    from calmdesk.speech.models import VARIABLE, How, named  # noqa: PLC0415  # heavy

    try:
        found = named(lang)
    except ModelError:
        return "", ""
    if os.environ.get(VARIABLE):
        return "", ""
    if found.how is How.SHIPPED:
        return "python -m pip install --force-reinstall calmdesk", found.name
    # One that calmdesk cannot get again stands in the way of the others.
    again = found.name in known
    return "calmdesk models install {name} --again" if again else "calmdesk models remove {name}", found.name


def phrasebooks(lang: str) -> Iterator[Finding]:
    """Phrases and cards of every language can be read; that of the calls must be there."""
    from calmdesk.phrasebook import folders  # noqa: PLC0415  # heavy
    from calmdesk.wiring import Desk  # noqa: PLC0415  # heavy

    folders.find(lang)
    for each in folders.languages():
        try:
            Desk(each)
        except PhrasebookError as error:
            yield Finding(
                Level.PROBLEM,
                "the phrasebook {language} cannot be used: {problem}",
                hint="calmdesk phrasebook check {language}",
                details={"language": each, "problem": Mistake(error)},
            )
        else:
            own = (folders.own_root() / each).is_dir()
            says = "the phrasebook {language}, with your own" if own else "the phrasebook {language}"
            yield Finding(Level.OK, says, details={"language": each})


def settings(_lang: str) -> Iterator[Finding]:
    """The settings can be read."""
    from calmdesk.settings import read_settings, settings_file  # noqa: PLC0415  # heavy

    read_settings()
    path = settings_file()
    says = "{path}" if path.is_file() else "no settings yet: cards do without the clinic's names ({path})"
    yield Finding(Level.OK, says, details={"path": path})


def folders(_lang: str) -> Iterator[Finding]:
    """What calmdesk keeps can be written, has room, and is nobody else's to read."""
    from calmdesk.settings import settings_file  # noqa: PLC0415  # heavy
    from calmdesk.speech.models import user_folder  # noqa: PLC0415  # heavy

    private = {places.user_data(), settings_file().parent}
    for folder in dict.fromkeys((places.user_data(), settings_file().parent, user_folder())):
        yield _folder(folder, private=folder in private)


def _folder(folder: Path, *, private: bool) -> Finding:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    details = {"folder": folder, "free": free // 1_000_000, "place": _quoted(folder), "there": _quoted(there)}
    if not _can_write(there):
        own = "icacls {there} /grant %USERNAME%:F" if os.name == "nt" else "sudo chown -R $USER {there}"
        return Finding(Level.PROBLEM, "{folder} cannot be written", hint=own, details=details | {"folder": there})
    if private and folder.exists() and _open_to_others(folder):
        others = "other users of this machine can read {folder}"
        return Finding(Level.WARNING, others, hint="chmod 700 {place}", details=details)
    if free < _LEAST_ROOM:
        return Finding(Level.WARNING, "{folder} has {free} MB of room left", hint="make room", details=details)
    return Finding(Level.OK, "{folder} can be written, {free} MB are free", details=details)


def _quoted(path: Path) -> str:
    """Return a path as it can be typed behind a command."""
    return f'"{path}"' if os.name == "nt" else shlex.quote(str(path))


def _can_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _open_to_others(folder: Path) -> bool:
    """Tell whether somebody who is neither the owner nor of the group gets into a folder, and can list it."""
    if os.name == "nt":
        return False
    folder = folder.resolve()
    path = all(parent.stat().st_mode & stat.S_IXOTH for parent in (folder, *folder.parents))
    return path and bool(folder.stat().st_mode & stat.S_IROTH)


PROBES: Final[dict[str, Callable[[str], Iterator[Finding]]]] = {
    probe.__name__: probe for probe in (vosk, sound, voice, model, phrasebooks, settings, folders)
}


def main(name: str, lang: str, words: str) -> None:
    """Run a check and print what it found; an expected mistake is a problem with its own way out.

    Args:
        name: of the check.
        lang: language of the calls.
        words: language of what is said.
    """
    try:
        found = list(PROBES[name](lang))
    except CalmdeskError as error:
        found = [Finding(Level.PROBLEM, error.problem, error.hint, error.details)]
    print("\n" + json.dumps([finding.as_json(words) for finding in found]))  # noqa: T201  # to the parent process


if __name__ == "__main__":
    main(*sys.argv[1:])
