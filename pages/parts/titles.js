// Keeps the index of titles where the search box finds it, so that it crosses the wire once, not at every key.
export default function titles({ data }) {
  window.carebookTitles = data.entries;
  window.dispatchEvent(new CustomEvent("carebook:titles"));
}
