"""Whoever was given powers that rest is told why, and what brings them back."""

from django.shortcuts import render


def resting(request):
    """Their powers rest: the account is suspended, about to be deleted, or without a second factor."""
    return render(request, "powers/resting.html", status=403)
