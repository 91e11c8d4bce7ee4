// New mails arrive while the page is open: its live regions are taken afresh from the same address. A region
// that has not changed is left alone, so that focus and scroll position stay where they are.
const everyMs = 2000;

async function renew() {
  if (document.hidden) return;
  try {
    const response = await fetch(location.href, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const region of document.querySelectorAll("[data-live]")) {
      const next = fresh.querySelector(`[data-live="${region.dataset.live}"]`);
      if (!next || next.innerHTML === region.innerHTML) continue;
      const focused = region.contains(document.activeElement)
        ? document.activeElement.getAttribute("href")
        : null;
      region.replaceChildren(...next.childNodes);
      if (focused) region.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
    }
  } catch {
    // The stub is restarting; the next round will find it.
  }
}

// Choosing a mail loads the page anew; the list should not jump back to its top.
const list = document.querySelector(".mails");
const chosen = list?.querySelector("[aria-current]");
if (chosen) list.scrollTop = Number(sessionStorage.getItem("list-scroll") ?? 0);
chosen?.scrollIntoView({ block: "nearest" });
addEventListener("pagehide", () => sessionStorage.setItem("list-scroll", String(list?.scrollTop ?? 0)));

setInterval(renew, everyMs);
document.addEventListener("visibilitychange", renew);

document.addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLInputElement;
  if (event.key === "/" && !typing) {
    event.preventDefault();
    document.querySelector("#to")?.focus();
    return;
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const links = [...document.querySelectorAll(".mails li a")];
  const at = links.indexOf(document.activeElement);
  if (!step || (at < 0 && !typing)) return;
  const next = links[at + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});
