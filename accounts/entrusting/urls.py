"""What takes two people, besides the desk: powers given and taken, accounts given back, names looked at."""

from django.urls import path

from accounts.entrusting import appointments, names, recoveries

urlpatterns = [
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/<int:pk>/decision/", appointments.appointment_decision, name="appointment-decision"),
    path("recoveries/", recoveries.recoveries, name="recoveries"),
    path("recoveries/<int:pk>/decision/", recoveries.recovery_decision, name="recovery-decision"),
    path("names/", names.name_requests, name="name-requests"),
    path("names/<int:pk>/decision/", names.name_decision, name="name-decision"),
]
