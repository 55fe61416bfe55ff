// Puts the cursor where the next key belongs, once for each new token, and lets letters answer a choice.
const known = (window.carebookFocus ??= { token: null });
const FIELDS = "input:not([type=hidden]):not(:disabled), textarea, button:not(:disabled)";

function elsewhere(keepOut) {
  const at = document.activeElement;
  return at && at !== document.body && keepOut && at.closest(keepOut);
}

function place(selector, token, began) {
  if (known.token !== token) return;
  const box = document.querySelector(selector);
  const seen = (what) => [...(box?.querySelectorAll(what) ?? [])].find((each) => each.getClientRects().length);
  const field = seen('[role="radio"][aria-checked="true"]') ?? seen('[role="radio"]') ?? seen(FIELDS);
  if (field && field.isConnected) {
    // Once only: whoever types quickly must not find what they wrote selected, and typed over.
    if (document.activeElement !== field) field.focus({ preventScroll: false });
    if (known.selected !== token && field.select && field.value) field.select();
    known.selected = token;
    if (performance.now() - began > 350) return;
  }
  if (performance.now() - began < 2500 && !(field && document.activeElement === field && performance.now() - began > 250)) {
    setTimeout(() => place(selector, token, began), 60);
  }
}

// y, n and 1 to 9 press a choice of the question that has the cursor.
function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const radio = event.target instanceof Element && event.target.closest('.st-key-cb_question [role="radio"]');
  if (!radio) return;
  const all = [...radio.closest('[role="radiogroup"]').querySelectorAll('[role="radio"]')];
  const key = event.key.toLowerCase();
  const pressed = /^[1-9]$/.test(key) ? all[Number(key) - 1] : all.find((each) => (key === "y" || key === "n") && each.textContent.trim() === { y: "yes", n: "no" }[key]);
  if (!pressed) return;
  event.preventDefault();
  event.stopPropagation();
  pressed.click();
}

export default function focus({ data }) {
  if (!window.carebookChoosing) {
    window.carebookChoosing = true;
    document.addEventListener("keydown", onKey, true);
  }
  if (data.token === known.token) return;
  known.token = data.token;
  if (!data.selector || elsewhere(data.keepOut)) return;
  const began = performance.now();
  setTimeout(() => place(data.selector, data.token, began), 0);
}
