"""What stood before goes on standing; and the database refuses to change or delete an act."""

from django.db import migrations
from django.db.models import F
from django.utils import timezone

SQLITE = [
    "CREATE TRIGGER accounts_act_{verb} BEFORE {VERB} ON accounts_act "
    "BEGIN SELECT RAISE(ABORT, 'The audit trail is append-only.'); END".format(verb=verb, VERB=verb.upper())
    for verb in ("update", "delete")
]
POSTGRESQL = [
    "CREATE FUNCTION accounts_act_stands() RETURNS trigger AS "
    "$$ BEGIN RAISE EXCEPTION 'The audit trail is append-only.'; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER accounts_act_stands BEFORE UPDATE OR DELETE ON accounts_act "
    "FOR EACH ROW EXECUTE FUNCTION accounts_act_stands()",
]
BACK = {
    "sqlite": [f"DROP TRIGGER accounts_act_{verb}" for verb in ("update", "delete")],
    "postgresql": ["DROP TRIGGER accounts_act_stands ON accounts_act", "DROP FUNCTION accounts_act_stands()"],
}


def run(editor, statements):
    for statement in statements:
        editor.execute(statement)


def guard(apps, editor):
    run(editor, POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE)


def unguard(apps, editor):
    run(editor, BACK[editor.connection.vendor])


def keep_standing(apps, editor):
    from accounts.names import skeleton

    Organisation, Mandate = apps.get_model("accounts", "Organisation"), apps.get_model("accounts", "Mandate")
    now = timezone.now()
    for body in Organisation.objects.all():
        body.accredited_at = body.confirmed_at = now
        body.skeleton = skeleton(body.name)
        body.save()
    Mandate.objects.filter(accredited_at__isnull=False).update(confirmed_at=F("accredited_at"))
    Mandate.objects.exclude(organisation__sector__in=("government", "parliament")).update(two_keys=False)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0005_accreditation'),
    ]

    operations = [
        migrations.RunPython(keep_standing, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
