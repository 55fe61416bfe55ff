// Two buttons: the receipt into the clipboard, or into a file. Says which happened, also to who listens.
const fresh = (window.carebookReceipts ??= new Set());

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch { /* no permission, or no secure context: the old way */ }
  const area = document.createElement("textarea");
  area.value = text;
  area.style.cssText = "position:fixed;opacity:0";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

function save(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

export default function copying({ data, parentElement }) {
  const [copier, saver, said] = ["copy", "save", "said"].map((name) => parentElement.querySelector(`[data-part="${name}"]`));
  copier.setAttribute("aria-label", `Copy receipt ${data.number}`);
  saver.setAttribute("aria-label", `Download receipt ${data.number}`);
  copier.onclick = async () => {
    const done = await copy(data.text);
    said.textContent = done ? "Copied" : "The browser did not let it be copied; download it instead.";
    setTimeout(() => { said.textContent = ""; }, 4000);
  };
  saver.onclick = () => save(data.text, `receipt-${data.number}.txt`);
  if (data.fresh && !fresh.has(data.number)) {
    fresh.add(data.number);
    setTimeout(() => copier.focus(), 50);
  }
}
