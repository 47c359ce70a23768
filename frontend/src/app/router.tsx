import { Suspense, useDeferredValue } from "react";
import { type RouteObject, useLocation, useRoutes } from "react-router";
import { DiscoverPage } from "@/features/events/DiscoverPage";
import { EventRoute } from "./EventRoute";
import { Layout } from "./Layout";
import { lazyPage } from "./lazyPage";
import { MissingPage } from "./MissingPage";
import { OldEventAddress } from "./OldEventAddress";
import { RouteFailure } from "./RouteFailure";
import { SignedIn } from "./SignedIn";
import { useScrollPosition } from "./useScrollPosition";

const STAFF = /^\/(facilitator|admin|mailbox)(\/|$)/;
// Guests never load what only staff need.
const StaffPages = lazyPage(() => import("./staffRoutes"), "StaffPages");

const guestRoutes: RouteObject[] = [
  {
    Component: Layout,
    children: [
      { index: true, Component: DiscoverPage },
      { path: "e/:slug", Component: EventRoute },
      {
        path: "with/:slug",
        Component: lazyPage(() => import("@/features/events/FacilitatorPage"), "FacilitatorPage"),
      },
      { path: "retreats/:eventId", Component: OldEventAddress },
      { path: "about", Component: lazyPage(() => import("@/features/studio/TextPage"), "AboutPage") },
      { path: "terms", Component: lazyPage(() => import("@/features/studio/TextPage"), "TermsPage") },
      { path: "privacy", Component: lazyPage(() => import("@/features/studio/TextPage"), "PrivacyPage") },
      { path: "sign-in", Component: lazyPage(() => import("@/features/account/SignInPage"), "SignInPage") },
      {
        path: "register",
        Component: lazyPage(() => import("@/features/account/RegisterPage"), "RegisterPage"),
      },
      {
        path: "forgotten-password",
        Component: lazyPage(
          () => import("@/features/account/ForgottenPasswordPage"),
          "ForgottenPasswordPage",
        ),
      },
      {
        path: "reset-password",
        Component: lazyPage(() => import("@/features/account/ResetPasswordPage"), "ResetPasswordPage"),
      },
      {
        path: "invitation",
        Component: lazyPage(() => import("@/features/account/InvitationPage"), "InvitationPage"),
      },
      {
        path: "first-start",
        Component: lazyPage(() => import("@/features/account/FirstStartPage"), "FirstStartPage"),
      },
      {
        path: "verify-email",
        Component: lazyPage(() => import("@/features/account/VerifyEmailPage"), "VerifyEmailPage"),
      },
      {
        path: "manage/:token",
        Component: lazyPage(() => import("@/features/links/ManagePage"), "ManagePage"),
      },
      {
        path: "unsubscribe/:token",
        Component: lazyPage(() => import("@/features/links/UnsubscribePage"), "UnsubscribePage"),
      },
      {
        Component: SignedIn,
        children: [
          {
            path: "my-bookings",
            Component: lazyPage(() => import("@/features/bookings/MyBookingsPage"), "MyBookingsPage"),
          },
          {
            path: "my-bookings/:bookingId",
            Component: lazyPage(() => import("@/features/bookings/BookingPage"), "BookingPage"),
          },
          {
            path: "pay/:bookingId",
            Component: lazyPage(() => import("@/features/payments/PayPage"), "PayPage"),
          },
          {
            path: "my-notifications",
            Component: lazyPage(
              () => import("@/features/notifications/NotificationsPage"),
              "NotificationsPage",
            ),
          },
          {
            path: "account",
            Component: lazyPage(() => import("@/features/account/AccountPage"), "AccountPage"),
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
