// Suggestions while somebody types into a search box (an ARIA combobox with a listbox), and the count of which result was opened.
// Without this script, or where the browser is asked to save data, every search is a plain form.
"use strict";

(() => {
  const texts = document.currentScript.dataset;
  const connection = navigator.connection;
  if ((connection && connection.saveData) || !window.AbortController) return;

  const PAUSE = 150; // milliseconds without a key before anything is asked
  const UNSPACED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]/; // here a character or two say enough

  const element = (name, attributes, text) => {
    const made = document.createElement(name);
    for (const key of Object.keys(attributes)) if (attributes[key]) made.setAttribute(key, attributes[key]);
    if (text) made.textContent = text;
    return made;
  };

  class Combobox {
    constructor(input, id) {
      this.input = input;
      this.list = element("div", { id, role: "listbox", class: "suggestions", hidden: "hidden", "aria-label": texts.label });
      this.status = element("p", { role: "status", class: "visually-hidden" });
      input.parentNode.append(this.list, this.status);
      const role = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-controls": id };
      for (const key of Object.keys(role)) input.setAttribute(key, role[key]);
      this.close();
      input.addEventListener("input", () => this.typed());
      input.addEventListener("keydown", (event) => this.pressed(event));
      input.addEventListener("blur", () => this.close());
      input.form.addEventListener("submit", () => this.close());
      this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the focus stays in the box
      this.list.addEventListener("click", () => this.close());
    }

    typed() {
      this.forget();
      const begun = this.input.value.trim();
      const enough = begun.length > 2 || UNSPACED.test(begun);
      if (enough && navigator.onLine !== false) this.timer = setTimeout(() => this.ask(begun), PAUSE);
      else this.close();
    }

    forget() {
      clearTimeout(this.timer);
      if (this.request) this.request.abort();
    }

    async ask(begun) {
      this.request = new AbortController();
      try {
        const address = `${texts.source}?q=${encodeURIComponent(begun)}`;
        const response = await fetch(address, { credentials: "omit", signal: this.request.signal });
        if (!response.ok) throw new Error(response.status);
        this.show((await response.json()).suggestions);
      } catch (error) {
        if (error.name !== "AbortError") this.close();
      }
    }

    show(suggestions) {
      if (!suggestions.length || document.activeElement !== this.input) {
        this.close();
        return;
      }
      this.list.replaceChildren(...suggestions.map((suggestion, place) => this.option(suggestion, place)));
      this.list.hidden = false;
      this.input.setAttribute("aria-expanded", "true");
      this.status.textContent = texts.count.replace("#", suggestions.length);
      this.choose(null);
    }

    option({ kind, label, address, language, direction }, place) {
      const id = `${this.list.id}-${place}`;
      const option = element("a", { id, role: "option", href: address, tabindex: "-1", "aria-selected": "false" });
      option.append(element("span", { lang: language, dir: direction }, label), " ", element("small", {}, kind));
      return option;
    }

    close() {
      this.forget();
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.status.textContent = "";
      this.choose(null);
    }

    choose(option) {
      if (this.chosen) this.chosen.setAttribute("aria-selected", "false");
      this.chosen = option;
      if (option) {
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        this.input.setAttribute("aria-activedescendant", option.id);
      } else {
        this.input.removeAttribute("aria-activedescendant");
      }
    }

    // Past the last suggestion comes the box itself, then the first one again.
    step(by) {
      const stops = [null, ...this.list.children];
      this.choose(stops[(stops.indexOf(this.chosen) + by + stops.length) % stops.length]);
    }

    pressed(event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const isOpen = !this.list.hidden;
      if (event.key === "ArrowDown" && !isOpen) this.typed();
      else if (event.key === "ArrowDown") this.step(1);
      else if (event.key === "ArrowUp" && isOpen) this.step(-1);
      else if (event.key === "Escape" && isOpen) this.close();
      else if (event.key === "Enter" && this.chosen) this.chosen.click();
      else return;
      event.preventDefault();
    }
  }

  document.querySelectorAll('[role="search"] input[type="search"]').forEach((input, number) => {
    new Combobox(input, `suggestions-${number}`);
  });

  // Results are listed in an element with data-searched (the words) and data-first (the place of the first one).
  const opened = (event) => {
    const link = event.button < 2 && event.target.closest("[data-searched] a");
    if (!link || !navigator.sendBeacon) return;
    const results = link.closest("[data-searched]");
    const place = Array.from(results.querySelectorAll(".card")).findIndex((result) => result.contains(link));
    const values = { q: results.dataset.searched, position: Number(results.dataset.first) + place };
    navigator.sendBeacon(texts.clicked, new URLSearchParams(values));
  };
  document.addEventListener("click", opened);
  document.addEventListener("auxclick", opened);
})();
