// Turns clicks on Carebook's own links into one history entry and a `popstate`, which Streamlit
// answers by running the page that the address names, in the same session.
const KEPT = "carebook.address";
const state = { stopSeeking: null, spy: null };

function sameOrigin(link) {
  return link.origin === location.origin && !link.pathname.startsWith("/_stcore") && !link.pathname.startsWith("/media") && link.pathname !== "/attachment";
}

function go(href) {
  const target = new URL(href, location.href);
  if (target.href === location.href && !target.hash) {
    window.dispatchEvent(new PopStateEvent("popstate"));
    return;
  }
  const samePlace = target.pathname === location.pathname && target.search === location.search;
  history.pushState({}, "", target.href);
  if (samePlace && target.hash) {
    seek(target.hash);
    return;
  }
  window.dispatchEvent(new PopStateEvent("popstate"));
  if (target.hash) seek(target.hash);
  else scroller()?.scrollTo({ top: 0 });
}

function scroller() {
  return document.querySelector('[data-testid="stMain"]');
}

function findHeading(hash) {
  let name = hash.slice(1);
  try { name = decodeURIComponent(name); } catch { /* an address may hold a lone % */ }
  return document.getElementById(name);
}

// The heading arrives with the article, a moment after the address changes, and what stands above it
// may still move: so it is kept in view for a second, unless the reader moves first.
function seek(hash) {
  state.stopSeeking?.();
  const began = performance.now();
  let found = 0;
  let timer = 0;
  const stop = () => {
    clearTimeout(timer);
    for (const moved of ["wheel", "touchmove", "keydown", "mousedown"]) window.removeEventListener(moved, stop, true);
  };
  const look = () => {
    const now = performance.now();
    if (location.hash !== hash || now - began > 8000 || (found && now - found > 1000)) return stop();
    const heading = findHeading(hash);
    if (heading) {
      arriveAt(heading, !found);
      found = found || now;
    }
    timer = setTimeout(look, 80);
  };
  for (const moved of ["wheel", "touchmove", "keydown", "mousedown"]) window.addEventListener(moved, stop, true);
  state.stopSeeking = stop;
  look();
}

function arriveAt(heading, first) {
  heading.scrollIntoView({ block: "start" });
  if (!first && heading.classList.contains("cb-found")) return;
  for (const node of document.querySelectorAll(".cb-found")) node.classList.remove("cb-found");
  heading.classList.add("cb-found");
  if (!heading.hasAttribute("tabindex")) heading.setAttribute("tabindex", "-1");
  heading.focus({ preventScroll: true });
}

function onClick(event) {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement && node.hasAttribute("href"));
  if (!link || link.hasAttribute("download") || !sameOrigin(link)) return;
  if (link.getAttribute("href").startsWith("#")) return; // within this screen the browser finds its own way
  event.preventDefault();
  event.stopPropagation();
  go(link.href);
}

function typing(event) {
  const node = event.composedPath()[0];
  return node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));
}

// Ctrl+K anywhere, and / where nobody is typing, lead to the search box.
function onKey(event) {
  const chord = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k";
  const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !typing(event);
  if (!chord && !slash) return;
  event.preventDefault();
  event.stopPropagation();
  const asked = new CustomEvent("carebook:search", { cancelable: true });
  if (window.dispatchEvent(asked)) go("/");
}

function onPopState() {
  if (location.hash) seek(location.hash);
}

// Marks, in the contents at the side, the heading that is being read.
function followScroll() {
  const entries = [...document.querySelectorAll(".cb-contents a[href*='#']")];
  if (!entries.length) return;
  const top = 140;
  let current = null;
  for (const entry of entries) {
    const heading = findHeading(entry.hash);
    if (heading && heading.getBoundingClientRect().top <= top) current = entry;
  }
  current = current ?? entries[0];
  for (const entry of entries) {
    if (entry === current) entry.setAttribute("aria-current", "location");
    else entry.removeAttribute("aria-current");
  }
}

function install() {
  if (window.carebookRouter) return;
  window.carebookRouter = true;
  document.addEventListener("click", onClick, true);
  document.addEventListener("keydown", onKey, true);
  window.addEventListener("popstate", onPopState);
  document.addEventListener("scroll", () => { state.spy ??= requestAnimationFrame(() => { state.spy = null; followScroll(); }); }, true);
  if (location.hash) seek(location.hash);
}

export default function router({ data }) {
  install();
  const here = location.pathname + location.search + location.hash;
  try {
    if (!data.restore) {
      if (here !== "/") sessionStorage.setItem(KEPT, here);
    } else {
      const kept = sessionStorage.getItem(KEPT);
      sessionStorage.removeItem(KEPT);
      if (kept && kept !== here && here === "/") go(kept);
    }
  } catch { /* storage may be forbidden; then the address is simply not kept */ }
  setTimeout(followScroll, 300);
}
