import { createBrowserRouter, type RouteObject } from "react-router";
import { DiscoverPage } from "@/features/events/DiscoverPage";
import { loadEventPage } from "@/features/events/loadEventPage";
import { Layout } from "./Layout";
import { MissingPage } from "./MissingPage";
import { OldEventAddress } from "./OldEventAddress";
import { RouteFailure } from "./RouteFailure";
import { SignedIn } from "./SignedIn";

const SIGNED_IN = "signed-in";
const STAFF = /^\/(facilitator|admin|mailbox)(\/|$)/;

const routes: RouteObject[] = [
  {
    Component: Layout,
    ErrorBoundary: RouteFailure,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: RouteFailure,
        children: [
          { index: true, Component: DiscoverPage },
          {
            path: "e/:slug",
            lazy: async () => ({ Component: (await loadEventPage()).EventPage }),
          },
          {
            path: "with/:slug",
            lazy: async () => ({
              Component: (await import("@/features/events/FacilitatorPage")).FacilitatorPage,
            }),
          },
          { path: "retreats/:eventId", Component: OldEventAddress },
          {
            path: "about",
            lazy: async () => ({ Component: (await import("@/features/studio/TextPage")).AboutPage }),
          },
          {
            path: "terms",
            lazy: async () => ({ Component: (await import("@/features/studio/TextPage")).TermsPage }),
          },
          {
            path: "privacy",
            lazy: async () => ({ Component: (await import("@/features/studio/TextPage")).PrivacyPage }),
          },
          {
            path: "sign-in",
            lazy: async () => ({ Component: (await import("@/features/account/SignInPage")).SignInPage }),
          },
          {
            path: "register",
            lazy: async () => ({ Component: (await import("@/features/account/RegisterPage")).RegisterPage }),
          },
          {
            path: "forgotten-password",
            lazy: async () => ({
              Component: (await import("@/features/account/ForgottenPasswordPage")).ForgottenPasswordPage,
            }),
          },
          {
            path: "reset-password",
            lazy: async () => ({
              Component: (await import("@/features/account/ResetPasswordPage")).ResetPasswordPage,
            }),
          },
          {
            path: "invitation",
            lazy: async () => ({
              Component: (await import("@/features/account/InvitationPage")).InvitationPage,
            }),
          },
          {
            path: "first-start",
            lazy: async () => ({
              Component: (await import("@/features/account/FirstStartPage")).FirstStartPage,
            }),
          },
          {
            path: "verify-email",
            lazy: async () => ({
              Component: (await import("@/features/account/VerifyEmailPage")).VerifyEmailPage,
            }),
          },
          {
            path: "manage/:token",
            lazy: async () => ({ Component: (await import("@/features/links/ManagePage")).ManagePage }),
          },
          {
            path: "unsubscribe/:token",
            lazy: async () => ({
              Component: (await import("@/features/links/UnsubscribePage")).UnsubscribePage,
            }),
          },
          {
            id: SIGNED_IN,
            Component: SignedIn,
            children: [
              {
                path: "my-bookings",
                lazy: async () => ({
                  Component: (await import("@/features/bookings/MyBookingsPage")).MyBookingsPage,
                }),
              },
              {
                path: "my-bookings/:bookingId",
                lazy: async () => ({
                  Component: (await import("@/features/bookings/BookingPage")).BookingPage,
                }),
              },
              {
                path: "pay/:bookingId",
                lazy: async () => ({ Component: (await import("@/features/payments/PayPage")).PayPage }),
              },
              {
                path: "my-notifications",
                lazy: async () => ({
                  Component: (await import("@/features/notifications/NotificationsPage")).NotificationsPage,
                }),
              },
              {
                path: "account",
                lazy: async () => ({
                  Component: (await import("@/features/account/AccountPage")).AccountPage,
                }),
              },
            ],
          },
          { path: "*", Component: MissingPage },
        ],
      },
    ],
  },
];

export function createRouter() {
  return createBrowserRouter(routes, {
    // Guests never load what only staff need.
    patchRoutesOnNavigation: async ({ path, patch }) => {
      if (STAFF.test(path)) patch(SIGNED_IN, (await import("./staffRoutes")).staffRoutes);
    },
  });
}
