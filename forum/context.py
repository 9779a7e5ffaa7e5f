from functools import cache

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language, get_language_bidi
from js_asset import ImportMap


@cache
def importmap() -> ImportMap:
    """Every module under static/js by its path there, at its hashed address: changed code is fetched, unchanged is kept."""
    root = settings.BASE_DIR / "static" / "js"
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.js"))
    return ImportMap({name: static(f"js/{name}") for name in names})


def page(request) -> dict:
    """What every page knows."""
    return {
        "demonstration": settings.DEMONSTRATION,
        "contact": settings.CONTACT_EMAIL,
        "language": get_language(),
        "rtl": get_language_bidi(),
        "importmap": importmap().render(attrs={"nonce": request.csp_nonce}) if hasattr(request, "csp_nonce") else "",
        "page_path": request.get_full_path(),
    }
