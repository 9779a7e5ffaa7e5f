"""Many small files in the repository, few on the line; and each of them is what its parts were."""

import re
import subprocess
from pathlib import Path
from shutil import which

import brotli
import pytest
from django.conf import settings
from django.core.files import File
from django.core.files.storage import storages

from forum.assets import modules, stylesheet
from forum.assets.door import AssetDoor
from forum.assets.modules import Unjoinable

OURS = Path(settings.BASE_DIR) / "static"


def written(folder, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def run(code: str, folder: Path) -> str:
    (folder / "joined.mjs").write_text(code)
    return subprocess.run(["node", folder / "joined.mjs"], capture_output=True, text=True, check=True).stdout


def test_our_stylesheet_asks_for_nothing_more_and_keeps_every_layer():
    css = stylesheet.thin(stylesheet.joined(OURS / "css/main.css"))
    assert "@import" not in css and "/*" not in css
    assert css.startswith("@layer tokens,reset,base,layout,components,utilities;@layer tokens{")
    assert css.count("{") == css.count("}")


def test_what_means_something_in_a_stylesheet_is_not_made_thin():
    css = """a :hover { content: "  /* { } */ ;  " }
        /* gone */ b { inset: calc(1px  + 2px)\tauto; background: url(data:a;b, c) }
        @media (min-width: 1px) and (hover) { c { d: e } }"""
    assert stylesheet.thin(css) == (
        'a :hover{content: "  /* { } */ ;  "} b{inset: calc(1px + 2px) auto;background: url(data:a;b, c)}'
        "@media (min-width: 1px) and (hover){c{d: e}}"
    )


@pytest.mark.skipif(not which("node"), reason="no Node here")
def test_every_script_of_ours_can_be_joined_and_read(tmp_path):
    for name, code in modules.joined(OURS / "js").items():
        written(tmp_path, {f"{name}.mjs": code})
        subprocess.run(["node", "--check", tmp_path / f"{name}.mjs"], check=True)
        assert not re.search(r"^\s*//", code, re.M)


@pytest.mark.skipif(not which("node"), reason="no Node here")
def test_joined_modules_run_once_each_after_what_they_import(tmp_path):
    root = written(tmp_path, {
        "app.js": 'import { word as spoken } from "b.js";\nimport "c.js";\n// a comment\nconsole.log(spoken());\n',
        "b.js": 'import { seal } from "c.js";\n/** Said. */\nexport function word() {\n  return `b${seal}`;\n}\n',
        "c.js": 'console.log("c");\nexport const seal = "//kept";\n',
    })  # fmt: skip
    assert run(modules.joined(root)["app.js"], tmp_path) == "c\nb//kept\n"


@pytest.mark.skipif(not which("node"), reason="no Node here")
def test_what_two_scripts_need_runs_in_the_first_and_is_handed_to_the_others(tmp_path):
    root = written(tmp_path, {
        "app.js": 'import("one.js").then(() => import("two.js"));\n',
        "one.js": 'import { count } from "shared.js";\nconsole.log("one", count());\n',
        "two.js": 'import { count } from "shared.js";\nconsole.log("two", count());\n',
        "shared.js": "const seen = [];\nexport function count() {\n  seen.push(1);\n  return seen.length;\n}\n",
    })  # fmt: skip
    assert modules.entries(root) == ["app.js", "one.js", "two.js"]
    for name, code in modules.joined(root).items():
        code = (
            code.replace('from"app.js"', 'from"./app.mjs"').replace('import("', 'import("./').replace('.js")', '.mjs")')
        )
        (tmp_path / name.replace(".js", ".mjs")).write_text(code)
    assert run('import "./app.mjs";', tmp_path) == "one 1\ntwo 2\n"


@pytest.mark.parametrize(
    "line", ["export default 1;", "export { a };", 'import * as a from "b.js";', "export let a = 1;"]
)
def test_a_form_of_module_we_cannot_join_is_refused_with_its_name(tmp_path, line):
    with pytest.raises(Unjoinable, match=r"app\.js: “"):
        modules.joined(written(tmp_path, {"app.js": f"{line}\n"}))


def test_modules_in_a_circle_are_refused(tmp_path):
    root = written(tmp_path, {"app.js": 'import "b.js";\n', "b.js": 'import "app.js";\n'})
    with pytest.raises(Unjoinable, match="circle"):
        modules.joined(root)


@pytest.fixture
def collected(settings, tmp_path):
    """The static files as they are served, made by collecting a small set."""
    source = written(tmp_path / "source", {
        "css/main.css": '@layer a;\n@import url("a.css") layer(a);\n', "css/a.css": "p { color: red; }\n" * 40,
        "js/app.js": 'import { a } from "a.js";\nconsole.log(a);\n', "js/a.js": "export const a = 1;\n",
        "js/alone.js": "1;\n",
    })  # fmt: skip
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "forum.assets.storage.AssetStorage"}}
    storage = storages["staticfiles"]
    paths = {}
    for path in source.rglob("*.*"):
        name = path.relative_to(source).as_posix()
        with path.open("rb") as file:
            storage._save(name, File(file))
        paths[name] = (storage, name)
    list(storage.post_process(paths))
    return storage


async def served(path: str, method: str = "GET", door: AssetDoor | None = None, **headers) -> tuple[int, dict, bytes]:
    sent = []

    async def send(event):
        sent.append(event)

    async def inner(scope, receive, send):
        sent.append({"status": 0, "headers": []})

    names = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    door = door or AssetDoor(None)
    door.inner = inner
    await door({"type": "http", "path": path, "method": method, "headers": names}, None, send)
    facts = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], facts, b"".join(event.get("body", b"") for event in sent)


async def test_one_stylesheet_is_served_compressed_and_for_ever(collected):
    status, headers, body = await served(collected.url("css/main.css"), accept_encoding="br, gzip")
    assert status == 200 and headers["content-encoding"] == "br" and "immutable" in headers["cache-control"]
    assert headers["x-content-type-options"] == "nosniff"
    assert brotli.decompress(body).startswith(b"@layer a;@layer a{p{color: red;}")
    assert (await served(collected.url("css/main.css"), if_none_match=headers["etag"]))[0] == 304
    assert (await served(collected.url("css/main.css"), method="HEAD"))[2] == b""


async def test_parts_are_gone_and_what_stands_alone_stays(collected):
    assert (await served(collected.url("js/alone.js")))[0] == 200
    assert b"console.log" in (await served(collected.url("js/app.js")))[2]
    assert not collected.exists("css/a.css") and not collected.exists("js/a.js")
    assert (await served("/static/nothing.js"))[0] == 0
    assert (await served("/"))[0] == 0


async def test_a_page_of_a_newer_version_gets_its_files_from_a_process_of_the_one_before(collected):
    """Behind a balancer a page may come from a machine that is upgraded, and its files be asked of one that is not yet."""
    door = AssetDoor(None)
    later = Path(collected.path("js")) / "later.0123456789ab.js"
    later.write_text("2;")
    status, _headers, body = await served("/static/js/later.0123456789ab.js", door=door)
    assert (status, body) == (200, b"2;")
    for path in ("/static/js/none.0123456789ab.js", "/static/js/../js/later.0123456789ab.js", "/static/js/later.js"):
        assert (await served(path, door=door))[0] == 0
