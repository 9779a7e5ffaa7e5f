from django.contrib.admin.apps import AdminConfig


class AdministrationConfig(AdminConfig):
    """Django's administration with our site in place of its own."""

    default_site = "forum.administration_site.Administration"
