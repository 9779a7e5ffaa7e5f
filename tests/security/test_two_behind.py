"""Who stands behind a suspension: what two people imposed, together or each alone, no third person lifts alone."""

from django.urls import reverse

from accounts.models import Suspension, User
from tests.security.test_suspending import WEEK, people


def test_what_two_moderators_imposed_each_alone_no_one_above_them_lifts_alone(client, bo, grace):
    (noor,), leads = people("moderator", "Noor Aziz"), people("lead", "Lea Lead", "Ike Lead")
    page, said = reverse("person", args=[bo.handle]), "takes two as well"
    bo.findable = True
    bo.save(update_fields=["findable"])
    client.force_login(leads[0])
    assert Suspension.propose(bo, grace, "Spam.", lasts=WEEK).begun_at and said not in client.get(page).content.decode()
    assert Suspension.propose(bo, noor, "Threats.", lasts=WEEK).begun_at and said in client.get(page).content.decode()
    answer = client.post(reverse("suspension", args=[bo.handle]), {"days": "0", "text": "Mercy."}, follow=True)
    assert "Somebody else has to confirm it" in answer.content.decode() and User.objects.get(pk=bo.pk).suspended()
    Suspension.objects.waiting().get().confirm(leads[1])
    assert not User.objects.get(pk=bo.pk).suspended()
