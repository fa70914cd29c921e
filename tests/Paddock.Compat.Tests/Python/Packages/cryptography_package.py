"""The cryptography package: keys, certificates, tokens."""

import datetime
import os

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, x25519
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def test_tokens():
    token = Fernet(key := Fernet.generate_key()).encrypt(b"secret")
    assert Fernet(key).decrypt(token) == b"secret"
    try:
        Fernet(Fernet.generate_key()).decrypt(token)
    except InvalidToken:
        return
    raise AssertionError("another key opened it")


def test_rsa():
    key = rsa.generate_private_key(65537, 2048)
    oaep = padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    assert key.decrypt(key.public_key().encrypt(b"m", oaep), oaep) == b"m"
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"pw"))
    assert serialization.load_pem_private_key(pem, b"pw").key_size == 2048


def test_signatures():
    key = ed25519.Ed25519PrivateKey.generate()
    signature = key.sign(b"m")
    key.public_key().verify(signature, b"m")
    try:
        key.public_key().verify(signature, b"n")
    except InvalidSignature:
        pass
    else:
        raise AssertionError("a signature of something else")
    curve = ec.generate_private_key(ec.SECP384R1())
    curve.public_key().verify(curve.sign(b"m", ec.ECDSA(hashes.SHA384())), b"m", ec.ECDSA(hashes.SHA384()))


def test_agreement_and_ciphers():
    one, two = x25519.X25519PrivateKey.generate(), x25519.X25519PrivateKey.generate()
    shared = one.exchange(two.public_key())
    assert shared == two.exchange(one.public_key())
    key = HKDF(hashes.SHA256(), 32, None, b"paddock").derive(shared)
    for cipher in (AESGCM(key), ChaCha20Poly1305(key)):
        nonce = os.urandom(12)
        assert cipher.decrypt(nonce, cipher.encrypt(nonce, b"m", b"aad"), b"aad") == b"m"


def test_certificates():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "paddock")])
    now = datetime.datetime(2024, 1, 1)
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    assert request.is_signature_valid
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(True, None), critical=True).sign(key, hashes.SHA256())
    )
    loaded = x509.load_pem_x509_certificate(certificate.public_bytes(serialization.Encoding.PEM))
    assert loaded.subject == name and loaded.fingerprint(hashes.SHA256())
