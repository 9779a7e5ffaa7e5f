from pathlib import Path

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

from forum.assets import modules, stylesheet

STYLESHEET = "css/main.css"
# Parts that a page asks for by themselves, too: the design in a scheme of one's choice (/styleguide/).
ALSO_APART = {"css/tokens-dark.css", "css/tokens-contrast.css"}


class AssetStorage(CompressedManifestStaticFilesStorage):
    """Hashes and compresses what is collected, as whitenoise does; before that, our own many files become few."""

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            self.join(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def join(self, paths: dict) -> None:
        """Puts each joined file in the place of its first part and drops the other parts: nobody asks for them."""
        root = Path(self.path(""))
        if STYLESHEET in paths:
            sheet = root / STYLESHEET
            css = stylesheet.thin(stylesheet.joined(sheet))
            self.replace(paths, stylesheet.parts(sheet), {STYLESHEET: css})
        if f"js/{modules.ENTRY}" in paths:
            scripts = modules.joined(root / "js")
            parts = [root / "js" / name for name in modules.graph(root / "js")]
            self.replace(paths, parts, {f"js/{name}": code for name, code in scripts.items()})

    def replace(self, paths: dict, parts: list[Path], files: dict[str, str]) -> None:
        for part in parts:
            name = part.resolve().relative_to(Path(self.path("")).resolve()).as_posix()
            if name not in ALSO_APART:
                self.delete(name)
                paths.pop(name, None)
        for name, text in files.items():
            self._save(name, ContentFile(text.encode()))
            paths[name] = (self, name)
