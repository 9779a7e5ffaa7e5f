"""What takes two people, besides the desk: powers given and taken, accounts given back."""

from django.urls import path

from accounts.entrusting import appointments, recoveries

urlpatterns = [
    path("appointments/", appointments.appointments, name="appointments"),
    path("appointments/<int:pk>/decision/", appointments.appointment_decision, name="appointment-decision"),
    path("recoveries/", recoveries.recoveries, name="recoveries"),
    path("recoveries/<int:pk>/decision/", recoveries.recovery_decision, name="recovery-decision"),
]
