/** An e-mail address. Where it is too long for its line, it breaks before the @ and not within a word. */
export function EmailText({ address }: { address: string | null }) {
  const at = address?.lastIndexOf("@") ?? -1;
  if (!address || at < 0) return address;
  return (
    <>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </>
  );
}
