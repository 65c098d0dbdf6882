// SPDX-License-Identifier: EUPL-1.2
// Comfort on top of forms that work without it: drafts are saved while typing, characters are
// counted, nobody leaves with unsaved words. Text is only ever set as text, never as HTML.
"use strict";

const byId = (id) => document.getElementById(id);
const element = (tag, text, className) => {
  const made = document.createElement(tag);
  if (text) made.textContent = text;
  if (className) made.className = className;
  return made;
};

// The server counts code points of text with single line feeds; so does this.
const length = (text) => [...text.replace(/\r\n?/g, "\n")].length;

function countCharacters(field) {
  const shown = byId(field.dataset.count);
  const max = Number(field.dataset.max);
  const spoken = element("div", "", "app-only-read");
  spoken.setAttribute("role", "status");
  shown.after(spoken);
  let pause;
  const show = (event) => {
    const used = length(field.value);
    const text = used > max ? `${used - max} tekens te veel (maximaal ${max})` : `Nog ${max - used} van ${max} tekens`;
    shown.textContent = text;
    shown.classList.toggle("app-count--over", used > max);
    clearTimeout(pause);
    if (event) pause = setTimeout(() => { spoken.textContent = used > max * 0.9 ? text : ""; }, 1000);
  };
  field.addEventListener("input", show);
  show();
}

// What the other person wrote, beside what stands here. Closing changes nothing in the form.
function showConflict(form, { message, author, at, theirs }) {
  const dialog = element("dialog", "", "app-dialog app-stack");
  const heading = element("h2", "Iemand anders heeft deze tekst ook gewijzigd", "utrecht-heading-2");
  heading.id = "botsing";
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.append(heading, element("p", message || `${author} bewaarde om ${at} een andere versie. Uw tekst staat nog in het formulier.`));
  for (const [name, text] of Object.entries(theirs || {})) {
    const field = form.elements.namedItem(name);
    const label = field && field.labels && field.labels[0];
    dialog.append(element("h3", `Tekst van ${author} bij: ${label ? label.firstChild.textContent.trim() : name}`, "utrecht-heading-3"), element("p", text, "app-dialog__text"));
  }
  dialog.append(element("p", "Neem over wat u nodig heeft. Kies daarna in het formulier Concept bewaren; u ziet dan beide versies en kiest wat blijft."));
  const close = element("button", "Terug naar mijn tekst", "utrecht-button utrecht-button--primary-action");
  close.type = "button";
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(close);
  document.body.append(dialog);
  dialog.showModal();
}

function keepDraft(form) {
  const status = byId(form.dataset.draftStatus);
  let dirty = false, saving = null, stopped = false, leaving = false, timer, wait = 1500;

  const say = (text, trouble) => {
    if (!status) return;
    status.textContent = text;
    status.classList.toggle("app-saved--trouble", Boolean(trouble));
  };
  const later = (ms) => { clearTimeout(timer); timer = setTimeout(save, ms); };
  const retry = () => {
    dirty = true;
    wait = Math.min(wait * 2, 60000);
    say("Bewaren lukt niet; uw tekst staat nog hier. We proberen het opnieuw.", true);
    later(wait);
  };

  function save() {
    if (saving || stopped || leaving || !dirty) return;
    dirty = false;
    saving = send().finally(() => { saving = null; });
  }

  async function send() {
    try {
      const response = await fetch(form.dataset.draft, {
        method: "PUT", body: new URLSearchParams(new FormData(form)),
        headers: { Accept: "application/json" }, redirect: "error",
      });
      if (response.ok) {
        wait = 1500;
        const saved = await response.json().catch(() => ({}));
        const base = form.elements.namedItem("versie");
        if (base && saved.versie) base.value = saved.versie;
        const time = new Intl.DateTimeFormat("nl-NL", { hour: "2-digit", minute: "2-digit" }).format(new Date()).replace(":", ".");
        if (dirty) later(wait);
        else say(`Concept bewaard om ${time} uur`);
      } else if (response.status === 409) {
        dirty = stopped = true;
        say("Niet bewaard: iemand anders heeft deze tekst ook gewijzigd. Uw tekst staat nog hier.", true);
        showConflict(form, await response.json().catch(() => ({ author: "een ander", theirs: {} })));
      } else if (response.status === 401) {
        dirty = true;
        say("Niet bewaard: u bent niet meer ingelogd. Uw tekst staat nog hier. ", true);
        const link = element("a", "Log in op een nieuw tabblad", "utrecht-link utrecht-link--html-a");
        link.href = "/inloggen";
        link.target = "_blank";
        link.rel = "noopener";
        if (status) status.append(link, " en typ daarna verder.");
      } else retry();
    } catch { retry(); }
  }

  form.addEventListener("input", () => {
    dirty = true;
    if (stopped) return;
    if (!saving) say("Nog niet bewaard");
    later(Math.max(wait, 1500));
  });
  // A draft under way is awaited, so that the form goes out with the version it made.
  form.addEventListener("submit", async (event) => {
    clearTimeout(timer);
    if (saving) {
      event.preventDefault();
      leaving = true;
      await saving;
      form.requestSubmit(event.submitter);
    }
    leaving = true;
  });
  addEventListener("beforeunload", (event) => { if (!leaving && (dirty || saving)) event.preventDefault(); });
  addEventListener("pageshow", () => { leaving = false; });
  addEventListener("online", save);
  addEventListener("focus", save);
  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey)) return;
    const act = { s: "bewaren", enter: "controle" }[event.key.toLowerCase()];
    const button = act && form.querySelector(`button[name=doe][value=${act}]`);
    if (!button) return;
    event.preventDefault();
    form.requestSubmit(button);
  });
  const buttons = form.querySelector("button[name=doe][value=controle]")?.parentElement;
  buttons?.after(element("p", "Sneller met toetsen: Ctrl+Enter gaat vanuit elk veld verder naar controle, Ctrl+S bewaart het concept.", "app-meta"));
}

// A second press while the first is under way does nothing; the button stays in reach.
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  const form = event.target;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "ja";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-disabled", "true");
});
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("button[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

document.querySelectorAll("textarea[data-count][data-max]").forEach(countCharacters);
document.querySelectorAll("form[data-draft]").forEach(keepDraft);
document.querySelector(".error-summary")?.focus();
