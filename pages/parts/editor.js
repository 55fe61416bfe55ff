// A text that is kept as it is typed. The caret is never touched: the server's text takes the place of
// what stands here only when it says so with a new epoch. Until the server has answered for a text, the
// browser keeps it too, so that a lost connection or a closed window loses nothing.
const boxes = new WeakMap();
const VISIT = Math.random().toString(36).slice(2); // one for each time the page is loaded
const WAIT = 400;       // ms of quiet before a text is sent
const PATIENCE = 5000;  // ms after which somebody is told that no answer came, and it is sent again
const PIECES = {
  heading: "\n## Heading\n\n",
  list: "\n- first\n- second\n",
  link: "[[address-of-a-page]]",
  table: "\n| What | When |\n| --- | --- |\n|  |  |\n",
  tip: "\n> [!TIP]\n> **Say this first:** \n",
  remedies: "\n```remedies\n```\n",
};

function say(box, words, tone = "") {
  if (box.state.textContent !== words) box.state.textContent = words;
  box.state.dataset.tone = tone;
}

function place(box) {
  return `carebook.draft.${box.draft}`;
}

function keep(box) {
  try { localStorage.setItem(place(box), JSON.stringify({ text: box.area.value, version: box.version, epoch: box.epoch, visit: VISIT })); } catch { /* full or forbidden */ }
}

function kept(box) {
  try { return JSON.parse(localStorage.getItem(place(box)) ?? "null"); } catch { return null; }
}

function forget(box) {
  try { localStorage.removeItem(place(box)); } catch { /* then there is nothing to forget */ }
}

function send(box) {
  clearTimeout(box.timer);
  clearTimeout(box.waiting);
  box.serial = Math.max(Date.now(), box.serial + 1);
  box.sent = box.area.value;
  say(box, "Saving…");
  box.tell({ text: box.sent, version: box.version, serial: box.serial });
  box.waiting = setTimeout(() => {
    say(box, "Not saved: no answer from Carebook. Your text is kept in this browser and is sent again.", "bad");
    box.waiting = setTimeout(() => send(box), PATIENCE);
  }, PATIENCE);
}

function typed(box) {
  keep(box);
  say(box, "Typing…");
  clearTimeout(box.timer);
  box.timer = setTimeout(() => send(box), WAIT);
}

function put(box, piece) {
  box.area.focus();
  if (!document.execCommand("insertText", false, piece)) box.area.setRangeText(piece, box.area.selectionStart, box.area.selectionEnd, "end");
  typed(box);
}

// The preview is read at the place that is being written.
function follow(box) {
  const preview = document.querySelector(".st-key-cb_preview");
  const room = box.area.scrollHeight - box.area.clientHeight;
  if (preview && room > 0) preview.scrollTop = (box.area.scrollTop / room) * (preview.scrollHeight - preview.clientHeight);
}

function build(root) {
  const box = { root, area: root.querySelector("textarea"), state: root.querySelector(".state"), serial: 0, sent: null, epoch: null, draft: null, version: 0, tell: () => {} };
  box.area.oninput = () => typed(box);
  box.area.onscroll = () => follow(box);
  for (const button of root.querySelectorAll("[data-put]")) button.onclick = () => put(box, PIECES[button.dataset.put]);
  return box;
}

function begin(box, data) {
  const other = box.draft !== data.draft;
  box.draft = data.draft;
  box.epoch = data.epoch;
  box.version = data.version;
  clearTimeout(box.timer);
  clearTimeout(box.waiting);
  let mine = kept(box);
  if (!other || (mine?.visit === VISIT && mine.epoch !== data.epoch)) { // this text was put in its place knowingly
    forget(box);
    mine = null;
  }
  box.area.value = data.text;
  box.sent = data.text;
  if (mine && mine.text !== data.text && !data.locked) {
    box.area.value = mine.text;
    box.version = mine.version;
    send(box);
  }
}

function answered(box, data) {
  if (data.serial !== box.serial && box.serial !== 0) return;
  clearTimeout(box.waiting);
  if (data.saved) {
    box.version = data.version;
    if (box.area.value === box.sent) forget(box);
    else keep(box);
  }
  if (box.area.value !== box.sent) return; // typed on meanwhile; that is sent in a moment
  if (data.saved) say(box, data.at ? `Saved ${new Date(data.at).toLocaleTimeString([], { hour12: false })}` : "", "good");
  else say(box, data.said, "bad");
}

export default function editor({ parentElement, data, setStateValue }) {
  let box = boxes.get(parentElement);
  if (!box) {
    box = build(parentElement);
    boxes.set(parentElement, box);
  }
  box.tell = (what) => setStateValue("typed", what);
  box.area.readOnly = data.locked;
  for (const button of box.root.querySelectorAll("[data-put]")) button.disabled = data.locked;
  if (box.draft !== data.draft || box.epoch !== data.epoch) begin(box, data);
  if (box.serial === 0 && data.said) say(box, data.said);
  answered(box, data);
  return () => setTimeout(() => {
    if (parentElement.isConnected) return;
    clearTimeout(box.timer);
    clearTimeout(box.waiting);
    boxes.delete(parentElement);
  });
}
