/* Language, theme, and the first look. */

const THEMES = ["auto", "light", "dark"];

function setLanguage(next) {
  language = next;
  document.documentElement.lang = TAGS[next];
  document.title = `${word("app.title")} – ${word("app.report")}`;
  const control = document.getElementById("language");
  control.textContent = word("app.language");
  control.lang = TAGS[next === "en" ? "zh" : "en"];
  showFilters();
  speak();
  showList();
  if (current) showView(current);
}

function setTheme(next) {
  document.documentElement.dataset.theme = next;
  const label = document.querySelector("#theme [data-t]");
  label.dataset.t = `app.theme_${next}`;
  label.textContent = word(label.dataset.t);
}

function nextTheme() {
  const now = THEMES.indexOf(document.documentElement.dataset.theme);
  setTheme(THEMES[(now + 1) % THEMES.length]);
}

/* Open what the address names behind its #. */
function follow() {
  const wanted = location.hash.startsWith(HASH) ? location.hash.slice(HASH.length) : null;
  const found = documents.find((d) => isWhole(d) && encodeURIComponent(d.id) === wanted);
  if (found) openView(found.id);
  else if (current) document.getElementById("view").close();
}

document.getElementById("filters").addEventListener("submit", (event) => event.preventDefault());
document.getElementById("language").addEventListener("click", () => setLanguage(language === "en" ? "zh" : "en"));
document.getElementById("theme").addEventListener("click", nextTheme);
for (const id of ["language", "theme"]) document.getElementById(id).hidden = false;
setLanguage((navigator.language || "en").toLowerCase().startsWith("zh") ? "zh" : "en");
showRemarks();
addEventListener("hashchange", follow);
follow();
