"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  // --- time: the recording where there is one, else the slider alone ---
  const audio = one("audio");
  const slider = one("#position");
  const chart = one("svg.timeline");
  const length = Number(document.body.dataset.seconds);
  const words = all("[data-s]").map((element) => ({ element, at: Number(element.dataset.s) })).sort((a, b) => a.at - b.at);
  let word = null;

  const clock = (at) => {
    const two = (number) => String(number).padStart(2, "0");
    const seconds = Math.floor(at), hours = Math.floor(seconds / 3600);
    return (hours ? `${hours}:` : "") + `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  };

  // The last word that has begun at a time.
  const wordAt = (at) => {
    let low = 0, high = words.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (words[middle].at <= at + 0.005) low = middle + 1; else high = middle;
    }
    return low ? words[low - 1].element : null;
  };

  const playhead = (() => {
    const [x, y, width, height] = chart.getAttribute("viewBox").split(" ").map(Number);
    const line = document.createElementNS(chart.namespaceURI, "line");
    line.setAttribute("class", "playhead");
    line.setAttribute("y1", y);
    line.setAttribute("y2", y + height);
    chart.append(line);
    const from = Number(chart.dataset.from), to = Number(chart.dataset.to);
    return {
      move(at) {
        const place = x + width * (from + (to - from) * (length ? at / length : 0));
        line.setAttribute("x1", place);
        line.setAttribute("x2", place);
      },
      timeAt(share) { return Math.min(length, Math.max(0, length * (share - from) / (to - from))); },
    };
  })();

  const mark = (element) => {
    if (element === word) return;
    const before = word && word.closest(".turn"), turn = element && element.closest(".turn");
    if (word) word.classList.remove("now");
    if (element) element.classList.add("now");
    word = element;
    if (before === turn) return;
    if (before) { before.classList.remove("now"); before.removeAttribute("aria-current"); }
    if (!turn) return;
    turn.classList.add("now");
    turn.setAttribute("aria-current", "true");
    if (one("#follow").checked) turn.scrollIntoView({ block: "nearest" });
  };

  const show = (at) => {
    slider.value = at;
    slider.setAttribute("aria-valuetext", clock(at));
    one("#now").textContent = clock(at);
    playhead.move(at);
    mark(wordAt(at));
  };

  const seek = (at) => {
    if (audio) audio.currentTime = at;
    show(at);
  };

  if (audio) {
    audio.addEventListener("timeupdate", () => show(audio.currentTime));
    audio.addEventListener("seeked", () => show(audio.currentTime));
  }
  slider.addEventListener("input", () => seek(Number(slider.value)));
  document.addEventListener("click", (event) => {
    const moment = event.target.closest("[data-at]");
    if (moment) { seek(Number(moment.dataset.at)); return; }
    if (event.target.closest("svg.timeline")) {
      const box = chart.getBoundingClientRect();
      seek(playhead.timeAt((event.clientX - box.left) / box.width));
    }
  });
  playhead.move(0);

  // --- marks: kept in this window only, until they are saved to a file ---
  const dialog = one("#missing");
  const save = one("#save");
  let asked = null;
  let unsaved = false;

  const families = (place, selector) => [...new Set(all(selector, place).map((element) => element.dataset.family))];

  const marked = () => all(".marks").map((place) => ({
    utterance: Number(place.dataset.utterance),
    at: Number(place.dataset.start),
    text: place.dataset.text,
    found: [...new Set(place.dataset.found.split(" ").filter(Boolean))],
    right: families(place, "input[value=right]:checked"),
    wrong: families(place, "input[value=wrong]:checked"),
    missing: families(place, ".added [data-family]"),
  })).filter((each) => each.right.length || each.wrong.length || each.missing.length);

  const changed = () => {
    const count = all(".marks input[data-family]:checked").length + all(".added [data-family]").length;
    one("#count").textContent = count;
    save.disabled = !count;
    unsaved = count > 0;
  };

  document.addEventListener("change", (event) => { if (event.target.closest(".marks")) changed(); });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.classList.contains("missing")) {
      asked = button.closest(".marks");
      one(".quote", dialog).textContent = asked.dataset.text;
      dialog.showModal();
    } else if (button.closest(".added")) {
      button.closest("li").remove();
      changed();
    } else if (button.closest("dialog")) {
      if (button.value === "add") add(one("select", dialog));
      dialog.close();
    }
  });

  const add = (select) => {
    if (families(asked, ".added [data-family]").includes(select.value)) return;
    const item = document.createElement("li"), button = document.createElement("button");
    button.type = "button";
    button.dataset.family = select.value;
    button.textContent = `${select.selectedOptions[0].textContent.trim()} ×`;
    item.append(button);
    one(".added", asked).append(item);
    changed();
  };

  save.addEventListener("click", () => {
    const { call, lang } = document.body.dataset;
    const text = JSON.stringify({ format: "calmdesk-marks", version: 1, call, lang, marks: marked() }, null, 1);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text + "\n"], { type: "application/json" }));
    link.download = `${call.replace(/[^\p{L}\p{N}._-]+/gu, "_") || "call"}.marks.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    unsaved = false;
  });

  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
})();
