// Keeps the desk usable without a network. What is stored of a person is stored for that person
// only: it is forgotten at sign-out, and when somebody else signs in.
"use strict";

const SHELL = "shell-1", PAGES = "pages-1", STATE = "state-1";
const MOST_PAGES = 30, MOST_FILES = 60, DAY = 24 * 3600 * 1000;
const OFFLINE = "/offline", INDEX = "/offline/index.json", WORDS = "/offline/words.json";
const STORED_AT = "X-Stored-At";
const SCREENING = /^\/screenings\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SIGNING_IN = /^\/(sign-in|setup)\b/;
const FILES = /\/static\/[^"'\s]+/g;

// Grows when somebody may have signed in or out: a page asked for before is then not stored.
let generation = 0;

const mayStore = (url) => url.search === "" && (url.pathname === "/" || SCREENING.test(url.pathname));

async function state() {
  const known = await (await caches.open(STATE)).match("/state");
  return known ? known.json() : { mark: "", doubtful: false, language: "" };
}

async function change(changes) {
  const told = JSON.stringify({ ...(await state()), ...changes });
  await (await caches.open(STATE)).put("/state", new Response(told));
}

async function stamped(answer) {
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set(STORED_AT, new Date().toISOString());
  return new Response(await answer.blob(), { headers });
}

async function keepFiles(html) {
  const shell = await caches.open(SHELL);
  for (const file of new Set(html.match(FILES) ?? [])) {
    if (!(await shell.match(file))) await shell.add(file);
  }
  const files = (await shell.keys()).filter(({ url }) => new URL(url).pathname.startsWith("/static/"));
  for (const old of files.slice(0, -MOST_FILES)) await shell.delete(old);
}

// The page without a network is kept as nobody sees it, in the language that was read last.
async function keepShell(language) {
  const asked = { credentials: "omit", cache: "no-store", headers: language ? { "Accept-Language": language } : {} };
  const [page, words] = await Promise.all([fetch(OFFLINE, asked), fetch(WORDS, asked)]);
  if (!page.ok || !words.ok) return;
  const shell = await caches.open(SHELL);
  await keepFiles(await page.clone().text());
  await shell.put(OFFLINE, await stamped(page));
  await shell.put(WORDS, words.clone());
  await change({ language: (await words.json()).language });
}

async function isFresh(path) {
  const known = await (await caches.open(SHELL)).match(path);
  return known !== undefined && Date.now() - Date.parse(known.headers.get(STORED_AT)) < DAY;
}

async function keepIndex() {
  if (await isFresh(INDEX)) return;
  const shell = await caches.open(SHELL);
  const answer = await fetch(INDEX, { cache: "no-cache" });
  if (answer.ok) await shell.put(INDEX, await stamped(answer));
}

async function forget() {
  generation += 1;
  await caches.delete(PAGES);
  await change({ mark: "", doubtful: false });
}

async function doubt() {
  generation += 1;
  await change({ doubtful: true });
}

// Whether the one signed in is known to be the one whose pages are stored; those of another go.
async function isSamePerson(asked) {
  const answer = await fetch("/offline/mark", { cache: "no-store" });
  if (!answer.ok) return false;
  const { mark } = await answer.json();
  if (asked !== generation) return false;
  if (mark !== (await state()).mark) await caches.delete(PAGES);
  if (asked === generation) await change({ mark, doubtful: false });
  return asked === generation;
}

async function keepPage(path, answer, asked) {
  const html = await answer.clone().text();
  if (!(await isSamePerson(asked))) return;
  const copy = await stamped(answer);
  await keepFiles(html);
  const pages = await caches.open(PAGES);
  if (asked !== generation) return;
  await pages.delete(path);
  await pages.put(path, copy);
  const screenings = (await pages.keys()).filter(({ url }) => SCREENING.test(new URL(url).pathname));
  for (const old of screenings.slice(0, -MOST_PAGES)) await pages.delete(old);
}

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function age(language, moment) {
  const minutes = Math.max(0, Math.round((Date.now() - moment) / 60000));
  const [unit, size] = minutes < 60 ? ["minute", 1] : minutes < 48 * 60 ? ["hour", 60] : ["day", 24 * 60];
  return new Intl.RelativeTimeFormat(language).format(-Math.floor(minutes / size), unit);
}

// A stored page says first that it is one, and how old.
async function storedPage(path) {
  const page = await (await caches.open(PAGES)).match(path);
  const shell = await caches.open(SHELL);
  const words = await shell.match(WORDS);
  if (!page || !words || (await state()).doubtful) return undefined;
  const { language, stored } = await words.json();
  const moment = new Date(page.headers.get(STORED_AT));
  const told = { moment: new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(moment), age: age(language, moment) };
  const said = escaped(stored.replace(/%\((\w+)\)s/g, (_, name) => told[name]));
  const style = (await shell.keys()).find(({ url }) => url.includes("/static/offline.css"));
  const html = (await page.text())
    .replace("</head>", () => `${style ? `<link rel="stylesheet" href="${escaped(style.url)}">` : ""}</head>`)
    .replace(/<main\b[^>]*>/, (main) => `${main}<p class="stored" role="status" lang="${language}">${said}</p>`);
  return new Response(html, { headers: page.headers });
}

async function visit(event, url) {
  const asked = generation;
  try {
    const answer = await fetch(event.request);
    if (answer.status === 200 && answer.type === "basic") {
      const copy = mayStore(url) ? answer.clone() : null;
      event.waitUntil(seen(url.pathname, copy, asked).catch(() => undefined));
    }
    return answer;
  } catch {
    const shell = await caches.open(SHELL);
    return (await storedPage(url.pathname)) ?? (await shell.match(OFFLINE)) ?? Response.error();
  }
}

async function seen(path, copy, asked) {
  if (copy) await keepPage(path, copy, asked);
  else if ((await state()).doubtful) await isSamePerson(asked);
}

async function file(request) {
  const known = await (await caches.open(SHELL)).match(request);
  return known ?? fetch(request);
}

// What a page that was opened tells: its language, its path, whether the index is wanted.
async function opened({ language, path, index }) {
  if (language !== (await state()).language || !(await isFresh(OFFLINE))) await keepShell(language);
  if (index) await keepIndex();
  const url = new URL(path, location.origin);
  if (mayStore(url) && !(await (await caches.open(PAGES)).match(path))) {
    const asked = generation;
    const answer = await fetch(path, { cache: "no-store" });
    if (answer.ok && !answer.redirected) await keepPage(path, answer, asked);
  }
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(state().then(({ language }) => keepShell(language)));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => event.waitUntil(opened(event.data).catch(() => undefined)));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (url.origin !== location.origin) return;
  if (url.pathname === "/sign-out") event.waitUntil(forget());
  else if (SIGNING_IN.test(url.pathname) && (event.request.method !== "GET" || url.pathname !== "/sign-in")) event.waitUntil(doubt());
  if (event.request.method !== "GET") return;
  if (event.request.mode === "navigate") event.respondWith(visit(event, url));
  else if (url.pathname.startsWith("/static/") || url.pathname === INDEX) event.respondWith(file(event.request));
});
