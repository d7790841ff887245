"""Settings: complete by default, checked at start, every error at once and in both languages."""

from pathlib import Path

import pytest

from callcenter.app.settings_loading import SettingsInvalid, load_settings

pytestmark = pytest.mark.unit


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch, tmp_path):
    import os

    for name in list(os.environ):
        if name.startswith("CALLCENTER_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_the_defaults_make_a_complete_installation(tmp_path):
    settings = load_settings()
    assert settings.data_dir == tmp_path / "var"
    assert settings.resolved_database_url == f"sqlite+aiosqlite:///{tmp_path}/var/callcenter.sqlite3"
    assert settings.secrets_folder == tmp_path / "var" / "secrets"
    assert settings.asterisk_log_folder == tmp_path / "var" / "asterisk" / "log"
    assert settings.hotlines == ("4000000001",)


def test_the_environment_and_the_env_file_are_read(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("CALLCENTER_SEATS=20\nCALLCENTER_WEB_PORT=25001\n")
    monkeypatch.setenv("CALLCENTER_WEB_PORT", "25002")
    monkeypatch.setenv("CALLCENTER_HOTLINES", "4000000001, 95001")
    settings = load_settings()
    assert settings.seats == 20
    assert settings.web_port == 25002
    assert settings.hotlines == ("4000000001", "95001")


def test_every_error_is_named_at_once_in_both_languages(monkeypatch):
    wrong = {
        "WEB_PORT": "70000",
        "SEATS": "many",
        "COMPANY_ID": "Not Allowed",
        "HOTLINES": "400-000",
        "DATABASE_URL": "mysql://x",
        "SUITE": "rot13",
        "RTP_LAST": "10001",
        "WEB_HOST": "a b",
        "ORIGINS": "example.com/",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(f"CALLCENTER_{name}", value)
    with pytest.raises(SettingsInvalid) as refused:
        load_settings()
    for name in wrong:
        assert f"CALLCENTER_{name}" in refused.value.zh
        assert f"CALLCENTER_{name}" in refused.value.en
    assert "不得大于 65535" in refused.value.zh
    assert "应为整数" in refused.value.zh


def test_two_listeners_on_one_port_are_refused_by_name(monkeypatch):
    monkeypatch.setenv("CALLCENTER_WEB_PORT", "5038")
    with pytest.raises(SettingsInvalid, match="CALLCENTER_WEB_PORT = CALLCENTER_AMI_PORT = 5038"):
        load_settings()


def test_a_relative_folder_is_fixed_at_start(tmp_path):
    assert load_settings(data_dir=Path("here/../there")).data_dir == tmp_path / "there"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "pbx.example.com"])
def test_ami_stays_on_this_machine(host):
    with pytest.raises(SettingsInvalid, match="CALLCENTER_AMI_HOST"):
        load_settings(ami_host=host)


def test_a_name_that_is_no_setting_is_told_with_the_other_errors(monkeypatch):
    monkeypatch.setenv("CALLCENTER_WEB_PROT", "25001")
    with pytest.raises(SettingsInvalid) as told:
        load_settings()
    assert "CALLCENTER_WEB_PROT" in told.value.zh

    monkeypatch.setenv("CALLCENTER_SEATS", "many")
    with pytest.raises(SettingsInvalid) as told:
        load_settings()
    assert "CALLCENTER_WEB_PROT" in told.value.en
    assert "CALLCENTER_SEATS" in told.value.en


def test_the_demos_company_stands_in_a_demo_only(monkeypatch):
    assert "演示" not in load_settings().company_name + load_settings().licence_number
    monkeypatch.setenv("CALLCENTER_DEMO", "true")
    assert "演示" in load_settings().company_name
    assert "演示" in load_settings().licence_number
    monkeypatch.setenv("CALLCENTER_COMPANY_NAME", "示例公司")
    assert load_settings().company_name == "示例公司"


@pytest.mark.parametrize(
    ("given", "https"),
    [
        ({}, False),
        ({"web_host": "localhost"}, False),
        ({"web_host": "192.0.2.7"}, True),
        ({"web_host": "0.0.0.0"}, True),
        ({"web_host": "192.0.2.7", "https": "off"}, False),
        ({"https": "on"}, True),
    ],
)
def test_https_everywhere_but_on_this_machine(given, https):
    settings = load_settings(**given)
    assert settings.serves_https is https
    assert settings.sends_secure_cookies is https


def test_a_certificate_comes_with_its_key():
    with pytest.raises(SettingsInvalid, match="TLS_KEY"):
        load_settings(tls_certificate="/somewhere/server.pem")


MAILS = {
    "smtp_host": "mail.example.com",
    "smtp_from": "a@example.com",
    "public_url": "https://cc.example.com/",
}


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"smtp_from": ""}, "SMTP_FROM"),
        ({"public_url": ""}, "PUBLIC_URL"),
        ({"public_url": "cc.example.com"}, "PUBLIC_URL"),
        ({"public_url": "https://cc.example.com?x=1"}, "PUBLIC_URL"),
        ({"public_url": "https://cc.example.com#x"}, "PUBLIC_URL"),
        ({"public_url": "https://u:p@cc.example.com"}, "PUBLIC_URL"),
        ({"public_url": "https://cc example.com"}, "PUBLIC_URL"),
        ({"public_url": "https://:443"}, "PUBLIC_URL"),
        ({"public_url": "https://cc.example.com:x"}, "PUBLIC_URL"),
        ({"smtp_user": "王"}, "SMTP_USER"),
        ({"smtp_from": "a@example.com\r\nBcc: b@example.com"}, "SMTP_FROM"),
        ({"smtp_user": "a", "smtp_tls": "off"}, "SMTP_TLS"),
    ],
)
def test_mails_have_a_sender_an_address_and_no_password_in_the_clear(changed, named):
    with pytest.raises(SettingsInvalid, match=named):
        load_settings(**{**MAILS, **changed})


def test_a_mail_server_finds_its_password_beside_the_other_secrets():
    settings = load_settings(**MAILS)
    server = settings.mail_server(settings.secrets_folder)
    assert server is not None
    assert server.password_file is not None
    assert (settings.public_url, server.encryption) == ("https://cc.example.com", "starttls")
    assert (server.password_file.name, server.authority) == ("smtp-password", None)
    assert load_settings().mail_server(settings.secrets_folder) is None
