// Search in the list of pages: words anywhere in the title or in what is told of a page. What is
// found is shown as text, and leads to pages of this site alone.
"use strict";
(function () {
  var form = document.querySelector(".search");
  var input = document.getElementById("search");
  var found = document.getElementById("found");
  var root = document.documentElement.getAttribute("data-root") || "";
  if (typeof SEARCH_INDEX === "undefined" || !form) { return; }
  form.hidden = false;

  var pages = SEARCH_INDEX.map(function (row) {
    return { title: row[0], kind: row[1], file: row[2], about: row[3],
             head: row[0].toLowerCase(), text: (row[0] + " " + row[1] + " " + row[3]).toLowerCase() };
  });

  function rank(page, words, whole) {
    if (!words.every(function (word) { return page.text.indexOf(word) >= 0; })) { return 0; }
    if (page.head.indexOf(whole) === 0) { return 5; }
    if ((" " + page.head.replace(/[^a-z0-9.]+/g, " ") + " ").indexOf(" " + whole + " ") >= 0) { return 4; }
    if (page.head.indexOf(whole) >= 0) { return 3; }
    return words.every(function (word) { return page.head.indexOf(word) >= 0; }) ? 2 : 1;
  }

  function search() {
    var whole = input.value.trim().toLowerCase();
    var words = whole.split(/\s+/).filter(Boolean);
    found.textContent = "";
    found.hidden = !words.length;
    if (!words.length) { return; }
    var hits = pages
      .map(function (page, number) { return { page: page, rank: rank(page, words, whole), number: number }; })
      .filter(function (hit) { return hit.rank > 0; })
      .sort(function (a, b) { return b.rank - a.rank || a.number - b.number; });
    hits.slice(0, 30).forEach(function (hit) {
      var entry = document.createElement("li");
      var link = document.createElement("a");
      var kind = document.createElement("small");
      link.href = root + hit.page.file;
      link.textContent = hit.page.title;
      kind.textContent = hit.page.kind;
      link.appendChild(kind);
      entry.appendChild(link);
      found.appendChild(entry);
    });
    if (!hits.length || hits.length > 30) {
      var rest = document.createElement("li");
      rest.textContent = hits.length ? "and " + (hits.length - 30) + " more" : "Nothing is found.";
      found.appendChild(rest);
    }
  }

  input.addEventListener("input", search);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = found.querySelector("a");
    if (first) { location.href = first.href; }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { found.hidden = true; }
    if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      input.focus();
    }
  });
  document.addEventListener("click", function (event) {
    if (!form.contains(event.target)) { found.hidden = true; }
  });
  // What is folded is printed too.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (each) { each.open = true; });
  });
})();
