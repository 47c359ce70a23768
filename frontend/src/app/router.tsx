import { createBrowserRouter, type RouteObject } from "react-router";
import { DiscoverPage } from "@/features/events/DiscoverPage";
import { EventPage } from "@/features/events/EventPage";
import { Layout } from "./Layout";
import { MissingPage } from "./MissingPage";
import { RouteFailure } from "./RouteFailure";
import { SignedIn } from "./SignedIn";

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
          { path: "retreats/:eventId", Component: EventPage },
          {
            path: "sign-in",
            lazy: async () => ({ Component: (await import("@/features/account/SignInPage")).SignInPage }),
          },
          {
            path: "register",
            lazy: async () => ({ Component: (await import("@/features/account/RegisterPage")).RegisterPage }),
          },
          {
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
                path: "account",
                lazy: async () => ({
                  Component: (await import("@/features/account/AccountPage")).AccountPage,
                }),
              },
              {
                path: "facilitator",
                lazy: async () => ({
                  Component: (await import("@/features/facilitator/FacilitatorArea")).FacilitatorArea,
                }),
                children: [
                  {
                    index: true,
                    lazy: async () => ({
                      Component: (await import("@/features/facilitator/DashboardPage")).DashboardPage,
                    }),
                  },
                  {
                    path: "sessions/:sessionId",
                    lazy: async () => ({
                      Component: (await import("@/features/facilitator/RosterPage")).RosterPage,
                    }),
                  },
                ],
              },
              {
                path: "admin",
                lazy: async () => ({
                  Component: (await import("@/features/integration/AdminPage")).AdminPage,
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
  return createBrowserRouter(routes);
}
