// Looks things up in the index that the browser keeps. Names and queries are folded alike.
"use strict";

const LETTERS = {
  "ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "ς": "σ",
  "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ـ": "",
};
const GREEK = { "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ω": "omega" };
const LABELS = new Set(["cas", "ec", "einecs", "un", "hs", "no", "nr", "number", "code", "iso"]);
const SETTLES = 0, LOOK_CLOSER = 2;
const MOST_SHOWN = 30, SHORTEST_PART = 3, LONGEST_COMPARED = 60;

function digit(sign) {
  const code = sign.codePointAt(0);
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

function fold(text) {
  return text.normalize("NFKD").toLowerCase().normalize("NFKD")
    .replace(/[\p{Mn}\p{Me}\p{Cf}]/gu, "")
    .replace(/[øłđıæœßςىیکةـ]/gu, (letter) => LETTERS[letter])
    .replace(/(?![0-9])\p{Nd}/gu, digit);
}

function words(text) {
  return (fold(text)
    .replace(/(?<![\p{L}\p{N}])[αβγδεω](?=[a-z0-9]|(?![\p{L}\p{N}]))/gu, (letter) => `${GREEK[letter]} `)
    .match(/[\p{L}\p{N}]+/gu) ?? [])
    .map((word) => (word.startsWith("ال") && word.length >= 5 ? word.slice(2) : word));
}

// Letters changed, left out, put in or swapped; more than `most` is never told exactly.
function slips(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [], last = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      row[j] = Math.min(row[j - 1] + 1, last[j] + 1, last[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    if (Math.min(...row) > most) return most + 1;
    [before, last] = [last, row];
  }
  return last[other.length];
}

function prepare(index) {
  return index.things.map(([kind, ref, title, conventions, detail, names, weak, numbers]) => {
    const doubtful = new Set(weak);
    const all = [title, ...names, ...weak.filter((name) => name !== title)];
    return {
      kind: index.kinds[kind], order: kind, ref, title, conventions, detail, numbers,
      settled: kind === index.kinds.indexOf("entry") || (ref.startsWith("basel:") && index.kinds[kind] === "code"),
      names: all.map((name) => ({
        name, words: words(name), squeezed: words(name).join(""), settles: doubtful.has(name) ? LOOK_CLOSER : SETTLES,
      })),
    };
  });
}

function best(thing, asked, keys) {
  const squeezed = keys[0];
  let found = null;
  const offer = (score, matched, settles, alike = false) => {
    if (found === null || score > found.score) found = { thing, score, matched, settles, alike };
  };
  for (const [key, shown, settles] of thing.numbers) {
    if (keys.includes(key)) offer(1 - settles * 0.02, shown, settles);
    else if (keys.some((one) => one.length >= 3 && /\d/.test(one) && key.startsWith(one))) offer(0.8, shown, LOOK_CLOSER);
  }
  for (const { name, squeezed: known, settles } of thing.names) {
    if (known === squeezed) offer(0.94, name, settles);
    else if (squeezed.length > 1 && known.startsWith(squeezed)) offer(0.8 + 0.08 * squeezed.length / known.length, name, LOOK_CLOSER);
    else if (asked.every((word) => (word.length >= SHORTEST_PART || /\P{ASCII}/u.test(word)) && known.includes(word))) {
      offer(0.6 + 0.08 * squeezed.length / known.length, name, LOOK_CLOSER);
    }
  }
  return found;
}

function alike(thing, squeezed) {
  const most = squeezed.length < 4 ? 0 : squeezed.length < 7 ? 1 : 2;
  if (most === 0 || squeezed.length > LONGEST_COMPARED || /\d/.test(squeezed)) return null;
  let found = null;
  for (const { name, words: parts, squeezed: known } of thing.names) {
    for (const one of [known, ...parts]) {
      const wrong = slips(squeezed, one, most);
      const score = 0.4 - wrong * 0.05 + (one === known ? 0.02 : 0);
      if (wrong <= most && (found === null || score > found.score)) {
        found = { thing, score, matched: name, settles: LOOK_CLOSER, alike: true };
      }
    }
  }
  return found;
}

// Each thing once, the best first; slips of spelling only where nothing else is found.
function search(things, query) {
  const asked = words(query.slice(0, 200));
  if (asked.length === 0) return [];
  let bare = asked;
  while (bare.length > 1 && LABELS.has(bare[0])) bare = bare.slice(1);
  const keys = [asked.join(""), bare.join("")];
  let found = things.map((thing) => best(thing, asked, keys)).filter(Boolean);
  if (found.length === 0) found = things.map((thing) => alike(thing, keys[0])).filter(Boolean);
  found.sort((one, other) => other.score - one.score || one.thing.order - other.thing.order || (one.thing.ref < other.thing.ref ? -1 : 1));
  const known = new Set();
  return found.filter(({ thing }) => {
    const key = thing.kind === "product" || thing.kind === "near_miss" ? `${thing.kind} ${thing.title}` : `${thing.kind} ${thing.ref}`;
    return !known.has(key) && known.add(key);
  });
}

// As web/links.py has it.
function href(ref) {
  const at = ref.indexOf(":"), convention = ref.slice(0, at), name = encodeURIComponent(ref.slice(at + 1));
  const pages = { hs: "/hs/", iso: "/countries/", term: "/terms/" };
  if (convention in pages) return pages[convention] + name;
  if (/^(art|annex)-/.test(name)) return `/provisions/${convention}/${name}`;
  return convention === "basel" ? `/wastes/${name}` : `/substances/${convention}/${name}`;
}

// What the page that could not be had was about.
function asked(address) {
  const [, area, ...rest] = address.pathname.split("/").map(decodeURIComponent);
  const lists = { wastes: "basel", hs: "hs", countries: "iso", terms: "term" };
  if (area in lists && rest.length === 1) return `${lists[area]}:${rest[0]}`;
  if ((area === "substances" || area === "provisions") && rest.length === 2) return rest.join(":");
  return address.searchParams.get("q") ?? "";
}

const say = (text, told) => text.replace(/\{(\w+)\}/g, (_, name) => told[name]);

function line(said, { thing, matched, settles, alike: slipped }) {
  const item = document.createElement("li");
  const add = (tag, text, into = item) => {
    const made = into.appendChild(document.createElement(tag));
    made.textContent = text;
    return made;
  };
  const english = (tag, text) => Object.assign(add(tag, text), { lang: "en", dir: "auto" });
  const title = add("p", "");
  const link = add("a", thing.title, title);
  Object.assign(link, { href: href(thing.ref), dir: "auto", lang: thing.kind === "term" ? "" : "en" });
  add("p", [said.kinds[thing.kind], ...thing.conventions.map((one) => one[0].toUpperCase() + one.slice(1))].join(" · "));
  add("p", say(said.matched, { what: `\u2068${matched}\u2069` }));
  if (slipped) add("p", said.alike);
  if (thing.settled) add("p", said.settles[settles]).className = "small";
  english("p", thing.detail).className = "small";
  return item;
}

async function start(form) {
  const said = JSON.parse(form.dataset.said);
  const field = form.elements.q, count = document.querySelector("#count"), list = document.querySelector("#results");
  const data = document.querySelector("#data");
  let things = null;

  const show = () => {
    const found = search(things, field.value);
    const shown = found.slice(0, MOST_SHOWN);
    list.replaceChildren(...shown.map((one) => line(said, one)));
    const text = found.length === 0 ? said.nothing : found.length > shown.length ? said.first : said.found;
    count.textContent = field.value.trim() ? say(text, { number: found.length, shown: shown.length }) : "";
  };
  form.addEventListener("submit", (event) => {
    if (things === null) return;
    event.preventDefault();
    show();
  });

  if (location.pathname !== "/offline" || !navigator.onLine) document.documentElement.classList.add("unreachable");
  document.querySelector("#unreachable").hidden = location.pathname === "/offline";
  field.value = asked(new URL(location.href));
  try {
    const answer = await fetch("/offline/index.json");
    if (!answer.ok) throw new TypeError("no index");
    const index = await answer.json();
    things = prepare(index);
    const day = new Date(answer.headers.get("X-Stored-At") ?? Date.now());
    const language = document.documentElement.lang;
    data.textContent = say(said.data, {
      day: new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(day),
      packs: Object.entries(index.packs).map(([name, version]) => `\u2068${name} ${version}\u2069`).join(", "),
    });
    if (field.value) show();
  } catch {
    data.textContent = said.none;
  }
}

start(document.querySelector("#offline"));
