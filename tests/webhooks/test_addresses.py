"""Nothing is sent into our own network: not by name, not by number, not by a name that changes its mind."""

import ipaddress
import socket
import ssl
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from disburse.errors import BadRecord
from disburse.work import addresses, endpoints
from tests.webhooks.receiver import receiving
from tests.webhooks.scene import CHECKER, a_bank, an_endpoint, jobs, states, tell

INTERNAL = (
    "127.0.0.1",
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "ff02::1",
    "::ffff:10.0.0.1",
    "64:ff9b::a00:1",
    "2002:7f00:1::",
    "2001:db8::1",
)
PUBLIC = ("8.8.8.8", "223.5.5.5", "2400:3200::1")


@pytest.mark.parametrize("address", INTERNAL)
def test_an_internal_address_is_not_open(address):
    assert not addresses.is_open(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_a_public_address_is_open(address):
    assert addresses.is_open(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://bank.example.com/hook",
        "ftp://bank.example.com/hook",
        "https:///hook",
        "bank.example.com/hook",
        "https://user:secret@bank.example.com/",
        "https://bank.example.com/#part",
        "https://bank.example.com:99999/",
        "https://bank.example.com/银行",
        "https://bank.example.com/a b",
        "https://bank.example.com/\r\nX: y",
        f"https://bank.example.com/{'a' * 500}",
        "https://localhost/",
        "https://intranet/",
        "https://db.internal/",
        "https://printer.local/",
        "https://[::1]/",
        "https://[fd00::1]/",
        *(f"https://{address}/" for address in INTERNAL if ":" not in address),
    ],
)
def test_in_production_a_url_that_is_unfit_is_refused(url):
    assert addresses.faults(url, guarded=True)


@pytest.mark.parametrize(
    "url", ["https://bank.example.com/hook?a=1", "https://8.8.8.8:8443/", "https://[2400:3200::1]/"]
)
def test_in_production_a_public_https_url_is_fit(url):
    assert addresses.faults(url, guarded=True) == []


def test_in_development_loopback_may_be_called_without_tls():
    assert addresses.faults("http://127.0.0.1:9000/hook", guarded=False) == []


def test_a_url_is_taken_apart():
    place = addresses.place("https://[2400:3200::1]:8443/hook?a=1")
    assert (place.host, place.port, place.secure, place.path) == ("2400:3200::1", 8443, True, "/hook?a=1")
    assert place.named == "[2400:3200::1]:8443"
    assert addresses.place("https://bank.example.com").named == "bank.example.com"
    assert addresses.place("http://bank.example.com:80").path == "/"


def lead(monkeypatch, *found):
    """Let every name lead to these addresses, as a resolver would say."""

    def resolver(host, port, *_, **__):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolver)


@pytest.fixture
def production(app, monkeypatch):
    """The settings of production, for the rest of the test."""
    config = app.extensions["disburse"]
    monkeypatch.setitem(app.extensions, "disburse", replace(config, mode="production"))


def test_a_name_that_leads_inside_is_refused_at_the_door(app, production, monkeypatch):
    a_bank()
    lead(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(BadRecord) as no:
        endpoints.register("https://bank.example.com/hook", [], CHECKER)
    assert "内部地址" in str(no.value)


def test_a_name_that_leads_nowhere_is_refused_at_the_door(app, production):
    a_bank()
    with pytest.raises(BadRecord) as no:
        endpoints.register("https://bank.invalid/hook", [], CHECKER)
    assert "域名不能解析" in str(no.value)


def test_a_name_that_leads_inside_later_is_not_called(app, work, monkeypatch):
    """Fit when it was registered, then turned round: looked at again at every delivery."""
    a_bank()
    with receiving() as bank:
        bank.url = "https://bank.example.com/hook"
        an_endpoint(bank)
        tell()
        config = app.extensions["disburse"]
        monkeypatch.setitem(app.extensions, "disburse", replace(config, mode="production"))
        lead(monkeypatch, "127.0.0.1")
        work(1)
    (job,) = jobs()
    assert job.state == "waiting"
    assert "内部地址" in job.last_error
    assert bank.requests == []


def test_what_was_registered_without_tls_is_not_called_in_production(app, work, monkeypatch):
    a_bank()
    with receiving() as bank:
        an_endpoint(bank)
        tell()
        config = app.extensions["disburse"]
        monkeypatch.setitem(app.extensions, "disburse", replace(config, mode="production"))
        work(1)
    assert states() == ["dead"]
    assert bank.requests == []


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A certificate for ``localhost``, which this process trusts; as a server's context."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "localhost.pem"
    secret = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, *secret) + made.public_bytes(serialization.Encoding.PEM)
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


def test_over_tls_the_certificate_must_be_the_names(app, work, certificate, monkeypatch):
    """The connection goes to the address that was looked at; the certificate is held to the name."""
    a_bank()
    with receiving(context=certificate) as bank:
        lead(monkeypatch, "127.0.0.1")
        an_endpoint(bank)
        tell()
        work(1)
        assert len(bank.events) == 1
        assert dict(bank.requests[0][2])["Host"] == f"localhost:{bank.port}"
        bank.url = bank.url.replace("localhost", "bank.example.com")
        an_endpoint(bank)
        tell()
        work(2)
    assert sorted(states()) == ["done", "done", "waiting"]
    assert "SSLCertVerificationError" in jobs(state="waiting")[0].last_error


def test_a_certificate_that_nobody_trusts_is_a_failure(app, work, certificate, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    a_bank()
    with receiving(context=certificate) as bank:
        an_endpoint(bank)
        tell()
        work(1)
    assert states() == ["waiting"]
    assert bank.requests == []


def test_the_resolver_is_asked_once_and_its_answer_is_the_address(monkeypatch):
    lead(monkeypatch, "8.8.8.8")
    found = addresses.resolve("bank.example.com", 443, guarded=True)
    assert ipaddress.ip_address(found).is_global
