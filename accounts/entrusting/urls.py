"""What takes two people, besides the desk: powers given and taken."""

from django.urls import path

from accounts.entrusting import appointments

urlpatterns = [
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/<int:pk>/decision/", appointments.appointment_decision, name="appointment-decision"),
]
