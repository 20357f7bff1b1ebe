"""What people log in with is theirs, in the menu of their account; administrators reach it from a person's page."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]


def test_the_first_page_does_not_list_it(log_in, administrator):
    page = log_in(administrator).get(reverse("admin:index")).content.decode()
    for name in ("account_emailaddress", "mfa_authenticator"):
        assert reverse(f"admin:{name}_changelist") not in page


def test_a_persons_page_leads_to_it(log_in, administrator, annotator, colleague):
    for person in (annotator, colleague):
        EmailAddress.objects.create(user=person, email=f"{person.username}@example.org", verified=False)
    client = log_in(administrator)
    page = client.get(reverse("admin:auth_user_change", args=[annotator.pk])).content.decode()
    address = f"{reverse('admin:account_emailaddress_changelist')}?q=annotator"
    assert address in page
    assert f"{reverse('admin:mfa_authenticator_changelist')}?q=annotator" in page
    found = client.get(address).content.decode()
    assert "annotator@example.org" in found
    assert "colleague@example.org" not in found
    assert client.get(reverse("admin:mfa_authenticator_changelist") + "?q=annotator").status_code == 200


def test_the_menu_of_an_account_has_it(log_in, annotator):
    page = log_in(annotator).get(reverse("inbox")).content.decode()
    for name in ("profile", "notification_settings", "keys", "account_email", "account_change_password", "mfa_index"):
        assert f'href="{reverse(name)}"' in page
