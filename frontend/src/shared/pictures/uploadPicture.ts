import { problemFrom } from "@/shared/api/problem";
import type { PictureData } from "@/shared/api/types";
import { auth } from "@/shared/auth/auth";

/** What an upload may have, as the API says it. */
export const PICTURE_TYPES = "image/jpeg,image/png,image/webp,image/avif";

/** Sends a picture. `onProgress` gets the part that is sent, from 0 to 1. `fetch` doesn't tell it, so this is XHR. */
export async function uploadPicture(file: File, onProgress: (part: number) => void): Promise<PictureData> {
  const first = await send(file, await auth.currentToken(), onProgress);
  const last = first.status === 401 ? await send(file, await auth.renew(), onProgress) : first;
  if (last.status !== 201) throw problemFrom(last.status, last.response);
  return (last.response as { picture: PictureData }).picture;
}

function send(file: File, token: string | null, onProgress: (part: number) => void): Promise<XMLHttpRequest> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onloadend = () => resolve(request);
    request.open("POST", "/pictures");
    if (token !== null) request.setRequestHeader("Authorization", `Bearer ${token}`);
    const form = new FormData();
    form.append("picture", file);
    request.send(form);
  });
}
