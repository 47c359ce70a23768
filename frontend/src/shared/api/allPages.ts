/** Against a server that never stops: 50 pages are thousands of entries. */
const MAX_PAGES = 50;

/** Loads every page of a list. `pagesIn` reads from a response how many there are. */
export async function allPages<Loaded>(
  load: (page: number) => Promise<Loaded>,
  pagesIn: (loaded: Loaded) => number,
): Promise<[Loaded, ...Loaded[]]> {
  const first = await load(1);
  const responses: [Loaded, ...Loaded[]] = [first];
  const pages = Math.min(MAX_PAGES, pagesIn(first));
  for (let page = 2; page <= pages; page++) responses.push(await load(page));
  return responses;
}

/** Entries that the server moved to the next page between two requests come twice. */
export function withoutRepeats<Entry>(entries: readonly Entry[], idOf: (entry: Entry) => number): Entry[] {
  return [...new Map(entries.map((entry) => [idOf(entry), entry])).values()];
}
