/**
 * Remembers that the reader has just opened another page of the app, until its heading takes the focus. A page that loads
 * its data first shows its heading only later.
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
