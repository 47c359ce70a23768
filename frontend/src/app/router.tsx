import { createBrowserRouter, type RouteObject } from "react-router";
import { DiscoverPage } from "@/features/events/DiscoverPage";
import { loadEventPage } from "@/features/events/loadEventPage";
import { Layout } from "./Layout";
import { MissingPage } from "./MissingPage";
import { OldEventAddress } from "./OldEventAddress";
import { RouteFailure } from "./RouteFailure";
import { SignedIn } from "./SignedIn";
import { staffPages } from "./staffPages";

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
              {
                path: "facilitator",
                lazy: async () => ({
                  Component: (await import("@/features/facilitator/FacilitatorArea")).FacilitatorArea,
                }),
                children: staffPages([
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
                  {
                    path: "events",
                    lazy: async () => ({
                      Component: (await import("@/features/event-management/MyEventsPage")).MyEventsPage,
                    }),
                  },
                  {
                    path: "events/new",
                    lazy: async () => ({
                      Component: (await import("@/features/event-management/NewEventPage")).NewEventPage,
                    }),
                  },
                  {
                    path: "events/:eventId",
                    lazy: async () => ({
                      Component: (await import("@/features/event-management/OwnEventPage")).OwnEventPage,
                    }),
                  },
                  {
                    path: "events/:eventId/edit",
                    lazy: async () => ({
                      Component: (await import("@/features/event-management/EditEventPage")).EditEventPage,
                    }),
                  },
                  {
                    path: "events/:eventId/sessions/new",
                    lazy: async () => ({
                      Component: (await import("@/features/event-management/NewSessionPage")).NewSessionPage,
                    }),
                  },
                  {
                    path: "events/:eventId/sessions/:sessionId",
                    lazy: async () => ({
                      Component: (await import("@/features/event-management/EditSessionPage"))
                        .EditSessionPage,
                    }),
                  },
                  {
                    path: "channels",
                    lazy: async () => ({
                      Component: (await import("@/features/team-channels/TeamChannelsPage")).TeamChannelsPage,
                    }),
                  },
                  {
                    path: "money",
                    lazy: async () => ({
                      Component: (await import("@/features/money/StatementPage")).StatementPage,
                    }),
                  },
                  {
                    path: "money/:orderId",
                    lazy: async () => ({
                      Component: (await import("@/features/money/StatementPage")).FacilitatorOrderPage,
                    }),
                  },
                  {
                    path: "guests",
                    lazy: async () => ({
                      Component: (await import("@/features/guests/GuestsPage")).GuestsPage,
                    }),
                  },
                  {
                    path: "guests/:userId",
                    lazy: async () => ({
                      Component: (await import("@/features/guests/GuestPage")).GuestPage,
                    }),
                  },
                ]),
              },
              {
                path: "mailbox",
                lazy: async () => ({
                  Component: (await import("@/features/integration/AdminArea")).AdminArea,
                }),
                children: staffPages([
                  {
                    index: true,
                    lazy: async () => ({
                      Component: (await import("@/features/mailbox/MailboxPage")).MailboxPage,
                    }),
                  },
                ]),
              },
              {
                path: "admin",
                lazy: async () => ({
                  Component: (await import("@/features/integration/AdminArea")).AdminArea,
                }),
                children: staffPages([
                  {
                    index: true,
                    lazy: async () => ({
                      Component: (await import("@/features/integration/AdminPage")).AdminPage,
                    }),
                  },
                  {
                    path: "studio",
                    lazy: async () => ({
                      Component: (await import("@/features/studio/StudioPage")).StudioPage,
                    }),
                  },
                  {
                    path: "people",
                    lazy: async () => ({
                      Component: (await import("@/features/people/PeoplePage")).PeoplePage,
                    }),
                  },
                  {
                    path: "api-keys",
                    lazy: async () => ({
                      Component: (await import("@/features/api-keys/ApiKeysPage")).ApiKeysPage,
                    }),
                  },
                  {
                    path: "suppressions",
                    lazy: async () => ({
                      Component: (await import("@/features/suppressions/SuppressionsPage")).SuppressionsPage,
                    }),
                  },
                  {
                    path: "templates",
                    lazy: async () => ({
                      Component: (await import("@/features/templates/TemplatesPage")).TemplatesPage,
                    }),
                  },
                  {
                    path: "approvals",
                    lazy: async () => ({
                      Component: (await import("@/features/approvals/ApprovalsPage")).ApprovalsPage,
                    }),
                  },
                  {
                    path: "customers",
                    lazy: async () => ({
                      Component: (await import("@/features/customers/CustomersPage")).CustomersPage,
                    }),
                  },
                  {
                    path: "customers/:customerId",
                    lazy: async () => ({
                      Component: (await import("@/features/customers/CustomerPage")).CustomerPage,
                    }),
                  },
                  {
                    path: "money",
                    lazy: async () => ({ Component: (await import("@/features/money/MoneyPage")).MoneyPage }),
                  },
                  {
                    path: "money/:orderId",
                    lazy: async () => ({
                      Component: (await import("@/features/money/MoneyPage")).AdminOrderPage,
                    }),
                  },
                  {
                    path: "integration",
                    lazy: async () => ({
                      Component: (await import("@/features/integration/IntegrationPage")).IntegrationPage,
                    }),
                  },
                  {
                    path: "integration/deliveries/:messageId",
                    lazy: async () => ({
                      Component: (await import("@/features/integration/DeliveryPage")).DeliveryPage,
                    }),
                  },
                ]),
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
