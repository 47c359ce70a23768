export function FacilitatorArea() {
  return null;
}
