"""What a page of ours may load and send, as browsers are told."""


def test_a_page_sends_no_form_elsewhere_and_turns_no_text_into_a_script(client, db):
    said = client.get("/").headers["Content-Security-Policy"]
    told = dict(each.strip().partition(" ")[::2] for each in said.split(";"))
    assert told["form-action"] == "'self'" and told["require-trusted-types-for"] == "'script'"
    assert set(told["trusted-types"].split()) == {"words", "worker"}
    assert {told[each] for each in ("default-src", "base-uri", "frame-ancestors")} == {"'none'"}
