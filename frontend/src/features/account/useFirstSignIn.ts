import { useNavigate } from "react-router";
import { auth } from "@/shared/auth/auth";
import { firstPageOf } from "./signIn";

/** Signs in with what a link has brought, and opens the page where the person begins. */
export function useFirstSignIn() {
  const navigate = useNavigate();
  return (grant: Parameters<typeof auth.signIn>[0]) => {
    auth.signIn(grant);
    void navigate(firstPageOf(grant.user), { replace: true });
  };
}
