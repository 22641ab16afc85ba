"""Environment variables stand above the file: one for every key, by one rule."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from calmdesk.errors import SettingsError
from calmdesk.messages import explain
from calmdesk.settings import read_settings
from calmdesk.settings.environment import variable
from calmdesk.settings.reading import InForce, Source, values_in_force
from calmdesk.settings.tables import TABLES

if TYPE_CHECKING:
    from pathlib import Path

KEYS = [(table, key.name, key.type) for table, kind in TABLES.items() for key in fields(kind)]
SHORT = {("interface", "ui"): "CALMDESK_UI"}
"""The one that is not called by the rule: it is asked for before any settings are."""
VALUES = {"str": ("le docteur Roux", "le docteur Roux"), "bool": ("true", True), "int": ("7", 7), "float": ("7.5", 7.5)}


@pytest.mark.parametrize(("table", "key", "kind"), KEYS)
def test_every_key_has_a_variable(
    table: str, key: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CALMDESK_, the table, the key: what it says holds, whatever the file says."""
    text, value = ("nl", "nl") if key == "ui" else VALUES[kind]
    monkeypatch.setenv(SHORT.get((table, key), f"CALMDESK_{table.upper()}_{key.upper()}"), text)
    assert getattr(getattr(read_settings(tmp_path / "settings.toml"), table), key) == value


def test_it_is_known_where_each_value_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable stands above the file, the file above what ships; an empty variable says nothing."""
    path = tmp_path / "settings.toml"
    path.write_text('[clinic]\nvet = "le docteur Maes"\ncallback = "demain"\n', encoding="utf-8")
    monkeypatch.setenv("CALMDESK_CLINIC_VET", "le docteur Roux")
    monkeypatch.setenv("CALMDESK_CLINIC_CALLBACK", "")
    of_the_clinic = {each.key: each for each in values_in_force(path) if each.table == "clinic"}
    assert of_the_clinic["vet"] == InForce("clinic", "vet", "le docteur Roux", Source.ENVIRONMENT)
    assert of_the_clinic["callback"] == InForce("clinic", "callback", "demain", Source.FILE, 3)
    assert of_the_clinic["clinic"] == InForce("clinic", "clinic", "", Source.DEFAULT)


@pytest.mark.parametrize(
    ("text", "value"), [("TRUE", True), ("1", True), ("on", True), ("No", False), (" off ", False)]
)
def test_yes_and_no_can_be_written_in_many_ways(
    text: str, value: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As people write them in environment variables."""
    monkeypatch.setenv("CALMDESK_ADVICE_CONNECTION", text)
    assert read_settings(tmp_path / "settings.toml").advice.connection is value


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("CALMDESK_ADVICE_CONNECTION", "peut-être", "true"),
        ("CALMDESK_CALLS_SILENCE", "une minute", "3600"),
        ("CALMDESK_CALLS_SILENCE", "nan", "3600"),
        ("CALMDESK_CALLS_SILENCE", "1e99", "3600"),
        ("CALMDESK_KEEP_FEEDBACK_DAYS", "1.5", "3650"),
        ("CALMDESK_CLINIC_VET", "x" * 81, "80"),
        ("CALMDESK_UI", "xx", "fr"),
        ("CALMDESK_CLINIC_VETS", "Roux", "n'existe pas"),
    ],
)
def test_a_mistake_is_told_with_its_variable(
    name: str, text: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its name, what is wrong, in French; editing the file would not mend it, so that is not proposed."""
    monkeypatch.setenv(name, text)
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path / "settings.toml")
    problem, hint = explain(caught.value, "fr")
    assert f"\n{name}: " in problem
    assert said in problem
    assert hint == "changez ces variables d'environnement"


def test_mistakes_of_both_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file's with their lines, the environment's with their names."""
    path = tmp_path / "settings.toml"
    path.write_text("[clinic]\nvet = 3\n", encoding="utf-8")
    monkeypatch.setenv("CALMDESK_CALLS_SILENCE", "-1")
    with pytest.raises(SettingsError) as caught:
        read_settings(path)
    problem, hint = explain(caught.value)
    assert "2 problem(s)" in problem
    assert f"{path}:2: " in problem
    assert hint.startswith("calmdesk settings edit")


def test_other_variables_of_calmdesk_are_not_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The model's folder, a passphrase: they are no keys, and no mistakes."""
    for name in ("CALMDESK_MODEL", "CALMDESK_PASSPHRASE", "CALMDESK_SOMETHING"):
        monkeypatch.setenv(name, "x")
    assert read_settings(tmp_path / "settings.toml").clinic.vet == ""


def test_no_two_keys_share_a_variable() -> None:
    """A key `a_b` of one table could be a key `b` of another."""
    assert len({variable(table, key) for table, key, _ in KEYS}) == len(KEYS)
