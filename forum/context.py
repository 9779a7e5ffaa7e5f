from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi
from js_asset import ImportMap

from accounts.addresses import ADMINISTRATION
from forum.assets import modules
from forum.middleware import copied


@cache
def importmap() -> ImportMap:
    """The scripts by their paths under static/js, at their hashed addresses: changed code is fetched, unchanged is kept."""
    root = settings.BASE_DIR / "static" / "js"
    names = (
        modules.entries(root) if settings.HASHED else sorted(p.relative_to(root).as_posix() for p in root.rglob("*.js"))
    )
    return ImportMap({name: static(f"js/{name}") for name in names})


def page(request) -> dict:
    """What every page knows."""
    return {
        "demonstration": settings.DEMONSTRATION,
        "contact": settings.CONTACT_EMAIL,
        "language": get_language(),
        "low_data": getattr(request, "low_data", False),
        "copies": settings.OFFLINE_COPIES,
        "copied": hasattr(request, "user") and copied(request),
        "rtl": get_language_bidi(),
        "importmap": importmap().render(attrs={"nonce": request.csp_nonce}) if hasattr(request, "csp_nonce") else "",
        "administration": ADMINISTRATION,
        "page_path": request.get_full_path(),
    }
