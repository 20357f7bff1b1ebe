"""The admin as a whole: its name, its log-in, and what other applications put into it."""

import django_tasks_db.admin
import taggit.admin
import taggit.models
from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.site_header = "Glossator"
admin.site.site_title = "Glossator"
admin.site.index_title = _("Administration")
# The site's own log-in, which asks for a second factor; the admin's would let a password alone through.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # as allauth says to
# Nothing is deleted by the hundred: contributions are withdrawn, tags merged, people deactivated.
admin.site.disable_action("delete_selected")
# The codebook is in our own model; taggit's table is empty. Importing taggit.admin above put it in.
admin.site.unregister(taggit.models.Tag)
# What waits for a worker is seen on pages of its own, by whoever asked for it.
admin.site.unregister(django_tasks_db.models.DBTaskResult)
