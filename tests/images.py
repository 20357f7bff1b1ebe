"""The pictures of docs/images, from a throwaway demo site: ``python -m tests.images``."""

import io
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest.mock import patch
from urllib.request import urlopen

import django
from django.core.management import call_command

from tests.browser.conftest import FLAGS, chromium
from tests.postgres import free_port

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
SIZE = {"width": 1280, "height": 960}


def own_seeds(folder: Path) -> Path:
    """Copy the seeds to ``folder`` without the two documents that may have to be fetched from their addresses."""
    seeds = ROOT / "seeds"
    for name in ("handbook.md", "house-style.md", "contributions.toml"):
        (folder / name).write_bytes((seeds / name).read_bytes())
    ours, _comment, _others = (seeds / "manifest.toml").read_text(encoding="utf-8").partition("# The texts of the next")
    (folder / "manifest.toml").write_text(ours, encoding="utf-8")
    return folder


def make_site() -> dict[str, str]:
    """Make the demo in the database of the settings; returns the cookie of its annotator."""
    django.setup()
    from django.contrib.auth.models import User
    from django.test import Client

    from annotator.management.commands import create_demo

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder, patch.object(create_demo, "SEEDS", own_seeds(Path(folder))):
        call_command("create_demo", stdout=io.StringIO(), stderr=io.StringIO())
    client = Client()
    client.force_login(User.objects.get(username="ada"))
    cookie = client.cookies["sessionid"]
    return {"name": cookie.key, "value": cookie.value}


def take(address: str, cookie: dict[str, str]) -> None:
    """Take a picture of the reading page, with an entry of its margin open, in the light and in the dark."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, colours in (("reading", "light"), ("reading-dark", "dark")):
            context = browser.new_context(
                base_url=address, viewport=SIZE, color_scheme=colours, reduced_motion="reduce"
            )
            context.add_cookies([cookie | {"url": address}])
            page = context.new_page()
            page.goto("/documents/handbook/", wait_until="networkidle")
            entry = page.locator(".para", has_text="Read the whole document once").locator(".entry").first
            entry.locator("summary").click()
            entry.locator(".passage-panel").wait_for()
            page.mouse.move(0, 0)
            page.mouse.wheel(0, 180)
            page.wait_for_timeout(500)
            page.screenshot(path=IMAGES / f"{name}.png")
        browser.close()


def main() -> None:
    """Make the site, serve it, take the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    address = f"127.0.0.1:{free_port()}"
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GLOSSATOR_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.config.settings"
        cookie = make_site()
        command = [sys.executable, "manage.py", "runserver", "--noreload", address]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
            try:
                wait_for(f"http://{address}")
                take(f"http://{address}", cookie)
            finally:
                server.terminate()
    for image in sorted(IMAGES.glob("*.png")):
        print(f"{image.relative_to(ROOT)}: {image.stat().st_size // 1000} kB")


def wait_for(address: str) -> None:
    """Wait until the site answers."""
    for _ in range(600):
        try:
            urlopen(f"{address}/healthz").close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


if __name__ == "__main__":
    main()
