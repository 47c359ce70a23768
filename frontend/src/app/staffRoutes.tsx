import type { RouteObject } from "react-router";
import { staffPages } from "./staffPages";

/** The pages of facilitators and admins, which `router.tsx` loads when one of them is opened. */
export const staffRoutes: RouteObject[] = [
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
          Component: (await import("@/features/event-management/EditSessionPage")).EditSessionPage,
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
        path: "bookings/:bookingId/order",
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
        path: "bookings",
        lazy: async () => ({
          Component: (await import("@/features/records/StudioBookingsPage")).StudioBookingsPage,
        }),
      },
      {
        path: "events",
        lazy: async () => ({
          Component: (await import("@/features/records/StudioEventsPage")).StudioEventsPage,
        }),
      },
      {
        path: "audit",
        lazy: async () => ({
          Component: (await import("@/features/records/AuditPage")).AuditPage,
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
];
