import { lazy } from "react";
import { type RouteObject, useRoutes } from "react-router";
import { FacilitatorArea } from "@/features/facilitator/FacilitatorArea";
import { AdminArea } from "@/features/integration/AdminArea";
import { MissingPage } from "./MissingPage";
import { staffPages } from "./staffPages";

/** The pages of facilitators and admins, which `router.tsx` loads when one of them is opened. */
const staffRoutes: RouteObject[] = [
  {
    path: "facilitator",
    Component: FacilitatorArea,
    children: staffPages([
      {
        index: true,
        Component: lazy(async () => ({
          default: (await import("@/features/facilitator/DashboardPage")).DashboardPage,
        })),
      },
      {
        path: "sessions/:sessionId",
        Component: lazy(async () => ({
          default: (await import("@/features/facilitator/RosterPage")).RosterPage,
        })),
      },
      {
        path: "events",
        Component: lazy(async () => ({
          default: (await import("@/features/event-management/MyEventsPage")).MyEventsPage,
        })),
      },
      {
        path: "events/new",
        Component: lazy(async () => ({
          default: (await import("@/features/event-management/NewEventPage")).NewEventPage,
        })),
      },
      {
        path: "events/:eventId",
        Component: lazy(async () => ({
          default: (await import("@/features/event-management/OwnEventPage")).OwnEventPage,
        })),
      },
      {
        path: "events/:eventId/edit",
        Component: lazy(async () => ({
          default: (await import("@/features/event-management/EditEventPage")).EditEventPage,
        })),
      },
      {
        path: "events/:eventId/sessions/new",
        Component: lazy(async () => ({
          default: (await import("@/features/event-management/NewSessionPage")).NewSessionPage,
        })),
      },
      {
        path: "events/:eventId/sessions/:sessionId",
        Component: lazy(async () => ({
          default: (await import("@/features/event-management/EditSessionPage")).EditSessionPage,
        })),
      },
      {
        path: "channels",
        Component: lazy(async () => ({
          default: (await import("@/features/team-channels/TeamChannelsPage")).TeamChannelsPage,
        })),
      },
      {
        path: "money",
        Component: lazy(async () => ({
          default: (await import("@/features/money/StatementPage")).StatementPage,
        })),
      },
      {
        path: "money/:orderId",
        Component: lazy(async () => ({
          default: (await import("@/features/money/StatementPage")).FacilitatorOrderPage,
        })),
      },
      {
        path: "bookings/:bookingId/order",
        Component: lazy(async () => ({
          default: (await import("@/features/money/StatementPage")).FacilitatorOrderPage,
        })),
      },
      {
        path: "guests",
        Component: lazy(async () => ({ default: (await import("@/features/guests/GuestsPage")).GuestsPage })),
      },
      {
        path: "guests/:userId",
        Component: lazy(async () => ({ default: (await import("@/features/guests/GuestPage")).GuestPage })),
      },
    ]),
  },
  {
    path: "mailbox",
    Component: AdminArea,
    children: staffPages([
      {
        index: true,
        Component: lazy(async () => ({
          default: (await import("@/features/mailbox/MailboxPage")).MailboxPage,
        })),
      },
    ]),
  },
  {
    path: "admin",
    Component: AdminArea,
    children: staffPages([
      {
        index: true,
        Component: lazy(async () => ({
          default: (await import("@/features/integration/AdminPage")).AdminPage,
        })),
      },
      {
        path: "studio",
        Component: lazy(async () => ({ default: (await import("@/features/studio/StudioPage")).StudioPage })),
      },
      {
        path: "bookings",
        Component: lazy(async () => ({
          default: (await import("@/features/records/StudioBookingsPage")).StudioBookingsPage,
        })),
      },
      {
        path: "events",
        Component: lazy(async () => ({
          default: (await import("@/features/records/StudioEventsPage")).StudioEventsPage,
        })),
      },
      {
        path: "audit",
        Component: lazy(async () => ({ default: (await import("@/features/records/AuditPage")).AuditPage })),
      },
      {
        path: "people",
        Component: lazy(async () => ({ default: (await import("@/features/people/PeoplePage")).PeoplePage })),
      },
      {
        path: "api-keys",
        Component: lazy(async () => ({
          default: (await import("@/features/api-keys/ApiKeysPage")).ApiKeysPage,
        })),
      },
      {
        path: "suppressions",
        Component: lazy(async () => ({
          default: (await import("@/features/suppressions/SuppressionsPage")).SuppressionsPage,
        })),
      },
      {
        path: "templates",
        Component: lazy(async () => ({
          default: (await import("@/features/templates/TemplatesPage")).TemplatesPage,
        })),
      },
      {
        path: "approvals",
        Component: lazy(async () => ({
          default: (await import("@/features/approvals/ApprovalsPage")).ApprovalsPage,
        })),
      },
      {
        path: "customers",
        Component: lazy(async () => ({
          default: (await import("@/features/customers/CustomersPage")).CustomersPage,
        })),
      },
      {
        path: "customers/:customerId",
        Component: lazy(async () => ({
          default: (await import("@/features/customers/CustomerPage")).CustomerPage,
        })),
      },
      {
        path: "money",
        Component: lazy(async () => ({ default: (await import("@/features/money/MoneyPage")).MoneyPage })),
      },
      {
        path: "money/:orderId",
        Component: lazy(async () => ({
          default: (await import("@/features/money/MoneyPage")).AdminOrderPage,
        })),
      },
      {
        path: "integration",
        Component: lazy(async () => ({
          default: (await import("@/features/integration/IntegrationPage")).IntegrationPage,
        })),
      },
      {
        path: "integration/deliveries/:messageId",
        Component: lazy(async () => ({
          default: (await import("@/features/integration/DeliveryPage")).DeliveryPage,
        })),
      },
    ]),
  },
];

export function StaffPages() {
  return useRoutes(staffRoutes) ?? <MissingPage />;
}
