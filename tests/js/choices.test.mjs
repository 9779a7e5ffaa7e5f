import "./setup.mjs";
import assert from "node:assert/strict";
import test from "node:test";

globalThis.document = { getElementById: () => ({ textContent: '{"mandate-ended": "It has ended."}' }) };
const { Choices } = await import("dom/choices.js");

/** A select as browsers have it: what is not chosen by hand is the first that can be. */
class Select {
  constructor(...values) {
    this.options = values.map((value) => ({ value, disabled: value === "unproved", remove: () => this.remove(value) }));
    this.reset();
  }
  get value() { return this.chosen; }
  set value(value) { this.chosen = this.options.some((option) => option.value === value) ? value : ""; }
  remove(value) {
    this.options = this.options.filter((option) => option.value !== value);
    if (this.chosen === value) this.reset();
  }
  reset() { this.chosen = this.options.find(({ disabled }) => !disabled).value; }
}

/** The form of somebody who may speak for two bodies, or of a citizen. */
function form({ citizen = false } = {}) {
  const [told, lines] = [[], ["1", "2", ""].map((capacity) => ({ dataset: { capacity } }))];
  const elements = { language: new Select("", "en", "fr"), mandate: citizen ? undefined : new Select("unproved", "1", "2", "") };
  const choices = new Choices({ elements, querySelectorAll: () => lines }, (reason) => told.push(reason));
  return { choices, told, shown: () => lines.filter(({ hidden }) => !hidden).map(({ dataset }) => dataset.capacity) };
}

test("words that somebody began for themselves are not said for the body that the page offers first", () => {
  const { choices, told, shown } = form();
  assert.deepEqual(choices.made, { language: "", mandate: "1" });
  choices.make({ language: "fr", mandate: "" });
  assert.deepEqual([choices.made, shown(), told], [{ language: "fr", mandate: "" }, [""], []]);
  choices.make({ language: "fr", mandate: "2" });
  assert.deepEqual([choices.made.mandate, shown(), told], ["2", ["2"], []]);
});

test("a mandate that ended while words waited makes its bearer speak for nobody else, and is told", () => {
  for (const mandate of ["9", "unproved"]) {
    const { choices, told, shown } = form();
    choices.make({ language: "xx", mandate });
    assert.deepEqual([choices.made, shown(), told], [{ language: "", mandate: "" }, [""], ["It has ended."]]);
  }
  const { choices, told } = form({ citizen: true });
  choices.make({ language: "en", mandate: "1" });
  assert.deepEqual([choices.made, told], [{ language: "en", mandate: "" }, ["It has ended."]]);
});

test("who loses one of two mandates does not speak under the other", () => {
  const { choices, told, shown } = form();
  choices.limit([{ mandate: 2 }]);
  assert.deepEqual([choices.made.mandate, shown(), told], ["", [""], ["It has ended."]]);
  choices.make({ mandate: "2" });
  choices.limit([{ mandate: 2 }]);
  assert.deepEqual([choices.made.mandate, told.length], ["2", 1]);
});

test("a draft of a page of before, which kept neither, leaves both as they stand", () => {
  const { choices, told } = form();
  choices.make({ text: "Kept long ago" });
  assert.deepEqual([choices.made, told], [{ language: "", mandate: "1" }, []]);
});
