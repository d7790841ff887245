"""docker-compose.yml and the images keep what ADR 0040 promises."""

import re
from pathlib import Path

import pytest
import yaml

from callcenter.app.settings import PREFIX, Settings

pytestmark = pytest.mark.contract

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
DOCKERFILES = sorted((ROOT / "deploy/containers").rglob("Dockerfile"))

# Decided by the images, or without a meaning in them.
NOT_IN_CONTAINERS = {
    "data_dir",
    "secret_dir",
    "certificate_dir",
    "dashboard_dir",
    "asterisk_dir",
    "asterisk_root",
    "database_url",
    "secure_cookies",
    "https",
    "tls_certificate",
    "tls_key",
    "smtp_password_file",
    "smtp_ca_file",
    "web_host",
    "ami_host",
    "demo",
}


def test_every_setting_reaches_the_platform_or_is_decided_by_its_image():
    passed = {name.removeprefix(PREFIX).lower() for name in SERVICES["platform"]["environment"]}
    assert passed | NOT_IN_CONTAINERS >= set(Settings.model_fields)
    assert passed <= set(Settings.model_fields)


def test_no_service_waits_for_anothers_health():
    assert [name for name, service in SERVICES.items() if "depends_on" in service] == []


def test_only_volumes_of_their_own_are_shared_and_asterisk_sees_no_secret():
    seen = {volume.partition(":")[0] for volume in SERVICES["asterisk"]["volumes"]}
    assert seen == {"asterisk", "asterisk-log", "recordings", "tls"}
    assert "tls:/var/lib/callcenter/tls:ro" in SERVICES["asterisk"]["volumes"]
    for service in SERVICES.values():
        assert {volume.partition(":")[0] for volume in service["volumes"]} <= set(COMPOSE["volumes"])


def test_our_services_run_without_rights_they_do_not_need():
    for name in ("asterisk", "platform", "proxy"):
        service = SERVICES[name]
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"] is True, name
        assert service.get("privileged") is None, name
    assert SERVICES["asterisk"].get("cap_add") is None
    assert SERVICES["platform"].get("cap_add") is None
    assert SERVICES["postgres"]["network_mode"] == "none"


def test_no_password_stands_in_the_file():
    text = (ROOT / "docker-compose.yml").read_text("utf-8")
    assert re.findall(r"(?im)^\s*\w*(?:password|secret|key)\w*:\s*\S+", text) == re.findall(
        r"(?m)^\s*POSTGRES_PASSWORD_FILE:\s*\S+", text
    )


@pytest.mark.parametrize("dockerfile", DOCKERFILES, ids=lambda file: file.parent.name)
def test_images_start_from_plain_debian(dockerfile):
    stages: set[str] = set()
    for base, stage in re.findall(r"(?m)^FROM (\S+)(?: AS (\S+))?$", dockerfile.read_text("utf-8")):
        assert base in stages or re.fullmatch(r"debian:[a-z]+-slim", base), base
        stages.add(stage)


def test_one_user_and_group_id_in_all_images():
    ids = {
        told
        for dockerfile in DOCKERFILES
        for told in re.findall(r"--[ug]id (\d+)", dockerfile.read_text("utf-8"))
    }
    assert ids == {"10061"}
