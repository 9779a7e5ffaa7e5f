from django.urls import path

from accounts.bodies import asking, inviting, mine, stewarding, verifying

urlpatterns = [
    path("mandates/<int:pk>/", verifying.mandate, name="mandate"),
    path("mandates/<int:pk>/card/", verifying.card, name="mandate-card"),
    path("mandates/<int:pk>.json", verifying.mandate_json, name="mandate-json"),
    path("mandates/<int:pk>/resign/", asking.resign, name="mandate-resign"),
    path("mandates/<int:pk>/stewardship/", asking.stewardship, name="mandate-stewardship"),
    path("mandates/<int:pk>/renew/", asking.renew, name="mandate-renew"),
    path("mandates/<int:pk>/decision/", stewarding.decide, name="mandate-decision"),
    path("speak-for/", asking.find, name="speak-for"),
    path("register-body/", asking.register, name="register-body"),
    path("speak-for/<slug:slug>/", asking.ask, name="speak-for-body"),
    path("people/me/mandates/", mine.mandates, name="my-mandates"),
    path("organisations/<slug:slug>/stewards/", stewarding.body, name="steward"),
    path("organisations/<slug:slug>/invitations/", inviting.invitations, name="invitations"),
    path("invitations/<int:pk>/cancel/", inviting.cancel, name="cancel-invitation"),
    path("invitations/<int:pk>/answer/", inviting.answer, name="answer-invitation"),
    path("invitations/<slug:token>/", inviting.accept, name="invitation"),
]
