"""The accreditation desk, and the one door of applicants beside it."""

from django.urls import path, re_path

from accounts.desk.views import application, bulk, change, document, evidence, queue, trail

KIND = r"(?P<kind>organisation|mandate)"
urlpatterns = [
    path("desk/", queue.queue, name="desk"),
    path("desk/bulk/", bulk.bulk, name="desk-bulk"),
    path("desk/bulk/sample.csv", bulk.sample, name="desk-bulk-sample"),
    path("desk/trail/", trail.trail, name="desk-trail"),
    path("desk/trail.csv", trail.trail_csv, name="desk-trail-csv"),
    re_path(rf"^desk/{KIND}/(?P<pk>[0-9]{{1,18}})/$", application.application, name="desk-application"),
    re_path(rf"^desk/{KIND}/(?P<pk>[0-9]{{1,18}})/decision/$", application.decision, name="desk-decision"),
    re_path(rf"^desk/{KIND}/(?P<pk>[0-9]{{1,18}})/note/$", application.note, name="desk-note"),
    path("desk/organisation/<int:pk>/description/", change.describe, name="desk-describe"),
    path("desk/changes/<int:pk>/decision/", change.decide, name="desk-change"),
    path("desk/evidence/<int:pk>/checked/", application.check, name="desk-check"),
    path("desk/evidence/<int:pk>/pages/", document.pages_of, name="desk-pages"),
    path("desk/evidence/<int:pk>/document/", document.original, name="desk-document"),
    path(
        "applications/organisation/<int:pk>/evidence/",
        evidence.evidence, {"kind": "organisation"}, name="organisation-evidence",
    ),
    path("applications/mandate/<int:pk>/evidence/", evidence.evidence, {"kind": "mandate"}, name="mandate-evidence"),
]  # fmt: skip
