/**
 * Shows a studio's events on another website: a list, a calendar, one event, or a button.
 *
 *   <script src="https://studio.example/embed.js" data-view="list" async></script>
 *   <script src="https://studio.example/embed.js" data-event="12" async></script>
 *   <script src="https://studio.example/embed.js" data-event="12" data-view="button" async></script>
 *   <script src="https://studio.example/embed.js" data-view="calendar" data-facilitator="3" async></script>
 *   <script src="https://studio.example/embed.js" data-view="list" data-colour="#7a3b69" async></script>
 *
 * It stores nothing and sends no cookie. Its font, colours and language are those of the page around it;
 * `data-colour`, or `--samaya-accent`, is the colour of its buttons. Booking opens the studio's own page.
 */
(() => {
  const WORDS = {
    en: {
      book: "Book",
      locale: "en-GB",
      zone: "{city} time",
      free: "Free",
      full: "Full",
      more: "See all dates",
      none: "Nothing planned at the moment.",
      failed: "The events can't be shown right now.",
      earlier: "Earlier month",
      later: "Later month",
    },
    hi: {
      book: "बुक करें",
      locale: "hi-IN",
      zone: "{city} समय",
      free: "निःशुल्क",
      full: "भर गया",
      more: "सभी तिथियाँ देखें",
      none: "अभी कुछ तय नहीं है।",
      failed: "आयोजन अभी नहीं दिख सकते।",
      earlier: "पिछला महीना",
      later: "अगला महीना",
    },
  };
  const READER = new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
  /** Cities whose zones browsers still name as they were called before. */
  const RENAMED = {
    Calcutta: "Kolkata",
    Katmandu: "Kathmandu",
    Kiev: "Kyiv",
    Rangoon: "Yangon",
    Saigon: "Ho Chi Minh City",
  };
  const STYLE = `
    :host { display: block; font: inherit; color: inherit; --accent: var(--samaya-accent, #14656b); }
    * { box-sizing: border-box; }
    ul, ol { list-style: none; margin: 0; padding: 0; }
    p { margin: 0; }
    .list { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 16rem), 1fr)); }
    .card { display: grid; align-content: start; gap: 0.5rem; max-width: 32rem; overflow-wrap: anywhere; }
    .card img { display: block; width: 100%; aspect-ratio: 4 / 3; object-fit: cover; border-radius: 0.75rem; }
    .title { font-weight: 600; font-size: 1.15em; }
    .soft { opacity: 0.8; }
    a { color: inherit; }
    .button { justify-self: start; display: inline-block; min-height: 2.75rem; padding: 0.6rem 1.1rem; border: 0;
      border-radius: 0.6rem; background: var(--accent); color: var(--on-accent, #fff); font: inherit; font-weight: 600;
      text-decoration: none; cursor: pointer; }
    .bar { display: flex; justify-content: space-between; align-items: center; gap: 0.5rem; margin-bottom: 0.75rem; }
    .bar .button { background: none; color: inherit; border: 1px solid currentColor; }
    .days { display: grid; gap: 0.75rem; }
    .day { display: grid; gap: 0.35rem; padding-top: 0.75rem; border-top: 1px solid; border-color: color-mix(in srgb, currentColor 25%, transparent); }
    .day a { display: block; padding: 0.35rem 0; }
    :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
  `;
  const element = (tag, values = {}, ...children) => {
    const made = Object.assign(document.createElement(tag), values);
    made.append(...children.filter((child) => child !== null));
    return made;
  };

  /** White or nearly black, whichever is easier to read on this colour (by WCAG's luminance). */
  const textOn = (colour) => {
    const [red, green, blue] = [1, 3, 5].map((start) => {
      const part = Number.parseInt(colour.slice(start, start + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#111" : "#fff";
  };

  class SamayaEvents extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const { studio, event, view, facilitator, language, label, colour } = this.dataset;
      this.origin = new URL(studio).origin;
      this.language = (language ?? this.closest("[lang]")?.lang ?? navigator.language).slice(0, 2);
      this.words = WORDS[this.language] ?? WORDS.en;
      this.locale = this.words.locale;
      this.facilitator = facilitator;
      this.label = label;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      if (/^#[0-9a-f]{6}$/i.test(colour ?? "")) {
        this.style.setProperty("--samaya-accent", colour);
        this.style.setProperty("--on-accent", textOn(colour));
      }
      this.attachShadow({ mode: "open", delegatesFocus: true }).adoptedStyleSheets = [sheet];
      const shown = event
        ? this.one(event, view)
        : view === "calendar"
          ? this.firstMonth().then((month) => this.calendar(month))
          : this.list();
      shown.catch(() => this.show(element("p", { role: "alert" }, this.words.failed)));
    }

    show(...children) {
      this.shadowRoot.replaceChildren(...children);
    }

    async read(path, query = {}) {
      const address = new URL(path, this.origin);
      for (const [name, value] of Object.entries(query)) if (value) address.searchParams.set(name, value);
      const response = await fetch(address, { credentials: "omit", referrerPolicy: "origin" });
      if (!response.ok) throw new Error(String(response.status));
      return response.json();
    }

    async one(id, view) {
      const { event } = await this.read(`/events/${encodeURIComponent(id)}`);
      this.show(view === "button" ? this.book(event.path, event.title) : this.card(event, 5));
    }

    async list() {
      const query = { status: "bookable", per_page: "24", facilitator_id: this.facilitator };
      const { events } = await this.read("/events", query);
      if (events.length === 0) this.show(element("p", {}, this.words.none));
      else
        this.show(
          element("ul", { className: "list" }, ...events.map((one) => element("li", {}, this.card(one, 1)))),
        );
    }

    /** The month of the next session; an empty month would look as if nothing was planned. */
    async firstMonth() {
      const query = { status: "upcoming", per_page: "1", facilitator_id: this.facilitator };
      const { sessions } = await this.read("/sessions", query);
      return sessions.length > 0 ? new Date(sessions[0].start_time) : new Date();
    }

    async calendar(month) {
      const first = new Date(month.getFullYear(), month.getMonth(), 1);
      const next = new Date(month.getFullYear(), month.getMonth() + 1, 1);
      const from = new Date(Math.max(first.getTime(), Date.now()));
      const { sessions } = await this.read("/sessions", {
        status: "upcoming",
        from: from.toISOString(),
        to: next.toISOString(),
        per_page: "100",
        facilitator_id: this.facilitator,
      });
      const byDay = Map.groupBy
        ? Map.groupBy(sessions, (one) => this.day(one.start_time, one))
        : sessions.reduce((days, one) => {
            const day = this.day(one.start_time, one);
            return days.set(day, [...(days.get(day) ?? []), one]);
          }, new Map());
      const step = (text, sign, by) =>
        element("button", {
          type: "button",
          className: "button",
          ariaLabel: text,
          textContent: sign,
          disabled: by < 0 && first <= new Date(),
          onclick: () =>
            this.calendar(new Date(first.getFullYear(), first.getMonth() + by, 1)).catch(() => undefined),
        });
      const heading = new Intl.DateTimeFormat(this.locale, { month: "long", year: "numeric" }).format(first);
      const days = [...byDay].map(([day, ofDay]) =>
        element(
          "li",
          { className: "day" },
          element("p", { className: "title" }, day),
          ...ofDay.map((s) => this.line(s)),
        ),
      );
      this.show(
        element(
          "div",
          { className: "bar" },
          step(this.words.earlier, "←", -1),
          element("p", { className: "title", ariaLive: "polite" }, heading),
          step(this.words.later, "→", 1),
        ),
        days.length === 0 ? element("p", {}, this.words.none) : element("ol", { className: "days" }, ...days),
      );
    }

    line(session) {
      const time = this.clock(session.start_time, session);
      const left =
        session.seats_left > 0 ? this.price(session.price_cents, session.currency) : this.words.full;
      return this.link(`/e/${session.event_id}`, "", `${time} · ${session.title} · ${left}`);
    }

    card(event, dates) {
      const [picture] = event.pictures;
      const image = element("img", {
        src: this.origin + (picture?.src ?? this.cover(event)),
        alt: picture?.alt ?? "",
        loading: "lazy",
      });
      if (picture) image.style.objectPosition = `${picture.focus.x}% ${picture.focus.y}%`;
      const ahead = event.sessions
        .filter((one) => one.status === "scheduled" && new Date(one.start_time) > new Date())
        .slice(0, dates);
      const when = ahead.map((one) => {
        const when = `${this.day(one.start_time, event)}, ${this.clock(one.start_time, event)}`;
        return element("li", { className: "soft" }, when);
      });
      const price =
        event.price_from_cents === null
          ? null
          : element("p", {}, this.price(event.price_from_cents, event.currency));
      return element(
        "article",
        { className: "card" },
        image,
        element("p", { className: "title", dir: "auto" }, event.title),
        element("p", { className: "soft", dir: "auto" }, event.online ? "Online" : event.location),
        when.length > 0 ? element("ul", {}, ...when) : null,
        price,
        this.book(event.path, event.title),
      );
    }

    book(path, title) {
      const link = this.link(path, "button", this.label ?? this.words.book);
      link.ariaLabel = `${link.textContent}: ${title}`;
      return link;
    }

    link(path, className, text) {
      return element("a", { href: this.origin + path, target: "_blank", rel: "noopener", className }, text);
    }

    cover({ kind, cover }) {
      return `/covers/${kind}/${encodeURIComponent(cover)}.svg`;
    }

    part(text, options) {
      return new Intl.DateTimeFormat(this.locale, options).format(new Date(text));
    }

    /** "Fri 18 Dec", with the year if it is not this one: where it takes place, online where the reader is. */
    day(text, { online, time_zone }) {
      const timeZone = online ? READER : time_zone;
      const names = [{ weekday: "short" }, { day: "numeric" }, { month: "short" }];
      const year = { year: "numeric" };
      if (this.part(text, { timeZone, ...year }) !== this.part(Date.now(), { timeZone, ...year }))
        names.push(year);
      return names.map((name) => this.part(text, { timeZone, ...name })).join(" ");
    }

    /** "18:00", with the city of its zone if clocks there and at the reader's show different times. */
    clock(text, { online, time_zone }) {
      const shown = (timeZone, more) =>
        this.part(text, { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...more });
      const zone = online ? READER : time_zone;
      const time = shown(zone);
      if (shown(time_zone, { day: "numeric" }) === shown(READER, { day: "numeric" })) return time;
      const city = zone.split("/").at(-1).replaceAll("_", " ");
      return `${time}, ${this.words.zone.replace("{city}", RENAMED[city] ?? city)}`;
    }

    price(cents, currency) {
      if (cents === 0) return this.words.free;
      const options = { style: "currency", currency, currencyDisplay: "narrowSymbol" };
      const amount =
        cents / 10 ** new Intl.NumberFormat(this.locale, options).resolvedOptions().maximumFractionDigits;
      const whole = Number.isInteger(amount) ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {};
      return new Intl.NumberFormat(this.locale, { ...options, ...whole }).format(amount);
    }
  }

  if (!customElements.get("samaya-events")) customElements.define("samaya-events", SamayaEvents);
  const script = document.currentScript;
  if (script) {
    const events = document.createElement("samaya-events");
    Object.assign(events.dataset, script.dataset, { studio: script.src });
    script.after(events);
  }
})();
