"""A provider of OpenID Connect for tests: it lets in whoever comes, as the one person it knows."""

import base64
import hashlib
import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "glossator", "a secret that the provider gave"


class Provider(ThreadingHTTPServer):
    """``person``: the claims about who logs in. ``asked``: what came to the address where people log in."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Pages)
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.address = f"http://127.0.0.1:{self.server_port}"
        self.person = {"sub": "42", "email": "rina@example.org", "email_verified": True, "preferred_username": "rina"}
        self.asked = []
        self.codes = {}
        self.audience = CLIENT


class Pages(BaseHTTPRequestHandler):
    def log_message(self, *said):
        pass

    def send_json(self, what, status=200):
        body = json.dumps(what).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path, _, query = self.path.partition("?")
        provider = self.server
        if path == "/.well-known/openid-configuration":
            self.send_json(
                {
                    "issuer": provider.address,
                    "authorization_endpoint": f"{provider.address}/authorize",
                    "token_endpoint": f"{provider.address}/token",
                    "userinfo_endpoint": f"{provider.address}/userinfo",
                    "jwks_uri": f"{provider.address}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        elif path == "/authorize":
            asked = {name: values[0] for name, values in parse_qs(query).items()}
            provider.asked.append(asked)
            code = f"code-{len(provider.asked)}"
            provider.codes[code] = asked
            self.send_response(302)
            self.send_header(
                "Location", f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"
            )
            self.end_headers()
        elif path == "/userinfo":
            known = self.headers.get("Authorization") == "Bearer a-token"
            self.send_json(provider.person if known else {}, 200 if known else 401)
        else:
            self.send_json({}, 404)

    def do_POST(self):
        provider = self.server
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        typed = {name: values[0] for name, values in parse_qs(sent).items()}
        asked = provider.codes.pop(typed.get("code"), None)
        digest = hashlib.sha256(typed.get("code_verifier", "").encode()).digest()
        proven = asked and base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]
        if not proven or typed["client_secret"] != SECRET:
            self.send_json({"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        claims = {"iss": provider.address, "aud": provider.audience, "iat": now, "exp": now + 60, **provider.person}
        token = jwt.encode(claims, provider.key, algorithm="RS256")
        self.send_json({"access_token": "a-token", "token_type": "Bearer", "id_token": token})


@contextmanager
def running():
    with Provider() as provider:
        thread = threading.Thread(target=provider.serve_forever, daemon=True)
        thread.start()
        yield provider
        provider.shutdown()
        thread.join()


def go_there(address):
    """What a browser does at the provider: where it is sent back to."""
    import http.client

    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname, parts.port)
    connection.request("GET", f"{parts.path}?{parts.query}")
    back = connection.getresponse().headers["Location"]
    connection.close()
    return back
