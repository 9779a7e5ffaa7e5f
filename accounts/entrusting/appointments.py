"""Who was entrusted with what, and two administrators who change it."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.doors import decided, entrusted
from accounts.entrusting.forms import AppointmentForm
from accounts.entrusting.second import second_person
from accounts.models import Appointment, User
from accounts.models.appointment import COLUMNS, Power
from accounts.models.powers import given_q


@require_http_methods(["GET", "HEAD", "POST"])
@entrusted("administrator")
def appointments(request):
    form = AppointmentForm(request.POST or None, initial={"person": request.GET.get("person", "")})
    if request.method == "POST" and form.is_valid():
        wish = form.cleaned_data
        propose = partial(Appointment.propose, power=wish["power"], gives=wish["gives"] == "give")
        if decided(request, propose, wish["person"], request.user, wish["reason"]):
            messages.success(request, _("Proposed. Another administrator has to confirm it here within three days."))
            return redirect("appointments")
    people = list(User.objects.filter(given_q()).order_by("name", "pk"))
    for person in people:
        person.entrusted_with = [power.label for power in Power if getattr(person, COLUMNS[power][0])]
    waiting = Appointment.objects.waiting().select_related("person", "proposed_by", "declined_by")
    context = {"form": form, "waiting": waiting, "people": people}
    return render(request, "powers/appointments.html", context)


appointment_decision = second_person(Appointment, "administrator", back="appointments")
