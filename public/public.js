// The only script on join, sign-in and reset pages; everything works without it. The attributes are written by
// app/components/ui/password-field.tsx and time.tsx.
(() => {
  const all = (selector) => document.querySelectorAll(selector);
  const by = (id) => document.getElementById(id);

  for (const toggle of all("[data-password-toggle]")) {
    const input = by(toggle.dataset.passwordToggle);
    toggle.hidden = false;
    toggle.addEventListener("click", () => {
      const show = input.type === "password";
      input.type = show ? "text" : "password";
      toggle.textContent = show ? toggle.dataset.hide : toggle.dataset.show;
      toggle.setAttribute("aria-label", show ? toggle.dataset.hideLabel : toggle.dataset.showLabel);
    });
    // Sent as text, a browser would offer it as a suggestion next time.
    input.form?.addEventListener("submit", () => {
      input.type = "password";
    });
  }

  for (const hint of all("[data-password-length]")) {
    const input = by(hint.dataset.passwordLength);
    const minimum = Number(hint.dataset.minimum);
    const before = hint.textContent;
    const tell = () => {
      const count = [...input.value].length;
      hint.textContent = !count
        ? before
        : count >= minimum
          ? hint.dataset.enough
          : hint.dataset.counting.replace("{count}", count).replace("{minimum}", minimum);
    };
    input.addEventListener("input", tell);
    tell();
  }

  const language = document.documentElement.lang;
  let locale = language === "en" ? "en-GB" : language;
  try {
    // Some systems name a language that Intl refuses ("en-US@posix").
    const [own] = Intl.DateTimeFormat.supportedLocalesOf(navigator.language);
    if (own && own.startsWith(language)) locale = own;
  } catch {}
  const exact = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  });
  for (const time of all("time[data-time]")) {
    const there = time.title;
    const here = exact.format(new Date(time.dateTime));
    if (here === there) continue;
    time.title = `${here} · ${there}`;
    if (time.dataset.time === "exact") time.textContent = here;
  }

  // Waits for word of a payment, a minute at most.
  for (const waiting of all("[data-waits]")) {
    let looks = 0;
    const look = async () => {
      try {
        const answer = await fetch(waiting.dataset.waits);
        if (answer.ok && (await answer.json()).state !== "waiting") return location.reload();
      } catch {}
      looks += 1;
      if (looks < 40) setTimeout(look, 1500);
      else location.replace(waiting.dataset.late);
    };
    setTimeout(look, 1000);
  }

  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-disabled", "true");
  });
  // Back from the browser's memory: the form may be sent again.
  addEventListener("pageshow", () => {
    for (const form of all("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    }
  });
})();
