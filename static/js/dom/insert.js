/** Put `text` between `start` and `end` of a field as if it was typed: Ctrl+Z takes it back, and what was typed before it as well. */
export function insert(field, text, start, end = start) {
  field.focus();
  field.setSelectionRange(start, end);
  if (document.execCommand("insertText", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
