import { lazy, Suspense, useDeferredValue } from "react";
import { type RouteObject, useLocation, useRoutes } from "react-router";
import { DiscoverPage } from "@/features/events/DiscoverPage";
import { loadEventPage } from "@/features/events/loadEventPage";
import { Layout } from "./Layout";
import { MissingPage } from "./MissingPage";
import { OldEventAddress } from "./OldEventAddress";
import { RouteFailure } from "./RouteFailure";
import { SignedIn } from "./SignedIn";
import { useScrollPosition } from "./useScrollPosition";

const STAFF = /^\/(facilitator|admin|mailbox)(\/|$)/;
// Guests never load what only staff need.
const StaffPages = lazy(async () => ({ default: (await import("./staffRoutes")).StaffPages }));

const guestRoutes: RouteObject[] = [
  {
    Component: Layout,
    children: [
      { index: true, Component: DiscoverPage },
      {
        path: "e/:slug",
        Component: lazy(async () => ({ default: (await loadEventPage()).EventPage })),
      },
      {
        path: "with/:slug",
        Component: lazy(async () => ({
          default: (await import("@/features/events/FacilitatorPage")).FacilitatorPage,
        })),
      },
      { path: "retreats/:eventId", Component: OldEventAddress },
      {
        path: "about",
        Component: lazy(async () => ({ default: (await import("@/features/studio/TextPage")).AboutPage })),
      },
      {
        path: "terms",
        Component: lazy(async () => ({ default: (await import("@/features/studio/TextPage")).TermsPage })),
      },
      {
        path: "privacy",
        Component: lazy(async () => ({ default: (await import("@/features/studio/TextPage")).PrivacyPage })),
      },
      {
        path: "sign-in",
        Component: lazy(async () => ({
          default: (await import("@/features/account/SignInPage")).SignInPage,
        })),
      },
      {
        path: "register",
        Component: lazy(async () => ({
          default: (await import("@/features/account/RegisterPage")).RegisterPage,
        })),
      },
      {
        path: "forgotten-password",
        Component: lazy(async () => ({
          default: (await import("@/features/account/ForgottenPasswordPage")).ForgottenPasswordPage,
        })),
      },
      {
        path: "reset-password",
        Component: lazy(async () => ({
          default: (await import("@/features/account/ResetPasswordPage")).ResetPasswordPage,
        })),
      },
      {
        path: "invitation",
        Component: lazy(async () => ({
          default: (await import("@/features/account/InvitationPage")).InvitationPage,
        })),
      },
      {
        path: "first-start",
        Component: lazy(async () => ({
          default: (await import("@/features/account/FirstStartPage")).FirstStartPage,
        })),
      },
      {
        path: "verify-email",
        Component: lazy(async () => ({
          default: (await import("@/features/account/VerifyEmailPage")).VerifyEmailPage,
        })),
      },
      {
        path: "manage/:token",
        Component: lazy(async () => ({ default: (await import("@/features/links/ManagePage")).ManagePage })),
      },
      {
        path: "unsubscribe/:token",
        Component: lazy(async () => ({
          default: (await import("@/features/links/UnsubscribePage")).UnsubscribePage,
        })),
      },
      {
        Component: SignedIn,
        children: [
          {
            path: "my-bookings",
            Component: lazy(async () => ({
              default: (await import("@/features/bookings/MyBookingsPage")).MyBookingsPage,
            })),
          },
          {
            path: "my-bookings/:bookingId",
            Component: lazy(async () => ({
              default: (await import("@/features/bookings/BookingPage")).BookingPage,
            })),
          },
          {
            path: "pay/:bookingId",
            Component: lazy(async () => ({ default: (await import("@/features/payments/PayPage")).PayPage })),
          },
          {
            path: "my-notifications",
            Component: lazy(async () => ({
              default: (await import("@/features/notifications/NotificationsPage")).NotificationsPage,
            })),
          },
          {
            path: "account",
            Component: lazy(async () => ({
              default: (await import("@/features/account/AccountPage")).AccountPage,
            })),
          },
        ],
      },
      { path: "*", Component: MissingPage },
    ],
  },
];

const staffRoutes: RouteObject[] = [
  {
    Component: Layout,
    children: [{ Component: SignedIn, children: [{ path: "*", Component: StaffPages }] }],
  },
];

/** Another page appears when its code has been loaded, and the one before it stays until then. */
export function Pages() {
  const location = useLocation();
  const ready = useDeferredValue(location);
  // A change of the query appears at once: a ticked box would seem unticked otherwise.
  const shown = ready.pathname === location.pathname ? location : ready;
  useScrollPosition(shown);
  const routes = STAFF.test(shown.pathname) ? staffRoutes : guestRoutes;
  return (
    <RouteFailure at={shown.pathname}>
      <Suspense>{useRoutes(routes, shown)}</Suspense>
    </RouteFailure>
  );
}
