const TITLE = /^(dr|prof|mr|mrs|ms|sri|shri|smt|swami)\.?$/i;

/** "Priya" of "Dr. Priya Sharma". */
export function firstName(name: string): string {
  const words = name.trim().split(/\s+/);
  return words.find((word) => !TITLE.test(word)) ?? name;
}
