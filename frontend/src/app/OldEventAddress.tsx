import { Navigate, useParams } from "react-router";

/** The address that events had before; links to it are still about. */
export function OldEventAddress() {
  return <Navigate to={`/e/${useParams().eventId}`} replace={true} />;
}
