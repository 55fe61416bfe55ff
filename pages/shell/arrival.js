// A button of ours opened another article in this session: begin at its heading, or go where it says.
const known = (window.carebookArrivals ??= { count: null });

export default function arrival({ data }) {
  const first = known.count === null;
  const fresh = !first && data.count > known.count;
  known.count = data.count;
  if (!fresh) return;
  if (data.address) {
    history.pushState({}, "", new URL(data.address, location.href));
    window.dispatchEvent(new PopStateEvent("popstate"));
    return;
  }
  document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
  const heading = document.querySelector(".cb-article h1");
  if (heading) {
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  }
}
