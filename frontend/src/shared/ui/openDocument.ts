/** Opens an address as a document of its own: another site, or a page whose content policy differs from this one's. */
export function openDocument(address: string): void {
  window.location.assign(address);
}
