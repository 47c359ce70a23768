/**
 * Remembers that the reader has just come to another page of the app, until that page's heading is there to take the
 * focus: a page that loads its data first shows its heading later than the address changes.
 */
let arriving = false;

export const pageFocus = {
  announce(): void {
    arriving = true;
  },
  take(): boolean {
    const was = arriving;
    arriving = false;
    return was;
  },
};
