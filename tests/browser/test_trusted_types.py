"""Trusted Types: strings become HTML through the site's one policy, and are never run; on its pages and in the admin.

That every page works under it is seen by all browser tests, which fail on what the console says.
"""

import pytest
from django.urls import reverse

TRY = """() => {
  const refused = (act) => { try { act(); return null; } catch (error) { return error.name; } };
  const script = document.createElement("script");
  const found = {
    html: refused(() => { document.createElement("p").innerHTML = "<b>said</b>"; }),
    src: refused(() => { script.src = "https://elsewhere.example/x.js"; }),
    text: refused(() => { script.text = "1"; }),
    another: refused(() => trustedTypes.createPolicy("mine", { createScriptURL: (url) => url })),
    again: refused(() => trustedTypes.createPolicy("default", { createScriptURL: (url) => url })),
  };
  document.body.append(script);
  return found;
}"""


@pytest.mark.parametrize("name", ["catalogue", "account_login", "admin:index", "admin:annotator_tag_add"])
def test_strings_are_never_run(name, administrator, open_page, complaints):
    page = open_page(None if name == "account_login" else administrator, at=reverse(name))
    # What is refused is said on the console.
    complaints.expect("console: .*[Tt]rusted")
    found = page.evaluate(TRY)
    assert found == {
        "html": None,
        "src": "TypeError",
        "text": "TypeError",
        "another": "TypeError",
        "again": "TypeError",
    }


def test_the_admins_own_scripts_work_under_it(administrator, editor, open_page):
    """Those of Django that write HTML: two lists side by side, and calendars."""
    page = open_page(administrator, at=reverse("admin:auth_user_change", args=[editor.pk]))
    box = page.locator("#id_groups_to option")
    page.locator("#id_groups_to option").first.wait_for(state="attached")
    before = box.count()
    page.locator("#id_groups_to").select_option(index=0)
    page.locator("#id_groups_remove").click()
    assert box.count() == before - 1
    page.locator(".datetimeshortcuts a").nth(1).click()
    assert page.locator("#calendarin0 td a").count() > 20
