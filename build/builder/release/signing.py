"""
Ed25519 signatures of releases. The keys are PEM files, as `openssl genpkey -algorithm ed25519` and
`openssl pkey -pubout` write them. Needs the package `cryptography`, of the extra `build`.
"""

from __future__ import annotations

import base64
import binascii
from pathlib import Path
from typing import TYPE_CHECKING, Any

from builder.errors import UsageError
from sites.reasons import reason_of

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
        Ed25519PublicKey,
    )

PUBLIC_KEY = "public-key.pem"
"""Beside the releases: the key that the last signed one was signed with."""


class Verifier:
    """Knows the public key, and so whether a signature is right."""

    def __init__(self, key: Ed25519PublicKey) -> None:
        self._key = key

    def is_right(self, signature: str, message: bytes) -> bool:
        """Whether the holder of the key signed this very message."""
        from cryptography.exceptions import InvalidSignature

        try:
            self._key.verify(base64.b64decode(signature, validate=True), message)
        except (InvalidSignature, binascii.Error, ValueError):
            return False
        return True

    def pem(self) -> bytes:
        """The public key, to be given away."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        return self._key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


class Signer:
    """Holds the private key."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.verifier = Verifier(key.public_key())

    def sign(self, message: bytes) -> str:
        """The signature, in base64."""
        return base64.b64encode(self._key.sign(message)).decode()


def load_signer(file: Path) -> Signer:
    """The private key in a PEM file; anything else is a `UsageError`."""
    from_pem = _serialization(file).load_pem_private_key
    key = _read(file, lambda pem: from_pem(pem, password=None), "Ed25519PrivateKey", "私钥")
    return Signer(key)


def load_verifier(file: Path) -> Verifier:
    """The public key in a PEM file; anything else is a `UsageError`."""
    key = _read(file, _serialization(file).load_pem_public_key, "Ed25519PublicKey", "公钥")
    return Verifier(key)


def _serialization(file: Path) -> Any:
    try:
        from cryptography.hazmat.primitives import serialization
    except ModuleNotFoundError as error:
        raise UsageError(
            f"缺少组件 {error.name}，不能使用密钥 {file}。请先安装：pip install 'zhanqun[build]'。"
        ) from None
    return serialization


def _read(file: Path, load: Any, kind: str, word: str) -> Any:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ed25519

    try:
        key = load(file.read_bytes())
    except OSError as error:
        raise UsageError(
            f"{file}：读不到{word}（{reason_of(error)}）。请检查路径和权限。"
        ) from None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        key = None
    if not isinstance(key, getattr(ed25519, kind)):
        raise UsageError(f"{file}：这不是 Ed25519 {word}（PEM 格式，无口令）。请换一个密钥文件。")
    return key
