// The search box. Titles and customers' words are matched here on every key; full-text answers come
// from the server a moment later and are laid over the same rows, so nothing under the eye jumps.
const boxes = new WeakMap();
const WAIT = 90;        // ms of quiet before the server is asked
const ADDRESS_WAIT = 350;
const PER_GROUP = 4;
const MOST_REMEDIES = 3; // the playbooks should be in sight below them
const GROUPS = ["Remedies", "Playbooks", "Standards", "Philosophy", "Words"];
const SYMBOLS = { Remedies: "redeem", Playbooks: "menu_book", Standards: "verified", Philosophy: "favorite", Words: "dictionary" };

// What the browser found, with what the server found laid over it.
function composeRows(box) {
  const query = plain(box.input.value);
  const rows = new Map();
  const perGroup = {};
  for (const { entry, rank: how, said } of matches(box.entries, query)) {
    perGroup[entry.group] = (perGroup[entry.group] ?? 0) + 1;
    if (perGroup[entry.group] > PER_GROUP) continue;
    const snippet = said ? snippetOfSaid(said, query) : [];
    rows.set(entry.id, { id: entry.id, group: entry.group, title: entry.title, step: entry.step ?? "", href: entry.href, snippet, badge: entry.badge, order: how });
  }
  const answers = box.answers;
  const asked = plain(answers.query ?? "");
  const related = asked && (query === asked || query.startsWith(asked) || asked.startsWith(query));
  (related ? answers.rows : []).forEach((hit, place) => {
    const known = rows.get(hit.page);
    const badge = box.badges.get(hit.page);
    if (known && !known.laid) {
      Object.assign(known, { step: hit.step, href: hit.href, laid: true, snippet: hit.snippet.length ? hit.snippet : known.snippet });
    } else if (!rows.has(hit.id)) {
      rows.set(hit.id, { ...hit, badge, order: 6 + place, laid: true });
    }
  });
  return [...rows.values()];
}

// ---- painting ------------------------------------------------------------------------------------

function make(name, className, text) {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

function icon(name) {
  const node = make("span", "icon", name);
  node.setAttribute("aria-hidden", "true");
  return node;
}

function paintRow(box, row, number) {
  const node = make("a", "row");
  node.id = `cb-row-${number}`;
  node.href = row.href;
  node.tabIndex = -1;
  node.setAttribute("role", "option");
  node.setAttribute("aria-selected", String(row.id === box.active));
  node.dataset.id = row.id;
  const head = make("span", "title", row.title);
  if (row.step) head.append(make("span", "step", row.step));
  node.append(icon(row.symbol ?? SYMBOLS[row.group] ?? "article"), head);
  if (row.badge) {
    const badge = make("span", `badge ${row.badge.tone}`);
    badge.append(icon(row.badge.symbol), make("span", "", row.badge.text));
    node.append(badge);
  }
  const snippet = make("span", "snippet");
  for (const [text, marked] of row.snippet) snippet.append(marked ? make("mark", "", text) : text);
  node.append(snippet);
  node.onmousedown = (event) => event.preventDefault(); // the cursor stays in the box
  return node;
}

function paint(box) {
  const typed = box.input.value.trim();
  box.clear.hidden = !typed;
  box.key.hidden = !!typed;
  box.under.hidden = !typed;
  if (typed) document.body.dataset.cbSearching = "";
  else delete document.body.dataset.cbSearching;
  const rows = typed ? composeRows(box) : [];
  const best = rows.reduce((a, b) => (!a || b.order < a.order ? b : a), null);
  if (!box.moved || !rows.some((row) => row.id === box.active)) {
    box.active = best?.id ?? null;
    box.moved = false;
  }
  const nodes = [];
  box.order = [];
  for (const group of GROUPS) {
    const mine = rows.filter((row) => row.group === group).sort((a, b) => a.order - b.order).slice(0, group === "Remedies" ? MOST_REMEDIES : PER_GROUP);
    if (!mine.length) continue;
    const section = make("div", "group");
    section.setAttribute("role", "group");
    section.setAttribute("aria-label", group);
    const heading = make("h2", "", group);
    heading.setAttribute("aria-hidden", "true");
    section.append(heading);
    for (const row of mine) {
      section.append(paintRow(box, row, box.order.length));
      box.order.push(row.id);
    }
    nodes.push(section);
  }
  box.list.replaceChildren(...nodes);
  box.list.hidden = !nodes.length;
  box.keys.hidden = !nodes.length;
  box.input.setAttribute("aria-expanded", String(nodes.length > 0));
  pointAtActive(box);
  paintCorrection(box, typed);
  paintNothing(box, typed, rows);
}

function pointAtActive(box) {
  const at = box.order.indexOf(box.active);
  if (at < 0) box.input.removeAttribute("aria-activedescendant");
  else box.input.setAttribute("aria-activedescendant", `cb-row-${at}`);
}

function paintCorrection(box, typed) {
  const { query, corrections = [], literal } = box.answers;
  const current = typed && plain(query ?? "") === plain(typed);
  box.said.hidden = !current || (!corrections.length && !literal);
  if (box.said.hidden) return;
  if (literal) {
    const again = make("button", "", "let Carebook mend the spelling");
    again.type = "button";
    again.onclick = () => ask(box, false);
    box.said.replaceChildren("Searching exactly ", make("b", "", typed), "; ", again, ".");
    return;
  }
  const parts = ["Showing "];
  corrections.forEach(([, meant], place) => parts.push(place ? ", " : "", make("b", "", meant)));
  const instead = make("button", "", typed);
  instead.type = "button";
  instead.onclick = () => ask(box, true);
  const key = make("kbd", "", "Ctrl Enter");
  box.said.replaceChildren(...parts, "; search ", instead, " instead ", key);
}

function paintNothing(box, typed, rows) {
  const answered = plain(box.answers.query ?? "") === plain(typed) && box.answers.settled;
  const nothing = typed.length > 1 && answered && !rows.length;
  box.none.hidden = !nothing;
  box.status.textContent = !typed || !answered ? "" : rows.length ? `${box.order.length} results` : "Nothing found";
  if (!nothing) return;
  const alike = nearest(box.entries, plain(typed), 4);
  const near = alike.length ? alike : box.entries.filter((entry) => entry.id.startsWith("complaint:"));
  const chips = make("div", "chips");
  for (const entry of near) {
    const chip = make("a", "chip", entry.title);
    chip.href = entry.href;
    chips.append(chip);
  }
  const heading = make("h2", "", "Nothing found for “" + typed + "”");
  const advice = alike.length
    ? "The nearest by name:"
    : "Try fewer words, or the customer's own. Your team lead can say what to do meanwhile; or start from what went wrong:";
  box.none.replaceChildren(heading, make("p", "", advice), ...(near.length ? [chips] : []));
}

// ---- what a person does --------------------------------------------------------------------------

function ask(box, literal) {
  clearTimeout(box.timer);
  const query = box.input.value.trim();
  box.literal = literal;
  box.input.focus();
  box.send({ query, literal });
}

function keepAddress(box) {
  clearTimeout(box.addressTimer);
  box.addressTimer = setTimeout(() => {
    if (!box.input.isConnected || location.pathname !== box.home) return;
    const query = box.input.value.trim();
    const wanted = box.home + (query ? "?q=" + encodeURIComponent(query) : "");
    if (location.pathname + location.search !== wanted) history.replaceState(history.state, "", wanted);
  }, ADDRESS_WAIT);
}

function typed(box) {
  box.moved = false;
  box.literal = false;
  paint(box);
  keepAddress(box);
  clearTimeout(box.timer);
  box.timer = setTimeout(() => box.send({ query: box.input.value.trim(), literal: false }), WAIT);
}

function move(box, by) {
  if (!box.order.length) return;
  const at = box.order.indexOf(box.active);
  box.active = box.order[(at + by + box.order.length) % box.order.length];
  box.moved = true;
  for (const node of box.list.querySelectorAll(".row")) {
    const chosen = node.dataset.id === box.active;
    node.setAttribute("aria-selected", String(chosen));
    if (chosen) node.scrollIntoView({ block: "nearest" });
  }
  pointAtActive(box);
}

function empty(box) {
  box.input.value = "";
  typed(box);
  box.input.focus();
}

function open(box) {
  const row = [...box.list.querySelectorAll(".row")].find((node) => node.dataset.id === box.active);
  row?.click();
}

// The address is written before leaving, so that Back returns to this very search.
function settleAddress(box) {
  clearTimeout(box.addressTimer);
  const query = box.input.value.trim();
  if (location.pathname === box.home) history.replaceState(history.state, "", box.home + (query ? "?q=" + encodeURIComponent(query) : ""));
}

function onKey(box, event) {
  if (event.isComposing) return;
  const { key } = event;
  if (key === "ArrowDown" || key === "ArrowUp") move(box, key === "ArrowDown" ? 1 : -1);
  else if (key === "Enter" && event.ctrlKey) ask(box, !box.answers.literal);
  else if (key === "Enter") open(box);
  else if (key === "Escape" && box.input.value) empty(box);
  else return;
  event.preventDefault();
  event.stopPropagation();
}

function addressQuery() {
  return new URLSearchParams(location.search).get("q") ?? "";
}

function build(root) {
  const find = (selector) => root.querySelector(selector);
  const box = {
    root, input: find("input"), clear: find(".clear"), key: find(".key"), under: find(".under"), said: find(".said"), list: find("#cb-results"),
    none: find(".none"), status: find('[role="status"]'), keys: find(".keys"), entries: [], badges: new Map(), answers: { rows: [] }, order: [],
    active: null, moved: false, home: "/", send: () => {},
  };
  box.input.oninput = () => typed(box);
  box.input.onkeydown = (event) => onKey(box, event);
  box.clear.onclick = () => empty(box);
  box.list.onclick = () => settleAddress(box);
  const takeEntries = () => {
    const index = window.carebookTitles ?? [];
    if (box.index === index) return;
    box.index = index;
    box.entries = prepare(index);
    box.badges = new Map(index.map((entry) => [entry.id, entry.badge]));
    paint(box);
  };
  const summoned = (event) => {
    if (!box.input.isConnected) return;
    event.preventDefault();
    box.input.focus();
    box.input.select();
  };
  const arrived = () => {
    if (location.pathname !== box.home || box.input.value.trim() === addressQuery()) return;
    box.input.value = addressQuery();
    paint(box);
    box.send({ query: box.input.value.trim(), literal: false });
    box.input.focus();
  };
  window.addEventListener("carebook:titles", takeEntries);
  window.addEventListener("carebook:search", summoned);
  window.addEventListener("popstate", arrived);
  box.leave = () => {
    window.removeEventListener("carebook:titles", takeEntries);
    window.removeEventListener("carebook:search", summoned);
    window.removeEventListener("popstate", arrived);
    clearTimeout(box.timer);
    clearTimeout(box.addressTimer);
    delete document.body.dataset.cbSearching;
    boxes.delete(root);
  };
  box.home = location.pathname;
  box.input.value = addressQuery();
  takeEntries();
  box.input.focus({ preventScroll: true });
  return box;
}

export default function searchBox({ parentElement, data, setStateValue }) {
  let box = boxes.get(parentElement);
  const fresh = !box;
  if (fresh) {
    box = build(parentElement);
    boxes.set(parentElement, box);
  }
  box.send = (asked) => setStateValue("asked", asked);
  box.answers = data.answers;
  paint(box);
  if (fresh && box.input.value.trim() !== (data.answers.query ?? "")) box.send({ query: box.input.value.trim(), literal: false });
  return () => setTimeout(() => { if (!parentElement.isConnected) box.leave(); });
}
