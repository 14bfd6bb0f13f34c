"use strict";
(() => {
  const root = document.documentElement;
  const ROLES = { q: "quantity", m: "metric", t: "period", b: "baseline", p: "place", e: "entity" };
  const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
  const collator = new Intl.Collator("vi", { numeric: true });
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const narrow = matchMedia("(max-width: 63.99rem)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const bring = (element, block = "nearest") =>
    element?.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });

  root.classList.add("js");

  /** Put the lines of a table in the order of a column; a third time, in that of the text. */
  function sort(table, lines, column, direction) {
    const head = table.querySelector(`th.${column || "none"}`);
    const next = { ascending: "descending", descending: "none", none: "ascending" };
    const way = head ? direction ?? next[head.getAttribute("aria-sort")] : "none";
    for (const th of all("th[aria-sort]", table)) th.setAttribute("aria-sort", th === head ? way : "none");
    const sign = way === "descending" ? -1 : 1;
    const first = (a, b) => Number(a.dataset.n) - Number(b.dataset.n);
    const keys = new Map(lines.map((line) => {
      const cell = way === "none" ? null : line.querySelector(`td.${column}`);
      return [line, cell?.dataset.key ?? cell?.textContent.trim() ?? ""];
    }));
    lines.sort((a, b) => sign * collator.compare(keys.get(a), keys.get(b)) || first(a, b));
    lines[0]?.parentElement.append(...lines);
  }

  class Sheet {
    constructor(section) {
      this.section = section;
      this.table = section.querySelector(".records");
      this.lines = all(".line", section);
      this.current = null;
      this.marks = new Map();
      for (const mark of all("[data-r]", section)) {
        for (const part of mark.dataset.r.split(" ")) {
          const n = Number(part.slice(1));
          if (!this.marks.has(n)) this.marks.set(n, []);
          this.marks.get(n).push([mark, ROLES[part[0]]]);
        }
      }
      this.showPane("text");
      this.watchText();
      this.watchLegend();
      if (this.table) this.watchTable();
      this.watchFilters();
      for (const button of all(".tabs button", section)) {
        button.addEventListener("click", () => this.showPane(button.dataset.pane));
      }
      section.querySelector(".tabs").hidden = false;
    }

    line(n) {
      return this.lines.find((line) => Number(line.dataset.n) === n);
    }

    numbers(mark) {
      const parts = mark.dataset.r.split(" ");
      const figures = parts.filter((part) => part[0] === "q");
      return (figures.length ? figures : parts).map((part) => Number(part.slice(1)));
    }

    showPane(name) {
      this.section.dataset.pane = name;
      for (const button of all(".tabs button", this.section)) {
        button.setAttribute("aria-pressed", String(button.dataset.pane === name));
      }
    }

    light(numbers) {
      for (const mark of all("[data-on]", this.section)) delete mark.dataset.on;
      for (const row of all(".near", this.section)) row.classList.remove("near");
      const shown = numbers.length ? numbers : this.current === null ? [] : [this.current];
      for (const n of shown) {
        for (const [mark, role] of this.marks.get(n) ?? []) mark.dataset.on = role;
        this.line(n).querySelector(".row").classList.add("near");
      }
    }

    select(n, { text = true, table = true } = {}) {
      if (this.current !== null) this.mark(this.current, false);
      this.current = n;
      if (n !== null) {
        this.mark(n, true);
        if (text) bring(this.marks.get(n)?.find(([, role]) => role === "quantity")?.[0], "center");
        if (table) bring(this.line(n));
      }
      this.light([]);
    }

    mark(n, on) {
      const line = this.line(n);
      line.classList.toggle("current", on);
      line.querySelector(".open").setAttribute("aria-expanded", String(on));
      if (on) line.querySelector(".row").setAttribute("aria-current", "true");
      else line.querySelector(".row").removeAttribute("aria-current");
      if (on) this.rove(line.querySelector(".row"));
    }

    rove(row) {
      for (const other of all(".row, .open", this.table)) other.tabIndex = -1;
      row.tabIndex = row.querySelector(".open").tabIndex = 0;
    }

    watchText() {
      const text = this.section.querySelector(".reading .text");
      const of = (event) => event.target.closest("[data-r]");
      text.addEventListener("pointerover", (event) => this.light(of(event) ? this.numbers(of(event)) : []));
      text.addEventListener("pointerleave", () => this.light([]));
      text.addEventListener("focusin", (event) => of(event) && this.light(this.numbers(of(event))));
      text.addEventListener("focusout", () => this.light([]));
      text.addEventListener("click", (event) => {
        const mark = of(event);
        if (!mark || !getSelection().isCollapsed) return;
        event.preventDefault();
        const numbers = this.numbers(mark);
        const next = numbers[(numbers.indexOf(this.current) + 1) % numbers.length];
        if (this.line(next).hidden) this.clear();
        if (narrow.matches) this.showPane("table");
        this.select(next, { text: false });
      });
    }

    watchLegend() {
      for (const button of all(".legend button", this.section)) {
        button.addEventListener("click", () => {
          const on = button.getAttribute("aria-pressed") !== "true";
          button.setAttribute("aria-pressed", String(on));
          const off = all(".legend [aria-pressed=false]", this.section);
          this.section.dataset.hide = off.map((b) => b.dataset.role).join(" ");
        });
      }
    }

    watchTable() {
      this.rove(this.table.querySelector(".row"));
      const of = (event) => event.target.closest(".line");
      this.table.addEventListener("pointerover", (event) => this.light(of(event) ? [Number(of(event).dataset.n)] : []));
      this.table.addEventListener("pointerleave", () => this.light([]));
      this.table.addEventListener("focusin", (event) => {
        const row = event.target.closest(".row");
        if (!row) return;
        this.rove(row);
        this.light([Number(row.parentElement.dataset.n)]);
      });
      this.table.addEventListener("focusout", () => this.light([]));
      this.table.addEventListener("click", (event) => {
        const row = event.target.closest(".row");
        const column = event.target.closest("[data-column]");
        if (column) sort(this.table, this.lines, column.dataset.column);
        else if (event.target.closest(".show")) {
          event.preventDefault();
          this.showPane("text");
          this.select(this.current, { table: false });
        } else if (row && getSelection().isCollapsed) this.toggle(row);
      });
      this.table.addEventListener("keydown", (event) => this.press(event));
    }

    toggle(row) {
      const n = Number(row.parentElement.dataset.n);
      this.select(this.current === n ? null : n, { text: !narrow.matches });
    }

    press(event) {
      const row = event.target.closest(".row");
      if (!row || event.target !== row) return;
      const rows = this.lines.filter((line) => !line.hidden).map((line) => line.querySelector(".row"));
      const at = rows.indexOf(row);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
      if (to !== undefined) {
        rows[Math.min(Math.max(to, 0), rows.length - 1)].focus();
      } else if (event.key === "Enter" || event.key === " ") this.toggle(row);
      else return;
      event.preventDefault();
    }

    watchFilters() {
      const form = this.form = this.section.querySelector(".filters");
      form.hidden = !this.table;
      this.words = new Map(this.lines.map((line) => {
        const cells = all("td:not(.confidence)", line).map((cell) => cell.textContent);
        const words = cells.join(" ").toLowerCase().normalize("NFC");
        return [line, [words, fold(words)]];
      }));
      form.addEventListener("submit", (event) => event.preventDefault());
      form.addEventListener("input", () => this.filter(form));
      form.querySelector(".reset").addEventListener("click", () => this.clear());
      form.elements.order.addEventListener("change", () => sort(this.table, this.lines, form.elements.order.value, "ascending"));
    }

    clear() {
      this.form.reset();
      this.filter(this.form);
      sort(this.table, this.lines, "", "none");
    }

    filter(form) {
      const asked = Object.fromEntries(new FormData(form));
      const typed = asked.words.trim().toLowerCase().normalize("NFC");
      const plain = fold(typed) === typed; // what is typed without accents finds words with any
      const fits = (line) => {
        const { kind, aspect, confidence, outcome, wrong } = line.dataset;
        const [low, high] = (asked.confidence || "0-1").split("-").map(Number);
        const sure = Number(confidence ?? 1);
        return this.words.get(line)[plain ? 1 : 0].includes(typed)
          && (!asked.kind || kind === asked.kind)
          && (!asked.aspect || aspect === asked.aspect)
          && (!asked.outcome || outcome === asked.outcome)
          && (!asked.wrong || wrong.split(" ").includes(asked.wrong))
          && sure >= low && (sure < high || high === 1);
      };
      const shown = this.lines.filter((line) => !(line.hidden = !fits(line)));
      const numbers = new Set(shown.map((line) => Number(line.dataset.n)));
      for (const [n, parts] of this.marks) {
        for (const [mark] of parts) {
          if (numbers.has(n)) mark.dataset.kept = "";
        }
      }
      for (const mark of all("[data-r]", this.section)) {
        mark.classList.toggle("faded", !("kept" in mark.dataset));
        delete mark.dataset.kept;
      }
      const total = this.lines.length;
      const records = total === 1 ? "record" : "records";
      form.querySelector("output").textContent =
        shown.length === total ? `${total} ${records}` : `${shown.length} of ${total} ${records}`;
      this.section.querySelector(".listing .empty").hidden = shown.length > 0;
      if (this.current !== null && !numbers.has(this.current)) this.select(null);
    }
  }

  const sheets = all(".sheet").map((section) => new Sheet(section));
  const index = document.getElementById("index");
  let open = sheets[0];

  function go() {
    const target = document.getElementById(location.hash.slice(1));
    const section = target?.closest(".sheet");
    const at = sheets.findIndex((sheet) => sheet.section === section);
    open = sheets[at] ?? (index ? null : sheets[0]);
    for (const sheet of sheets) sheet.section.hidden = sheet !== open;
    if (index) {
      index.hidden = open !== null;
      point("previous", at > 0 ? `#a${at}` : null);
      point("next", at < sheets.length - 1 ? `#a${at + 2}` : null);
    }
    if (target?.matches(".line")) open.select(Number(target.dataset.n));
  }

  function point(name, to) {
    const link = document.querySelector(`.pager .${name}`);
    if (to) link.href = to;
    else link.removeAttribute("href");
  }

  addEventListener("hashchange", go);
  go();

  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape" && open && !event.target.matches("select")) {
      if (event.target.matches("input")) open.clear();
      open.select(null);
    } else if (event.key === "/" && !typing && open?.table) {
      event.preventDefault();
      open.showPane("table");
      open.section.querySelector("[name=words]").focus();
    }
  });

  const articles = index?.querySelector(".articles");
  articles?.addEventListener("click", (event) => {
    const column = event.target.closest("[data-column]");
    if (column) sort(articles, all("tbody tr", articles), column.dataset.column);
  });

  const theme = document.querySelector(".theme");
  const THEMES = ["system", "light", "dark"];
  theme.hidden = false;
  theme.addEventListener("click", () => {
    const next = THEMES[(THEMES.indexOf(root.dataset.theme ?? "system") + 1) % THEMES.length];
    if (next === "system") delete root.dataset.theme;
    else root.dataset.theme = next;
    theme.textContent = { system: "◐", light: "☀", dark: "☾" }[next];
    theme.setAttribute("aria-label", `Colours: ${next === "system" ? "as the system" : next}`);
  });
})();
