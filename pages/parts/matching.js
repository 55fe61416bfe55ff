// Matching titles and customers' words in the browser: exact title, then prefix, then all words.
// It is put in front of the search box's own script, since a component's script is one module.
const plain = (text) => text.normalize("NFD").replace(/[\u0300-\u036f’']/g, "").toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();

function prepare(entries) {
  return entries.map((entry) => ({
    ...entry,
    plain: plain(entry.title),
    words: (entry.words ?? []).map((words) => ({ words, plain: plain(words) })),
  }));
}

const everyWordStartsIn = (query, text) => query.split(" ").every((word) => text.startsWith(word) || text.includes(" " + word));

// Exact title, then prefix, then all words; a customer's word counts just under a title.
function rank(entry, query) {
  if (entry.plain === query) return { rank: 0 };
  if (entry.plain.startsWith(query)) return { rank: 1 };
  if (everyWordStartsIn(query, entry.plain)) return { rank: 3 };
  let best = null;
  for (const said of entry.words) {
    const found = said.plain === query ? 0.5 : said.plain.startsWith(query) ? 2 : everyWordStartsIn(query, said.plain) ? 4 : null;
    if (found !== null && (!best || found < best.rank)) best = { rank: found, said: said.words };
  }
  if (best) return best;
  const all = [entry.plain, ...entry.words.map((said) => said.plain)].join(" ");
  return query.includes(" ") && everyWordStartsIn(query, all) ? { rank: 5 } : null;
}

function matches(entries, query) {
  if (query.length < 2) return [];
  const found = [];
  for (const entry of entries) {
    const how = rank(entry, query);
    if (how) found.push({ entry, ...how });
  }
  return found.sort((a, b) => a.rank - b.rank || a.entry.title.length - b.entry.title.length);
}

function pairs(text) {
  const found = new Set();
  for (let at = 0; at < text.length - 1; at += 1) found.add(text.slice(at, at + 2));
  return found;
}

// For "nothing found": the titles and words that look most like what was typed.
function nearest(entries, query, count) {
  const mine = pairs(query);
  const scored = [];
  for (const entry of entries) {
    let best = 0;
    for (const text of [entry.plain, ...entry.words.map((said) => said.plain)]) {
      for (const word of [text, ...text.split(" ")]) {
        const theirs = pairs(word);
        let shared = 0;
        for (const pair of mine) if (theirs.has(pair)) shared += 1;
        best = Math.max(best, (2 * shared) / (mine.size + theirs.size || 1));
      }
    }
    if (best > 0.25) scored.push({ entry, best });
  }
  return scored.sort((a, b) => b.best - a.best).slice(0, count).map(({ entry }) => entry);
}

function snippetOfSaid(said, query) {
  const at = said.toLowerCase().indexOf(query);
  const body = at < 0 ? [[said, 0]] : [[said.slice(0, at), 0], [said.slice(at, at + query.length), 1], [said.slice(at + query.length), 0]];
  return [["Customers say “", 0], ...body, ["”", 0]];
}
