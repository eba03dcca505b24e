"""The addresses that receive the form and say thank you."""

from django.urls import path

from clinic import views

urlpatterns = [
    path("request/", views.request_appointment, name="appointment_request"),
    path("thanks/", views.thanks, name="appointment_thanks"),
]
