"""Whom to trust, and how it is said that somebody cannot be."""

from __future__ import annotations

import ssl

from roundup.net.errors import FetchError

Trust = ssl.SSLContext

_FEW_ROOTS = 100


def untrusted(host: str, error: OSError | ValueError) -> FetchError:
    """A handshake's failure as our error."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return FetchError("tls", f"the certificate of {host} is not to be trusted: {error.verify_message}")
    said = error.reason if isinstance(error, ssl.SSLError) and error.reason else str(error)
    return FetchError("tls", f"no encrypted connection to {host} comes about: {said.replace('_', ' ').lower()}")


def trusting(ca_file: str = "") -> ssl.SSLContext:
    """The system's roots, which know an organisation's own; where they are few, httpx's (certifi) as well.

    SSL_CERT_FILE and SSL_CERT_DIR put others in the place of the system's, as everywhere with OpenSSL; the authorities
    in `ca_file` are trusted besides. Raises FetchError.
    """
    try:
        context = ssl.create_default_context()
        if context.cert_store_stats()["x509_ca"] < _FEW_ROOTS:
            from roundup.net.library import httpx

            context = httpx.create_ssl_context()
            context.load_default_certs()
    except OSError as error:
        raise FetchError(
            "tls",
            f"the trusted certificates cannot be read: {error}",
            hint="See whether SSL_CERT_FILE and SSL_CERT_DIR name what is there.",
        ) from None
    if ca_file:
        _add(context, ca_file)
    return context


def _add(context: ssl.SSLContext, ca_file: str) -> None:
    try:
        context.load_verify_locations(ca_file)
    except OSError as error:
        said = "it holds no certificates" if isinstance(error, ssl.SSLError) else error.strerror
        raise FetchError(
            "tls",
            f"[fetch] ca_file {ca_file} cannot be used: {said}",
            hint="It has to be a PEM file, with lines that say BEGIN CERTIFICATE.",
        ) from None
