"""Addresses of before, in the one form of `accounts.mailboxes`; whose mailbox has an account in that form stays as it is."""

from django.db import migrations

from accounts.mailboxes import mailbox


def forwards(apps, schema_editor):
    User, EmailAddress = apps.get_model("accounts", "User"), apps.get_model("account", "EmailAddress")
    for model in (User, EmailAddress):
        known = dict(model.objects.values_list("pk", "email"))
        taken = set(known.values())
        for pk, email in known.items():
            if (one := mailbox(email)) != email and one not in taken:
                taken.add(one)
                model.objects.filter(pk=pk).update(email=one)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0018_holds"), ("account", "0009_emailaddress_unique_primary_email")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
