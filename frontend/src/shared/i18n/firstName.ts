const TITLE = /^(dr|prof|mr|mrs|ms|sri|shri|smt|swami)\.?$/i;

/** The words of a name without titles: "Priya" and "Sharma" of "Dr. Priya Sharma". */
export function nameWords(name: string): string[] {
  return name.split(/\s+/).filter((word) => word && !TITLE.test(word));
}

/** "Priya" of "Dr. Priya Sharma". */
export function firstName(name: string): string {
  return nameWords(name)[0] ?? name;
}
