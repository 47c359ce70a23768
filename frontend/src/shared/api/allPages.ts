/** Against a server that never stops: 50 pages are thousands of entries. */
const MOST_PAGES = 50;

/** Loads every page of a list. `pagesIn` reads from an answer how many there are. */
export async function allPages<Answer>(
  load: (page: number) => Promise<Answer>,
  pagesIn: (answer: Answer) => number,
): Promise<[Answer, ...Answer[]]> {
  const first = await load(1);
  const answers: [Answer, ...Answer[]] = [first];
  const pages = Math.min(MOST_PAGES, pagesIn(first));
  for (let page = 2; page <= pages; page++) answers.push(await load(page));
  return answers;
}

/** Entries that the server moved to the next page between two requests come twice. */
export function withoutRepeats<Entry>(entries: readonly Entry[], idOf: (entry: Entry) => number): Entry[] {
  return [...new Map(entries.map((entry) => [idOf(entry), entry])).values()];
}
