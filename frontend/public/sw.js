// Caches the app's own files, never data: events and bookings always come from the server.
const FILES = "samaya-files-1";
const MOST_FILES = 150;
// The server's answers vary by origin and encoding, but the files are the same.
const ANY_VARIANT = { ignoreVary: true };
const PAGES =
  /^\/($|e\/|with\/|retreats\/|my-|account$|about$|invitation$|first-start$|terms$|privacy$|sign-in$|register$|forgotten-password$|reset-password$|verify-email$|manage\/|unsubscribe\/|mailbox$|facilitator|admin)/;
const FIRST_PAGE = "/my-bookings";

self.addEventListener("install", (event) => {
  event.waitUntil(cacheShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && PAGES.test(pathname)) event.respondWith(page(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(hashedFile(request));
  else if (pathname === "/start.js" || pathname === "/favicon.svg") event.respondWith(newestFile(request));
});

// Every push must be shown: browsers revoke the permission of pages that do not.
self.addEventListener("push", (event) => {
  const { title, body, url, id } = read(event.data);
  // The tag makes a message that is sent twice appear once.
  const options = { body, tag: id, icon: "/favicon.svg", badge: "/favicon.svg", data: { url } };
  event.waitUntil(self.registration.showNotification(title, options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openPage(event.notification.data?.url));
});

function read(data) {
  try {
    const { title, body = "", url, id } = data.json();
    return { title: title || "Samaya", body, url, id };
  } catch {
    return { title: "Samaya", body: "" };
  }
}

// Opens the path of a message's address within this app.
async function openPage(url) {
  let path = FIRST_PAGE;
  try {
    const { pathname, search } = new URL(url, self.location.origin);
    path = `/${pathname.replace(/^\/+/, "")}${search}`;
  } catch {
    // Without a valid address, open the list of bookings.
  }
  const target = new URL(path, self.location.origin).href;
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const opened = windows.find((candidate) => candidate.url === target);
  return opened ? opened.focus() : self.clients.openWindow(target);
}

async function cacheShell() {
  const files = await caches.open(FILES);
  const answer = await fetch("/", { cache: "no-cache" });
  if (!answer.ok) return;
  await files.put("/", answer.clone());
  const html = await answer.text();
  const needed = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/g)].map((match) => match[1]);
  await Promise.all(needed.map((file) => files.add(file).catch(() => undefined)));
}

// The server's page, or the cached one if the server does not answer.
async function page(request) {
  const files = await caches.open(FILES);
  try {
    const answer = await fetch(request);
    // Not an event's, which begins with its title and picture.
    const isStart = !new URL(request.url).pathname.startsWith("/e/");
    if (isStart && answer.ok && answer.headers.get("content-type")?.startsWith("text/html")) {
      await files.put("/", answer.clone());
    }
    if (![502, 503, 504].includes(answer.status)) return answer;
    return (await files.match("/", ANY_VARIANT)) ?? answer;
  } catch (problem) {
    const cached = await files.match("/", ANY_VARIANT);
    if (cached) return cached;
    throw problem;
  }
}

// A hashed name never changes its content.
async function hashedFile(request) {
  const files = await caches.open(FILES);
  const cached = await files.match(request, ANY_VARIANT);
  if (cached) return cached;
  const answer = await fetch(request);
  if (answer.ok) {
    await files.put(request, answer.clone());
    const names = await files.keys();
    const old = names
      .filter(({ url }) => url.includes("/assets/"))
      .slice(0, Math.max(0, names.length - MOST_FILES));
    await Promise.all(old.map((name) => files.delete(name)));
  }
  return answer;
}

async function newestFile(request) {
  const files = await caches.open(FILES);
  try {
    const answer = await fetch(request);
    if (answer.ok) await files.put(request, answer.clone());
    return answer;
  } catch (problem) {
    const cached = await files.match(request, ANY_VARIANT);
    if (cached) return cached;
    throw problem;
  }
}
